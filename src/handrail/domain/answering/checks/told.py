"""What does a claim say, and what do its quotes say? Read once, for all checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handrail.domain.answering.checks.clauses import Clause, Sentence, sentences_of
from handrail.domain.answering.model import Claim
from handrail.domain.knowledge.model import Audience, Passage, PassageId
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.words import Word, parts
from handrail.kernel.patterns import when_used

Passages = Mapping[PassageId, Passage]
_SPACE = when_used(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold a claim beside everything that it may be checked against."""

    claim: Claim
    passages: Passages
    audiences: frozenset[Audience]
    said: str
    """The claim's words; a run of white space is one sign, which no pattern walks through."""
    quoted: str
    """The quotes, a line each."""
    context: str
    """Titles and headings of what is quoted: they say what it is about, and carry no figure."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return what is claimed, sentence by sentence."""
        return sentences_of(self.said)

    @property
    def evidence(self) -> tuple[Sentence, ...]:
        """Return what is quoted, sentence by sentence."""
        return sentences_of(self.quoted)

    @property
    def addresses(self) -> frozenset[str]:
        """Return the addresses of the pages that are quoted."""
        return frozenset(cited.url for cited in self.claim.citations if cited.url)


Finding = Callable[[Told], tuple[str, ...]]


class Stage(StrEnum):
    """When a check runs, and whether a claim that is word for word its quotes needs it."""

    SOURCE = "source"
    """Is the quote genuine? Whatever is found here ends the check."""
    WORDING = "wording"
    """Is it fit to be said at all? Quotes are spared nothing."""
    MEANING = "meaning"
    """Do the quotes say what the claim says? They say it where both are the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Name one check of a claim."""

    name: str
    asks: str
    """The question that it answers, as it is shown to an operator."""
    stage: Stage
    finds: Finding


def told(claim: Claim, passages: Passages, audiences: frozenset[Audience]) -> Told:
    """Return a claim with its quotes and the words around them."""
    return Told(
        claim=claim,
        passages=passages,
        audiences=audiences,
        said=_tidy(claim.text),
        quoted="\n".join(_tidy(cited.quote) for cited in claim.citations),
        context="\n".join(" ".join((cited.title, *cited.headings)) for cited in claim.citations),
    )


def _tidy(text: str) -> str:
    return _SPACE.sub(lambda run: "\n" if "\n" in run.group() else " ", text)


def one_spaced(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def is_among(word: Word, others: frozenset[str]) -> bool:
    """Tell whether a word is said, in these or in other words, by any of some stems."""
    return _is_among(parts(word), others)


@lru_cache(maxsize=8_192)
def _is_among(own: tuple[str, ...], others: frozenset[str]) -> bool:
    if not others.isdisjoint(own):
        return True
    return any(means_the_same(part, other) for part in own for other in others)


def matched(words: tuple[Word, ...], others: frozenset[str]) -> list[Word]:
    """Return those words that are said by some stems."""
    return [word for word in words if is_among(word, others)]


def clauses_of(sentences: tuple[Sentence, ...]) -> list[Clause]:
    """Return all clauses, in order."""
    return [clause for sentence in sentences for clause in sentence.clauses]
