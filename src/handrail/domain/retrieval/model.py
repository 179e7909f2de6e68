"""What is asked of the index, what its first stage offers, and what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NewType

from typing_extensions import override

from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.model import Audience, Passage, PassageId

SnapshotId = NewType("SnapshotId", str)
"""Hash of everything an index was built from: passages, embedder and cutting rules."""

READ = 12
"""Hits that an answer is drafted, weighed and decided from; further down nobody looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Say which articles may be found at all; applied before ranking."""

    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})
    locale: str | None = None
    """A language tag; None searches every locale. `en` also finds `en-GB`."""
    product: str | None = None
    """A product; articles without a product are always in scope."""
    site: str | None = None
    """A site (brand); articles without a site are always in scope."""


PUBLIC = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Hold a passage that the first stage offers, with its raw scores."""

    passage: PassageId
    signals: Mapping[str, float]
    """Raw first-stage scores, for example `title`, `dense`; 0.0 where a stage missed it."""
    unit_scores: tuple[float, ...] = ()
    """Cosine of the question with each unit of the passage, in the passage's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Hold what the first stage offers, best first; not yet checked against the database."""

    items: Sequence[Candidate]
    snapshot: SnapshotId
    term_weights: Mapping[str, float] = field(default_factory=dict)
    """Inverse document frequency of each stemmed term of the question in this knowledge base."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Hold a live passage that was found, with its score and the signals behind it."""

    passage: Passage
    rank: int
    """From 1."""
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    unit_scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hold what a search found and what each stage let through: a miss is charged to one."""

    question: str
    hits: tuple[Hit, ...]
    snapshot: SnapshotId
    beyond: tuple[PassageId, ...] = ()
    """Passages that were ranked behind the hits, and were not read."""
    first_stage: tuple[PassageId, ...] = ()
    """Candidates of the first stage, best first, before the ranker."""
    contested: Mapping[PassageId, tuple[Contested, ...]] = field(default_factory=dict)
    """What contradicts the passages that were found, where that is not settled."""
    term_weights: Mapping[str, float] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @override
    def __hash__(self) -> int:
        # Not over the mappings: equal results have equal questions and candidates, too.
        return hash((self.question, self.first_stage))
