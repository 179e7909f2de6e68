"""Settings of the knowledge base: where articles come from."""

from typing import Annotated

from pydantic import Field, field_validator

from handrail.model_settings import Section
from handrail.source_settings import SourceSettings


class KnowledgeSettings(Section):
    """Say what the assistant may know."""

    sources: tuple[SourceSettings, ...] = ()
    max_file_megabytes: Annotated[float, Field(gt=0, le=100)] = 5.0
    """A larger file is skipped and reported."""

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
        names = [source.name for source in sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two sources are called {twice[0]!r}; give each its own name")
        return sources
