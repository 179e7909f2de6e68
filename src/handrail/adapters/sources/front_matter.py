"""What an article says about itself before its text begins."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

import yaml

from handrail.adapters.sources.cleaning import one_line
from handrail.domain.knowledge.model import Audience, FrontMatter

_FENCED = re.compile(r"\A\s*---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_UNCLOSED = re.compile(r"\A\s*---[ \t]*\n((?:[A-Za-z_][\w-]*[ \t]*:.*\n)+)")
_KEY_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_LONGEST = 20_000
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "updated": ("updated", "last_updated", "lastmod", "date"),
    "owner": ("owner", "author"),
    "locale": ("locale", "lang", "language"),
    "product": ("product",),
    "review_by": ("review_by",),
    "url": ("url", "canonical_url"),
}
_ADDRESSES = ("permalink", "slug", "redirect_from", "redirects", "aliases", "old_urls")
_AUDIENCES: Mapping[str, Audience] = {
    "public": Audience.PUBLIC,
    "customers": Audience.PUBLIC,
    "everyone": Audience.PUBLIC,
    "internal": Audience.INTERNAL,
}

Warnings = tuple[str, ...]


def split_front_matter(text: str) -> tuple[FrontMatter, str, Warnings]:
    """Return what the article says about itself, the rest of its text, and what was tolerated."""
    fenced = _FENCED.match(text)
    found = fenced or _UNCLOSED.match(text)
    if found is None or len(found.group(1)) > _LONGEST:
        return FrontMatter(), text, ()
    said, warnings = _read(found.group(1), closed=fenced is not None)
    if said is None:
        return FrontMatter(), text, ()
    front, wrong = front_matter_from(said)
    return front, text[found.end() :], (*warnings, *wrong)


def front_matter_from(said: Mapping[str, object]) -> tuple[FrontMatter, Warnings]:
    """Read the fields Handrail knows; a field it cannot read is left out and named."""
    words = {str(key).strip().lower().replace("-", "_"): value for key, value in said.items()}
    text = {field: _first_text(words, names) for field, names in _NAMES.items()}
    audience, warnings = _audience(words)
    updated, bad_updated = _date("updated", text["updated"])
    review_by, bad_review = _date("review_by", text["review_by"])
    front = FrontMatter(
        title=text["title"],
        updated=updated,
        owner=text["owner"],
        audience=audience,
        locale=text["locale"],
        product=text["product"],
        review_by=review_by,
        url=text["url"],
        addresses=tuple(_texts(words, _ADDRESSES)),
    )
    return front, (*warnings, *bad_updated, *bad_review)


def _read(inside: str, *, closed: bool) -> tuple[Mapping[str, object] | None, Warnings]:
    """Read YAML as text only; where it is broken read the lines that can be read."""
    if not closed:
        return _by_line(inside), ("The front matter never ends; its lines were read one by one.",)
    try:
        said = yaml.load(inside, Loader=yaml.BaseLoader)  # noqa: S506 - builds only text, lists and mappings
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark is not None else ""
        lines = _by_line(inside)
        return lines or None, (
            f"The front matter is not valid YAML{where}; its lines were read one by one.",
        )
    # Two rules with text between them are no front matter but a part of the page.
    return (said if isinstance(said, dict) else None), ()


def _by_line(inside: str) -> dict[str, object]:
    return {key: value.strip().strip("\"'") for key, value in _KEY_LINE.findall(inside)}


def _first_text(words: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = words.get(name)
        if isinstance(value, str) and one_line(value):
            return one_line(value)
    return None


def _texts(words: Mapping[str, object], names: tuple[str, ...]) -> Iterator[str]:
    for value in map(words.get, names):
        for said in value if isinstance(value, list) else [value]:
            if isinstance(said, str) and one_line(said):
                yield one_line(said)


def _audience(words: Mapping[str, object]) -> tuple[Audience | None, Warnings]:
    """Read the audience; a word nobody knows closes the article rather than opening it."""
    if "audience" not in words:
        return None, ()
    said = words["audience"]
    word = one_line(said).lower() if isinstance(said, str) else ""
    if word in _AUDIENCES:
        return _AUDIENCES[word], ()
    return Audience.INTERNAL, (
        f"The audience {str(said)[:40]!r} is neither public nor internal; it was read as internal.",
    )


def _date(field: str, said: str | None) -> tuple[date | None, Warnings]:
    if said is None:
        return None, ()
    try:
        return datetime.fromisoformat(said).date(), ()
    except ValueError:
        return None, (f"The date in `{field}`, {said[:40]!r}, is not written as YYYY-MM-DD.",)
