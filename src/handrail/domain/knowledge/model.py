"""Articles, their versions, and the passages cut from them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.knowledge.outline import Outline

SourceName = NewType("SourceName", str)
ArticleId = NewType("ArticleId", str)
"""`<source name>/<path within the source>`, for example `help/billing/refunds.md`."""
VersionId = NewType("VersionId", str)
"""SHA-256 over an article's bytes and effective scope: same text, same version."""
PassageId = NewType("PassageId", str)
"""Derived from article, headings and text: survives edits elsewhere in the article."""


class Audience(StrEnum):
    """Who may read an article."""

    PUBLIC = "public"
    INTERNAL = "internal"


class BlockKind(StrEnum):
    """What a piece of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


class UnitKind(StrEnum):
    """What the smallest thing that can be quoted is."""

    SENTENCE = "sentence"
    STEP = "step"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Hold one piece of an article as plain text.

    A list or table keeps each item or row on lines of its own in `text`, and their spans in `items`
    (character offsets into `text`), so that one step or one row can be quoted verbatim.
    """

    kind: BlockKind
    text: str
    level: int = 0
    """Heading level 1 to 6; 0 for everything else."""
    anchor: str = ""
    """Fragment of the page's address that jumps to this heading."""
    items: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """Hold what an article says about itself; None where it says nothing."""

    title: str | None = None
    updated: date | None = None
    owner: str | None = None
    audience: Audience | None = None
    locale: str | None = None
    product: str | None = None
    review_by: date | None = None
    url: str | None = None
    addresses: tuple[str, ...] = ()
    """Where on its site it is, or was, to be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """Hold a document as its reader understood it."""

    front_matter: FrontMatter
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    """What was tolerated, in words an operator understands."""
    outline: Outline = field(default_factory=Outline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Hold one version of an article with its effective metadata."""

    id: ArticleId
    version: VersionId
    source: SourceName
    title: str
    audience: Audience
    locale: str
    product: str | None
    site: str | None
    owner: str | None
    updated: date | None
    review_by: date | None
    url: str | None
    blocks: tuple[Block, ...] = field(repr=False)
    outline: Outline | None = field(default=None, repr=False, compare=False)
    """Beside the text: no part of what tells two versions apart. None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Mark a sentence, step, row or code block in a passage's text by character offsets."""

    start: int
    end: int
    kind: UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Hold a piece of one article version that is found, ranked and quoted as a whole."""

    id: PassageId
    article: ArticleId
    version: VersionId
    position: int
    """Place among the article's passages, from 0."""
    title: str
    headings: tuple[str, ...]
    """Headings above the passage, outermost first, without the title."""
    anchor: str
    text: str
    units: tuple[Unit, ...]
    audience: Audience
    locale: str
    product: str | None = None
    site: str | None = None
    url: str | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say of which article a passage that is served now is, and who may find it."""

    article: ArticleId
    audience: Audience
    locale: str
    product: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Say which file was not taken in, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Say which article could not be read just now, and why: what is served of it stays."""

    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """Say that an article is served under another name."""

    old: ArticleId
    new: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSource:
    """Say which source could not be read to its end, and why: nothing of it was retired."""

    source: SourceName
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """Say what one sync did."""

    added: tuple[ArticleId, ...] = ()
    edited: tuple[ArticleId, ...] = ()
    retired: tuple[ArticleId, ...] = ()
    unchanged: int = 0
    passages: int = 0
    """Live passages after the sync."""
    embedded: int = 0
    """Passages whose text had to be embedded in this sync."""
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    """Of those retired and added: the same article under another name."""
    missing: tuple[ArticleId, ...] = ()
    """Not found at their source this time, and served until a second look confirms it."""
    held: tuple[ArticleId, ...] = ()
    """Gone at their source, and served until a person allows so many to go."""
    failed: tuple[FailedSource, ...] = ()
    snapshot: str = ""
    finished_at: datetime | None = None

    @property
    def changed(self) -> bool:
        """Tell whether anything that is served changed."""
        return bool(self.added or self.edited or self.retired)
