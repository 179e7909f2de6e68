"""Is every claim carried by what it quotes? The same check for every writer, without trust in any.

A claim passes when each quote really stands in the passage version it names, when that passage
may be shown to the customer, and when whatever could do harm if it were wrong is in the quotes:
figures, dates, prices, addresses and names, what is denied, on which condition, how strongly, of
whom. What is word for word its quotes needs no comparing, but may not be cut so that it misleads.
A trained support model joins as one more rule.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from handrail.domain.answering.checks.all_checks import ALL_CHECKS
from handrail.domain.answering.checks.sources import is_word_for_word
from handrail.domain.answering.checks.told import Check, Stage, Told, one_spaced, told
from handrail.domain.answering.model import Claim, ClaimCheck, Draft, Grounding
from handrail.domain.knowledge.model import Audience, Passage, PassageId

Passages = Mapping[PassageId, Passage]
Rule = Callable[[Claim, Passages], tuple[str, ...]]
"""Return what speaks against a claim, each fault in one short clause; nothing where it stands."""

PUBLIC_ONLY = frozenset({Audience.PUBLIC})
_MOST_CLAIMS = 24  # a reply is a few claims long; whoever writes more than this never ends


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteChecker:
    """Check drafts against their quotes; `rules` adds checks such as a trained support model."""

    audiences: frozenset[Audience] = PUBLIC_ONLY
    rules: tuple[Rule, ...] = ()
    checks: tuple[Check, ...] = ALL_CHECKS
    name: str = "quotes-3"

    def check(self, draft: Draft, passages: Passages) -> Grounding:
        """Return a verdict per claim."""
        return Grounding(checks=tuple(self._verdicts(draft, passages)), checker=self.name)

    def _verdicts(self, draft: Draft, passages: Passages) -> Iterator[ClaimCheck]:
        said: set[str] = set()
        for number, claim in enumerate(draft.claims):
            text = one_spaced(claim.text).casefold()
            if number >= _MOST_CLAIMS:
                verdict = ClaimCheck(claim=claim, faults=("the draft has too many claims",))
            elif text in said:
                verdict = ClaimCheck(claim=claim, faults=("the claim was made before",))
            else:
                verdict = self._checked(claim, passages)
            if verdict.is_supported:
                said.add(text)
            yield verdict

    def _checked(self, claim: Claim, passages: Passages) -> ClaimCheck:
        read = told(claim, passages, self.audiences)
        faults = self._ungenuine(read) or self._unfit(read)
        if not faults:
            faults = [fault for rule in self.rules for fault in rule(claim, passages)]
        return ClaimCheck(claim=claim, faults=tuple(faults))

    def _ungenuine(self, read: Told) -> list[str]:
        """Return what the first check of the source finds: nothing is read beyond a forgery."""
        found = (check.finds(read) for check in self.checks if check.stage is Stage.SOURCE)
        return list(next((faults for faults in found if faults), ()))

    def _unfit(self, read: Told) -> list[str]:
        faults = self._found(read, Stage.WORDING)
        if is_word_for_word(read):
            return faults
        return [*faults, *self._found(read, Stage.MEANING)]

    def _found(self, read: Told, stage: Stage) -> list[str]:
        found = (check.finds(read) for check in self.checks if check.stage is stage)
        return sorted({fault for faults in found for fault in faults})
