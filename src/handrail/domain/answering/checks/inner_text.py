"""Does a claim say words that stand only in an article for other readers?"""

from functools import lru_cache

from handrail.domain.answering.checks.told import Told
from handrail.domain.knowledge.model import Passage
from handrail.domain.knowledge.wording.words import WordKind, read_words

_RUN = 3  # words in a row; shorter runs are everybody's


def inner_text(told: Told) -> tuple[str, ...]:
    """Find a run of words that a passage for other readers has and no passage for this one."""
    other = [p for p in told.passages.values() if p.audience not in told.audiences]
    if not other:
        return ()
    allowed = _runs(told.quoted).union(
        *(_runs(_all(p)) for p in told.passages.values() if p not in other)
    )
    said = _runs(told.said) - allowed
    leaked = any(said & _runs(_all(passage)) for passage in other)
    return ("the claim says what is not for this reader",) if leaked else ()


def _all(passage: Passage) -> str:
    return "\n".join((passage.title, *passage.headings, passage.text))


@lru_cache(maxsize=256)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of words that holds at least one that tells something."""
    words = read_words(text)
    return frozenset(
        tuple(word.lower for word in words[at : at + _RUN])
        for at in range(len(words) - _RUN + 1)
        if any(word.kind is not WordKind.STOP for word in words[at : at + _RUN])
    )
