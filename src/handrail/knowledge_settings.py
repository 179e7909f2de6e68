"""Settings of the knowledge base: where articles come from."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, SecretStr, field_validator, model_validator

from handrail.domain.knowledge.source_state import DeletionLimits
from handrail.model_settings import Section, named_twice
from handrail.source_settings import SourceSettings


class ExternalLinkSettings(Section):
    """Say whether links of the articles to other sites are opened, to find those that are gone."""

    check: bool = False
    """Let the worker open them, once a week each; `handrail check knowledge --external` opens them
    also where this is off."""
    leave_out: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Beginnings of addresses that are not opened, for example `https://shop.example/new/`."""
    max_minutes: Annotated[float, Field(gt=0, le=60)] = 5.0
    """Time that opening may take; what was not reached by then is opened the next time."""
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = (80, 443)
    """Ports that may be reached."""
    private_hosts: tuple[str, ...] = ()
    """Hosts inside your own network that may be reached all the same, by name."""


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

    external_links: ExternalLinkSettings = ExternalLinkSettings()
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
