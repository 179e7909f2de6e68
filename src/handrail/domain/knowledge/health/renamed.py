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
from handrail.domain.knowledge.health.quoting import passages_by_article, quoted
from handrail.domain.knowledge.model import Article, ArticleId, UnitKind

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
            if article.id == told.article or new.lower() in text.lower():
                continue
            if names_old.search(text):
                yield from _finding(article, (old, new), told, knowledge)


def _renamings(articles: Sequence[Article], knowledge: Knowledge) -> dict[str, tuple[str, Quoted]]:
    """Return the new name of each old one, and where that is said."""
    found: dict[str, tuple[str, Quoted]] = {}
    passages = passages_by_article(knowledge)
    for article in articles:
        for passage in passages.get(article.id, ()):
            for unit in passage.units:
                if unit.kind is UnitKind.CODE:
                    continue
                said = passage.text[unit.start : unit.end]
                for old, new in _said(said):
                    found.setdefault(old, (new, quoted(passage, unit, article)))
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
    said = next(_where(article, old, knowledge), None)
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


def _where(article: Article, name: str, knowledge: Knowledge) -> Iterator[Quoted]:
    for passage in passages_by_article(knowledge).get(article.id, ()):
        for unit in passage.units:
            if unit.kind is not UnitKind.CODE and name in passage.text[unit.start : unit.end]:
                yield quoted(passage, unit, article)
