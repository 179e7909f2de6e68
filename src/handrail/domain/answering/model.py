"""Drafts made of claims, claims made of quotes, and what the check says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Point at the words in one article version that carry a claim."""

    article: ArticleId
    version: VersionId
    title: str
    url: str | None
    """Address of the article with the heading's anchor; None where the source has no addresses."""
    passage: PassageId
    headings: tuple[str, ...]
    quote: str
    """Verbatim: a substring of the passage's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Hold one thing that is said to a customer, with what carries it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold what a writer proposes to say; an empty draft: it found nothing to say."""

    claims: tuple[Claim, ...]
    writer: str
    """Name and version of who wrote it, for example `extractive-2`."""
    is_by_claim: bool = False
    """Each claim may be told before the next is written: the surest alone says how sure it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """Hold the verdict on one claim; `faults` is empty where it is supported."""

    claim: Claim
    faults: tuple[str, ...] = ()

    @property
    def is_supported(self) -> bool:
        """Tell whether nothing was found against the claim."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """Hold the verdicts on every claim of a draft."""

    checks: tuple[ClaimCheck, ...]
    checker: str

    @property
    def supported(self) -> tuple[Claim, ...]:
        """Return the claims that may be said."""
        return tuple(check.claim for check in self.checks if check.is_supported)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """Hold the probability that an answer is right, and the evidence that it was computed from."""

    value: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    """Name and version of the confidence model."""
