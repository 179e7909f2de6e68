"""Is every quote genuine: of a passage that is served, in this version, for this reader?"""

from collections.abc import Iterator

from handrail.domain.answering.checks.told import Told, one_spaced
from handrail.domain.answering.model import Citation
from handrail.domain.knowledge.model import Passage

_LONGEST_REPHRASED = 1_000  # characters; whoever writes more than this is not answering
_LONGEST_REPHRASED_QUOTES = 6_000
_LONGEST = 40_000
_MOST_CITATIONS = 60


def empty(told: Told) -> tuple[str, ...]:
    """Find a claim that says or quotes nothing."""
    if not told.claim.text.strip():
        return ("the claim says nothing",)
    return () if told.claim.citations else ("the claim quotes nothing",)


def endless(told: Told) -> tuple[str, ...]:
    """Find a claim that is too long to be an answer, before time is spent on it."""
    length = len(told.claim.text)
    too_many = len(told.claim.citations) > _MOST_CITATIONS
    if too_many or max(length, len(told.quoted)) > _LONGEST:
        return ("the claim is too long",)
    is_long = length > _LONGEST_REPHRASED or len(told.quoted) > _LONGEST_REPHRASED_QUOTES
    return ("the claim is too long",) if is_long and not is_word_for_word(told) else ()


def unserved(told: Told) -> tuple[str, ...]:
    """Find a citation of a passage that is not served."""
    return tuple(
        f"passage {cited.passage} is not served"
        for cited in told.claim.citations
        if cited.passage not in told.passages
    )


def another_version(told: Told) -> tuple[str, ...]:
    """Find a citation that names another article or version than the passage is of."""
    return tuple(
        f"passage {cited.passage} is of another version than the one cited"
        for cited, passage in _cited(told)
        if (passage.article, passage.version) != (cited.article, cited.version)
    )


def another_reader(told: Told) -> tuple[str, ...]:
    """Find a citation of a passage that this reader may not see."""
    return tuple(
        f"passage {cited.passage} is not for this reader"
        for cited, passage in _cited(told)
        if passage.audience not in told.audiences
    )


def forged(told: Told) -> tuple[str, ...]:
    """Find a quote that does not stand in its passage, letter by letter."""
    return tuple(
        f"the quote does not stand in passage {cited.passage}"
        for cited, passage in _cited(told)
        if not (quote := one_spaced(cited.quote)) or quote not in one_spaced(passage.text)
    )


def is_word_for_word(told: Told) -> bool:
    """Tell whether a claim is its quotes, and nothing but its quotes."""
    quotes = [one_spaced(cited.quote) for cited in told.claim.citations]
    said = one_spaced(told.claim.text)
    return said in quotes or said == " ".join(quotes)


def _cited(told: Told) -> Iterator[tuple[Citation, Passage]]:
    for cited in told.claim.citations:
        passage = told.passages.get(cited.passage)
        if passage is not None:
            yield cited, passage
