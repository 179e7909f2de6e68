"""The words of an article that a finding speaks of."""

import re
from collections.abc import Iterator
from functools import partial

from handrail.domain.knowledge.health.model import Knowledge, Quoted
from handrail.domain.knowledge.health.read_once import ReadOnce
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import Article, Passage, PassageId, Unit, UnitKind


def quoted_where(words: str, article: Article, knowledge: Knowledge) -> tuple[Quoted, ...]:
    """Return the sentence, step or row of an article that holds these words; nothing if none."""
    wanted = " ".join(words.split())
    if not wanted:
        return ()
    first = wanted.partition(" ")[0]  # quick to look for, and there wherever all of it is
    for passage in knowledge.by_article.get(article.id, ()):
        for unit in passage.units if first in passage.text else ():
            if wanted in " ".join(passage.text[unit.start : unit.end].split()):
                return (quoted(passage, unit),)
    return ()


def told_by(article: Article, knowledge: Knowledge, with_: re.Pattern[str]) -> Iterator[Quoted]:
    """Yield the sentences, steps and rows in which something stands; code tells nothing."""
    for passage in knowledge.by_article.get(article.id, ()):
        if with_.search(passage.text):
            yield from (quoted(passage, unit) for unit in _units_with(with_, passage))


def told_as_ever(
    article: Article, knowledge: Knowledge, with_: re.Pattern[str]
) -> Iterator[Quoted]:
    """Yield as `told_by` does for what is asked at every check: only what was edited is read."""
    for passage in knowledge.by_article.get(article.id, ()):
        key = (with_.pattern, passage.id)
        units = _READ.of(key, passage.text, partial(_all_units_with, with_, passage))
        yield from (quoted(passage, unit) for unit in units)


_READ = ReadOnce[tuple[str, PassageId], str, tuple[Unit, ...]](100_000)


def _all_units_with(with_: re.Pattern[str], passage: Passage) -> tuple[Unit, ...]:
    return tuple(_units_with(with_, passage))


def _units_with(with_: re.Pattern[str], passage: Passage) -> Iterator[Unit]:
    for unit in passage.units:
        is_told = unit.kind is not UnitKind.CODE
        if is_told and with_.search(passage.text, unit.start, unit.end):
            yield unit


def quoted(passage: Passage, place: Unit | Statement) -> Quoted:
    """Return a sentence, step or row of a passage as a quote."""
    return Quoted(
        article=passage.article,
        version=passage.version,
        passage=passage.id,
        text=passage.text[place.start : place.end],
        title=passage.title,
        url=passage.url,
        updated=passage.updated,
    )
