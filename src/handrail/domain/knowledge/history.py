"""What was served when: each step of an article's history, and what a person brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from handrail.domain.knowledge.model import ArticleId, VersionId

VersionNumber = NewType("VersionNumber", int)
"""Number of an article version as it was cut: the same text cut by other rules has another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hold one step of an article's history: what is served of it from then on."""

    article: ArticleId
    at: datetime
    by: str
    number: VersionNumber | None
    """None: nothing is served of it any more."""
    version: VersionId | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Hold that a person brought an earlier state of an article back, against its source.

    What the source holds is not taken for as long as it is the refused version.
    """

    article: ArticleId
    refused: VersionId | None
    """The version that the source holds; None where the source has no such article."""
    back_to: datetime
    """The moment whose state is served."""
    at: datetime
    by: str

    def holds(self, version: VersionId | None) -> bool:
        """Tell whether what the source holds now is still what was refused."""
        return self.refused == version
