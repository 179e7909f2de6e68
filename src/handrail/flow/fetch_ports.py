"""What sources need to read the web: a guarded fetch, a guarded host, what was seen last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handrail.domain.knowledge.model import SourceName, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Say what is fetched, and what of it would be of use."""

    address: str
    accept: tuple[str, ...]
    """Kinds of content that can be read, for example `text/html`; another is not taken in."""
    etag: str | None = None
    """What the page called its version last time; it is sent only if that has changed."""
    modified: str | None = None
    most_bytes: int | None = None
    """Largest reply, packed or unpacked; the fetcher's own limit where none is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Hold a page as it came, unpacked."""

    address: str
    """Where it was found in the end."""
    body: bytes = field(repr=False)
    media_type: str
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """All that was said about it, names in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Say that a page is as it was the last time."""

    address: str


class Why(StrEnum):
    """Why there is no page."""

    REFUSED = "refused"
    """The guard does not let anybody ask there."""
    ABSENT = "absent"
    """The site says that there is no such page."""
    DENIED = "denied"
    """The site does not show it to us."""
    UNUSABLE = "unusable"
    """It came, and it is too large, of another kind, or damaged."""
    FAILED = "failed"
    """It may work the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFetched:
    """Say why there is no page, in words for an operator."""

    address: str
    why: Why
    text: str
    after_seconds: float | None = None
    """How long the site asks us to wait."""


Outcome = Fetched | Unchanged | NotFetched


class Fetcher(Protocol):
    """Fetch pages of the web; never raises for what an address, a site or the network does."""

    def fetch(self, asked: Asked) -> Outcome:
        """Fetch one page, following a few redirections within its host."""
        ...

    def close(self) -> None:
        """Close what is still open; it is opened again where it is needed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Hold a host that may be reached, and the addresses that were looked at."""

    host: str
    port: int
    addresses: tuple[str, ...]


class Doorkeeper(Protocol):
    """Say whether a host may be reached by a program that connects by itself."""

    def admit(self, address: str) -> Admitted:
        """Return where it may connect to; raises BadInput, or Unavailable for an unknown host."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """Hold what is known of a page since it was last read."""

    path: str
    address: str
    version: VersionId
    etag: str | None
    modified: str | None
    digest: str
    """Of the bytes that came."""
    links: tuple[str, ...]
    seen_at: datetime


class PageMemory(Protocol):
    """Keep what was seen of a website's pages; what is lost is only asked for again."""

    def seen(self, source: SourceName, scope: str) -> Sequence[SeenPage]:
        """Return what is known of pages read under this scope (settings and readers)."""
        ...

    def keep(
        self, source: SourceName, scope: str, pages: Iterable[SeenPage], gone: Iterable[str]
    ) -> None:
        """Replace what is known of these pages, and forget the paths that are gone."""
        ...
