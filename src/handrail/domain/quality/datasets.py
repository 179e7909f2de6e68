"""A labelled question as every tool has it: what is asked, what is right, and where it stands."""

from dataclasses import dataclass, field

from handrail.kernel.errors import BadDataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a labelled question."""

    question: str
    answerable: bool = True
    articles: tuple[str, ...] = ()
    answer: str | None = None
    """What would be right to say; None where nobody wrote it."""
    history: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    """Texts that the answer stands in, where they come along."""
    name: str = ""
    more: dict[str, object] = field(default_factory=dict)
    """Columns of somebody's own, kept as they are."""

    def as_json(self) -> dict[str, object]:
        """Return it as a line of Handrail's own data sets."""
        found: dict[str, object] = {"question": self.question, "answerable": self.answerable}
        if self.articles:
            found["articles"] = list(self.articles)
        if self.history:
            found["history"] = list(self.history)
        if self.passages:
            found["passages"] = [{"title": "", "text": text} for text in self.passages]
        if self.answer is not None:
            found["answer"] = self.answer
        if self.name:
            found["name"] = self.name
        return found | {key: value for key, value in self.more.items() if key not in found}

    def all_but(self, *keys: str) -> dict[str, object]:
        """Return what a line of ours would hold beside these keys."""
        return {key: value for key, value in self.as_json().items() if key not in keys}


_OWN = frozenset({"question", "answerable", "articles", "history", "passages", "answer", "name"})


def case_of(row: dict[str, object], where: str) -> Case:
    """Return a case out of named values; raises BadDataset saying where."""
    return Case(
        question=text_in(row, "question", where),
        answerable=_flag(row, where),
        articles=texts_in(row, "articles", where),
        history=texts_in(row, "history", where),
        passages=_passages(row, where),
        answer=None if row.get("answer") is None else text_in(row, "answer", where),
        name=str(row.get("name") or ""),
        more={key: value for key, value in row.items() if key not in _OWN},
    )


def text_in(row: dict[str, object], key: str, where: str) -> str:
    """Return a value that must be a text with something in it."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadDataset(f"{where}: {key!r} must be a text that is not empty.")
    return value


def texts_in(row: dict[str, object], key: str, where: str) -> tuple[str, ...]:
    """Return a value that is a list of texts, or nothing where there is none."""
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadDataset(f"{where}: {key!r} must be a list of texts.")
    return tuple(value)


def _flag(row: dict[str, object], where: str) -> bool:
    value = row.get("answerable", True)
    if not isinstance(value, bool):
        raise BadDataset(f"{where}: 'answerable' must be true or false.")
    return value


def _passages(row: dict[str, object], where: str) -> tuple[str, ...]:
    value = row.get("passages")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BadDataset(f"{where}: 'passages' must be a list of objects.")
    return tuple(text_in(one, "text", where) for one in value)
