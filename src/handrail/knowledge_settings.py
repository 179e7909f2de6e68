"""Settings of the knowledge base: where articles come from."""

from typing import Annotated

from pydantic import Field, field_validator

from handrail.domain.knowledge.source_state import DeletionLimits
from handrail.model_settings import Section, named_twice
from handrail.source_settings import SourceSettings


class KnowledgeSettings(Section):
    """Say what the assistant may know."""

    sources: tuple[SourceSettings, ...] = ()
    max_file_megabytes: Annotated[float, Field(gt=0, le=100)] = 5.0
    """A larger file is skipped and reported."""
    held_deletion_articles: Annotated[int, Field(ge=0)] = 10
    """Where more articles of a source than this are gone at once, and more than the share of them
    that follows, they are served until a person allows the deletion."""
    held_deletion_share: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Share of a source's articles: see above."""

    def deletion_limits(self) -> DeletionLimits:
        """Return how much of a source may go at once without a person."""
        return DeletionLimits(share=self.held_deletion_share, articles=self.held_deletion_articles)

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
        if twice := named_twice([source.name for source in sources]):
            raise ValueError(f"two sources are called {twice!r}; give each its own name")
        return sources
