"""Settings of the knowledge base: where articles come from."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from handrail.domain.knowledge.model import Audience
from handrail.model_settings import Section, named_twice


class SourceSettings(Section):
    """Say where articles come from and what holds for all of them."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    """First part of every article id of this source."""
    kind: Literal["folder"] = "folder"
    """How the source is read."""
    path: str
    """Folder, relative to handrail.toml or absolute."""
    audience: Audience = Audience.PUBLIC
    """`public`, or `internal` for staff only; an article can narrow it, never widen it."""
    locale: str = "en"
    """Language, unless an article says otherwise."""
    product: str | None = None
    """Product, unless an article says otherwise; found for that product only."""
    site: str | None = None
    """Site (brand) on which alone the articles are found."""
    base_url: str | None = None
    """Address under which the articles are published; quotes link to it."""


class KnowledgeSettings(Section):
    """Say what the assistant may know."""

    sources: tuple[SourceSettings, ...] = ()
    max_file_megabytes: Annotated[float, Field(gt=0, le=100)] = 5.0
    """A larger file is skipped and reported."""

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
        if twice := named_twice([source.name for source in sources]):
            raise ValueError(f"two sources are called {twice!r}; give each its own name")
        return sources
