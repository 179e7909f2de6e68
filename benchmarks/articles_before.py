"""Articles as they were before: some said something else, some the same in other words."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bad_answers import Templates
from handrail.kernel.ids import digest

_BODY = re.compile(r"\A(---\n.*?\n---\n)?(.*)\Z", re.DOTALL)


class as_before:  # noqa: N801 - used as a context manager
    """Have every fourth article say something else, and every fourth the same in other words."""

    def __init__(self, place: Path, templates: Templates) -> None:
        self._kept: dict[Path, str] = {}
        self._place, self._templates = place, templates

    def __enter__(self) -> None:
        for path in _articles(self._place):
            text = path.read_text(encoding="utf-8")
            article = path.relative_to(self._place).as_posix()
            if is_of_before(article):
                edited = self._templates.stale
            elif _is_worded_anew(article):
                edited = _worded_anew
            else:
                continue
            self._kept[path] = text
            head, body = _BODY.fullmatch(text).groups()  # type: ignore[union-attr]
            path.write_text(f"{head or ''}{edited(body)}", encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        for path, text in self._kept.items():
            path.write_text(text, encoding="utf-8")


def _articles(place: Path) -> Iterator[Path]:
    return (path for path in sorted(place.rglob("*.md")) if ".handrail" not in path.parts)


def is_of_before(article: str) -> bool:
    """Tell whether an article said something else before."""
    return article.endswith(".md") and int(digest(article)[:8], 16) % 4 == 0


def _is_worded_anew(article: str) -> bool:
    return int(digest(article)[:8], 16) % 4 == 1


def _worded_anew(text: str) -> str:
    less = text.replace("Please ", "Kindly ").replace("in order to", "to")
    return f"{less}\n\nOur team looks after this page.\n"
