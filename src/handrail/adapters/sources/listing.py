"""Pages of a listing, one after the other: each once, to the end, or an error."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from handrail.adapters.sources.api import Api

_MOST_PAGES = 20_000
Row = Mapping[str, Any]


def rows_of(page: Mapping[str, Any], name: str, api: Api) -> list[Row]:
    """Return the rows of a page; an answer that holds no list of them is no empty listing."""
    rows = page.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise api.unavailable(f"answers without a list of {name!r}")
    return rows


def by_number(
    api: Api, path: str, params: Mapping[str, str], name: str, is_last: Callable[[Row, int], bool]
) -> Iterator[Row]:
    """Yield the rows of pages that are numbered from 1; `is_last` is asked of each page."""
    seen: set[str] = set()
    for number in range(1, _MOST_PAGES + 1):
        page = api.get(path, {**params, "page": str(number)})
        rows = rows_of(page, name, api)
        fresh = [row for row in rows if str(row.get("id")) not in seen]
        if rows and not fresh:
            raise api.unavailable(f"repeats itself on page {number} of its listing")
        seen.update(str(row.get("id")) for row in fresh)
        yield from fresh
        if not rows or is_last(page, number):
            return
    raise api.unavailable("lists without end")


def by_cursor(api: Api, path: str, params: Mapping[str, str], name: str) -> Iterator[Row]:
    """Yield the rows of pages of which each names the next one."""
    page = api.get(path, params)
    asked: set[str] = set()
    for _ in range(_MOST_PAGES):
        yield from rows_of(page, name, api)
        meta, links = page.get("meta"), page.get("links")
        if not isinstance(meta, dict) or not isinstance(meta.get("has_more"), bool):
            raise api.unavailable("does not say whether its listing ends here")
        if not meta["has_more"]:
            return
        following = links.get("next") if isinstance(links, dict) else None
        if not isinstance(following, str) or following in asked:
            raise api.unavailable("leads its listing in a circle")
        asked.add(following)
        page = api.get(following)
    raise api.unavailable("lists without end")
