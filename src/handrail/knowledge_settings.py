"""Settings of the knowledge base: where articles come from."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, SecretStr, field_validator, model_validator

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

    tokens: Mapping[str, SecretStr] = Field(default_factory=dict)
    """Tokens of sources by their names, hyphens written as underscores: for the environment, where
    `HANDRAIL_KNOWLEDGE__TOKENS__HELP` is the token of the source `help`."""

    @model_validator(mode="before")
    @classmethod
    def _hand_out_tokens(cls, said: object) -> object:
        """Give each source its token before it is asked whether it has one."""
        if not isinstance(said, Mapping) or not isinstance(said.get("tokens"), Mapping):
            return said
        tokens, sources = dict(said["tokens"]), []
        for source in said.get("sources", ()):
            name = str(source.get("name")).replace("-", "_") if isinstance(source, Mapping) else ""
            token = tokens.pop(name, None)
            sources.append(source if token is None else {**source, "token": token})
        if tokens:
            raise ValueError(f"there is no source called {next(iter(tokens))!r} to give a token to")
        return {**said, "sources": sources}

    @property
    def max_file_bytes(self) -> int:
        """Return the size in bytes from which on a file is skipped."""
        return int(self.max_file_megabytes * 1_000_000)

    def deletion_limits(self) -> DeletionLimits:
        """Return how much of a source may go at once without a person."""
        return DeletionLimits(share=self.held_deletion_share, articles=self.held_deletion_articles)

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
        if twice := named_twice([source.name for source in sources]):
            raise ValueError(f"two sources are called {twice!r}; give each its own name")
        return sources
