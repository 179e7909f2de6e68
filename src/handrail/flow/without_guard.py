"""What would a model say alone? The guard taken away, for comparison in evaluations only.

No setting leads here. Every claim passes, the confidence is not asked, no judge looks, and where
the model says nothing, nobody quotes in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handrail.domain.answering.model import ClaimCheck, Draft, Grounding
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.thought import ThinkPorts

EVERYTHING = 0.0
"""The threshold at which whatever is drafted is said."""


@dataclass(frozen=True, slots=True)
class UncheckedChecker:
    """Let every claim pass."""

    name: str = "none"

    def check(self, draft: Draft, _passages: Mapping[PassageId, Passage]) -> Grounding:
        """Return that all claims are supported."""
        checks = tuple(ClaimCheck(claim=claim) for claim in draft.claims)
        return Grounding(checks=checks, checker=self.name)


@dataclass(frozen=True, slots=True)
class SilentWriter:
    """Write nothing."""

    name: str = "nobody"

    def draft(self, _question: str, _result: SearchResult) -> Draft:
        """Return an empty draft."""
        return Draft(claims=(), writer=self.name)


def without_guard(asker: LabelledAsker) -> LabelledAsker:
    """Return what asks as the model alone would answer; to be asked at `EVERYTHING`."""
    return replace(asker, ports=_unguarded(asker.ports))


def _unguarded(ports: ThinkPorts) -> ThinkPorts:
    if ports.models is None:
        return replace(ports, checker=UncheckedChecker())
    return replace(
        ports,
        writer=SilentWriter(),
        checker=UncheckedChecker(),
        models=replace(ports.models, judge=None),
    )
