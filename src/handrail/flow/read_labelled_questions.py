"""Read labelled questions, one JSON object per line, and refuse what cannot be meant."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from handrail.domain.decision.labelled import GivenPassage, LabelledQuestion
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.errors import BadDataset

_KEYS = ("question", "answerable", "articles", "history", "passages", "never")
_PASSAGE_KEYS = ("title", "text")
_MISSPELT = 0.85  # `article` is meant as `articles`, `question_id` is a column of somebody's own


def read_labelled(path: Path) -> tuple[LabelledQuestion, ...]:
    """Return the labelled questions of a JSONL file; raise BadDataset naming the line at fault."""
    questions = tuple(_labelled(row) for row in rows_of(path))
    if not questions:
        raise BadDataset(f"{path} holds no questions.", hint="Write one JSON object per line.")
    return questions


def require_known_articles(
    questions: Sequence[LabelledQuestion], known: Container[ArticleId], path: Path
) -> None:
    """Raise BadDataset for the first article id that names nothing in the knowledge base."""
    for labelled in questions:
        for article in labelled.articles:
            if article not in known:
                raise BadDataset(
                    f"{path}, line {labelled.line}: there is no article {article!r}.",
                    hint="Run `handrail sync`, or correct the id: `<source>/<path within it>`.",
                )


def rows_of(path: Path) -> "Iterator[Row]":
    """Yield the lines of a JSONL file; raise BadDataset naming the line at fault."""
    return (Row(path, line, value) for line, value in _objects(path))


class Row:
    """Take the fields of one line apart; every complaint names file, line and field."""

    def __init__(self, path: Path, line: int, fields: Mapping[str, object]) -> None:
        self.line = line
        self._path = path
        self._fields = fields

    def reject_misspelt(self, keys: Sequence[str]) -> None:
        """Complain about a key that is almost one of `keys`; others are somebody's own columns."""
        for key in self._fields:
            close = get_close_matches(key, keys, n=1, cutoff=_MISSPELT)
            if key not in keys and close:
                raise self.fault(f"unknown field {key!r}", f"Did you mean {close[0]!r}?")

    def text(self, key: str) -> str:
        """Return a field that must be a string with something in it."""
        value = self._fields.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"field {key!r} must be a text that is not empty")
        return value

    def boolean(self, key: str) -> bool:
        """Return a field that must be true or false."""
        value = self._fields.get(key)
        if not isinstance(value, bool):
            raise self.fault(f"field {key!r} must be true or false")
        return value

    def number(self, key: str) -> int:
        """Return a field that must be a whole number, from 0."""
        value = self._fields.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fault(f"field {key!r} must be a whole number from 0")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a field that is a list of texts, or nothing where it is absent."""
        value = self._fields.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(t, str) and t.strip() for t in value):
            raise self.fault(f"field {key!r} must be a list of texts")
        return tuple(value)

    def rows(self, key: str) -> "tuple[Row, ...] | None":
        """Return a field that is a list of objects, or None where it is absent."""
        value = self._fields.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(f"field {key!r} must be a list of objects")
        return tuple(Row(self._path, self.line, item) for item in value)

    def is_empty(self, key: str) -> bool:
        """Tell whether a field is absent or blank."""
        return not self._fields.get(key)

    def has(self, key: str) -> bool:
        """Tell whether a field stands there."""
        return key in self._fields

    def fault(self, what: str, hint: str = "") -> BadDataset:
        """Return a complaint about this line."""
        return BadDataset(f"{self._path}, line {self.line}: {what}.", hint=hint)


def _labelled(row: Row) -> LabelledQuestion:
    row.reject_misspelt(_KEYS)
    passages = row.rows("passages")
    return LabelledQuestion(
        question=row.text("question"),
        answerable=row.boolean("answerable"),
        articles=tuple(ArticleId(article) for article in row.texts("articles")),
        history=row.texts("history"),
        passages=None if passages is None else tuple(_passage(item) for item in passages),
        never=row.texts("never"),
        line=row.line,
    )


def _passage(row: Row) -> GivenPassage:
    row.reject_misspelt(_PASSAGE_KEYS)
    title = "" if row.is_empty("title") else row.text("title")
    return GivenPassage(title=title, text=row.text("text"))


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    for line, raw in enumerate(_text(path).split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise BadDataset(
                f"{path}, line {line}: not valid JSON ({error}).", hint="One object per line."
            ) from error
        if not isinstance(value, dict):
            raise BadDataset(
                f"{path}, line {line}: not a JSON object.", hint="One object per line."
            )
        yield line, value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataset(f"{path} is not UTF-8 text.", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise BadDataset(
            f"{path} cannot be read ({error.strerror}).", hint="Check path and permissions."
        ) from error
