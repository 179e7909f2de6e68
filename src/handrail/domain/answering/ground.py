"""Is every claim carried by what it quotes? The same check for every writer, without trust in any.

A claim passes when each quote really stands in the passage version it names, when that passage may
be shown to the customer, and when whatever could do harm if it were wrong is in the quotes: figures
with their units, dates, prices, addresses, names, and whether something is denied. A trained
support model joins as one more rule.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.domain.answering.details import details_of
from handrail.domain.answering.model import Citation, Claim, ClaimCheck, Draft, Grounding
from handrail.domain.answering.question import is_negated
from handrail.domain.answering.words import WordKind, content_words, likeness, parts
from handrail.domain.knowledge.model import Audience, Passage, PassageId

Passages = Mapping[PassageId, Passage]
Rule = Callable[[Claim, Passages], tuple[str, ...]]
"""Return what speaks against a claim, each fault in one short clause; nothing where it stands."""

_SPACE = re.compile(r"\s+")
_LEAST_CARRIED = 0.6  # share of a claim's content words that its quotes must hold
PUBLIC_ONLY = frozenset({Audience.PUBLIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteChecker:
    """Check drafts against their quotes; `rules` adds checks such as a trained support model."""

    audiences: frozenset[Audience] = PUBLIC_ONLY
    rules: tuple[Rule, ...] = ()
    name: str = "quotes-1"

    def check(self, draft: Draft, passages: Passages) -> Grounding:
        """Return a verdict per claim."""
        return Grounding(
            checks=tuple(self._checked(claim, passages) for claim in draft.claims),
            checker=self.name,
        )

    def _checked(self, claim: Claim, passages: Passages) -> ClaimCheck:
        faults = list(self._faulty_citations(claim, passages))
        if not faults and not _is_verbatim(claim):
            faults.extend(_uncarried(claim))
        for rule in self.rules:
            faults.extend(rule(claim, passages))
        return ClaimCheck(claim=claim, faults=tuple(faults))

    def _faulty_citations(self, claim: Claim, passages: Passages) -> tuple[str, ...]:
        if not claim.text.strip():
            return ("the claim says nothing",)
        if not claim.citations:
            return ("the claim quotes nothing",)
        return tuple(
            fault for cited in claim.citations for fault in self._faults_of(cited, passages)
        )

    def _faults_of(self, cited: Citation, passages: Passages) -> tuple[str, ...]:
        passage = passages.get(cited.passage)
        if passage is None:
            return (f"passage {cited.passage} is not served",)
        if (passage.article, passage.version) != (cited.article, cited.version):
            return (f"passage {cited.passage} is of another version than the one cited",)
        if passage.audience not in self.audiences:
            return (f"passage {cited.passage} is not for this reader",)
        quote = one_spaced(cited.quote)
        if not quote or quote not in one_spaced(passage.text):
            return (f"the quote does not stand in passage {cited.passage}",)
        return ()


def one_spaced(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def _is_verbatim(claim: Claim) -> bool:
    quotes = [cited.quote for cited in claim.citations]
    return one_spaced(claim.text) in map(one_spaced, (*quotes, " ".join(quotes)))


def _uncarried(claim: Claim) -> tuple[str, ...]:
    quoted = "\n".join(cited.quote for cited in claim.citations)
    context = "\n".join(" ".join((cited.title, *cited.headings)) for cited in claim.citations)
    faults = [
        f"{detail} is not in the quote" for detail in details_of(claim.text) - details_of(quoted)
    ]
    faults.extend(_unquoted_words(claim.text, quoted, context))
    if is_negated(claim.text) != is_negated(_nearest_sentence(claim.text, quoted)):
        faults.append("the claim and its quote disagree on whether something is denied")
    return tuple(sorted(faults))


def _unquoted_words(said: str, quoted: str, context: str) -> list[str]:
    found = frozenset(
        part for word in content_words(f"{quoted}\n{context}") for part in parts(word)
    )
    asked = content_words(said)
    missing = [word for word in asked if not any(likeness(word.stem, stem) for stem in found)]
    faults = [f"{word.text} is not in the quote" for word in missing if word.kind is WordKind.NAME]
    if asked and 1 - len(missing) / len(asked) < _LEAST_CARRIED:
        faults.append("the quote does not say what the claim says")
    return faults


def _nearest_sentence(said: str, quoted: str) -> str:
    """Return the quoted sentence that shares most words with what is said."""
    stems = {word.stem for word in content_words(said)}
    pieces = [piece for piece in re.split(r"(?<=[.!?])\s+|\n", quoted) if piece.strip()] or [quoted]
    return max(pieces, key=lambda piece: len(stems & {word.stem for word in content_words(piece)}))
