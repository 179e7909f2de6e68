"""Which articles still use a name that another article says was given up?"""

import re
from collections.abc import Iterator, Sequence

from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.health.quoting import told_by
from handrail.domain.knowledge.model import Article, ArticleId

_NAME = r"[A-Z][\w+-]*(?: [A-Z][\w+-]*){0,3}"
_RENAMED = (
    re.compile(
        rf"(?P<new>{_NAME}),? (?:(?:is|was|are) )?\(?(?:formerly|previously)"
        rf"(?: known as| called| named)? (?P<old>{_NAME})"
    ),
    re.compile(
        rf"(?P<old>{_NAME}) (?:was|has been|is) (?:now )?"
        rf"(?:renamed(?: to)?|now called|now known as) (?P<new>{_NAME})"
    ),
)
_FEWEST_LETTERS = 6
_ONE_WORD = re.compile(r"^\S+$")


def find_retired_names(articles: Sequence[Article], knowledge: Knowledge) -> Iterator[Finding]:
    """Yield articles that use only the old name of something that got a new one."""
    texts = {article.id: _text(article) for article in articles}
    for old, (new, told) in sorted(_renamings(articles, knowledge).items()):
        names_old = re.compile(rf"\b{re.escape(old)}\b")
        for article in articles:
            text = texts[article.id]
            if article.id == told.article or not names_old.search(text):
                continue
            if new.lower() not in text.lower():
                yield from _finding(article, (old, new), told, knowledge)


def _renamings(articles: Sequence[Article], knowledge: Knowledge) -> dict[str, tuple[str, Quoted]]:
    """Return the new name of each old one, and where that is said."""
    found: dict[str, tuple[str, Quoted]] = {}
    for article in articles:
        for said in told_by(article, knowledge):
            for old, new in _said(said.text):
                found.setdefault(old, (new, said))
    return found


def _said(text: str) -> Iterator[tuple[str, str]]:
    for pattern in _RENAMED:
        for match in pattern.finditer(text):
            old, new = match.group("old"), match.group("new")
            is_distinct = old.lower() not in new.lower() and new.lower() not in old.lower()
            if is_distinct and len(old) >= _FEWEST_LETTERS and not _ONE_WORD.match(old):
                yield old, new


def _text(article: Article) -> str:
    return "\n".join((article.title, *(block.text for block in article.blocks)))


def _finding(
    article: Article, names: tuple[str, str], told: Quoted, knowledge: Knowledge
) -> Iterator[Finding]:
    old, new = names
    said = next((one for one in told_by(article, knowledge) if old in one.text), None)
    if said is None:
        return
    pair: tuple[ArticleId, ...] = tuple(sorted((article.id, told.article)))
    yield Finding(
        kind=FindingKind.STALE,
        articles=pair,
        subject=f"name:{old}:{article.id}",
        why=f"It says {old!r}, which another article says is called {new!r} now.",
        quotes=(said, told),
        severity=Severity.LOW,
    )
