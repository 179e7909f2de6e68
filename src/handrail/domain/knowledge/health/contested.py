"""What is contested: a passage that another one contradicts, and what both of them say."""

from dataclasses import dataclass

from handrail.domain.knowledge.health.model import FindingId
from handrail.domain.knowledge.model import ArticleId, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Hold one of the passages that cannot all be true, as it is served now."""

    passage: Passage
    quote: str
    """What it says about the matter, verbatim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """Hold a contradiction that nobody has settled yet."""

    finding: FindingId
    why: str
    """What differs, in the words of the check; written for authors."""
    sides: tuple[Side, ...]
    """Every side is still served: an edit of one ends the dispute until it is checked again."""
    newer: ArticleId | None = None
