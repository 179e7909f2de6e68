"""Centres as they are, whole and in small parts: what looks like a contradiction there is none.

A bank and a shop speak of money and times in every other sentence, a technical centre hardly ever;
and in a small centre every word is rare. What is learnt from a few large technical ones alone takes
two prices for a contradiction wherever a word is shared.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.conflicts.model import CENTRES
from benchmarks.other_words import BESIDE
from benchmarks.served import Read, articles_below, bank_of, knowledge_of
from handrail.domain.knowledge.health.model import Knowledge
from handrail.sample.project import HELP

_OF_A_PART = 60
"""Articles of a small centre."""
_PARTS = 2


def centres_alone(data: Path) -> Iterator[Knowledge]:
    """Yield each centre, and parts of the larger ones."""
    yield knowledge_of([*articles_below(HELP, "help")])
    bank = bank_of(data)
    yield knowledge_of(bank)
    yield from _parts(bank)
    for name in (*CENTRES, *BESIDE):
        reads = [*articles_below(data / "help" / name / "articles", name)]
        yield knowledge_of(reads)
        yield from _parts(reads)


def _parts(reads: Sequence[Read]) -> Iterator[Knowledge]:
    if len(reads) > _OF_A_PART:
        for part in range(_PARTS):
            yield knowledge_of(Random(part).sample(reads, _OF_A_PART))
