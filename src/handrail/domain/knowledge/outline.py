"""Where an article leads, and where on it one can be led to: what its text alone does not tell."""

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """What an article points to."""

    PAGE = "page"
    """An address, as it stands in the article: of a file, of a page, of a place on one."""
    PICTURE = "picture"
    DOCUMENT = "document"
    """A document of the same source without its suffix, as Sphinx's `:doc:` names one."""
    INCLUDED = "included"
    """A file whose text is shown on the page, though it is not read with it."""
    LABEL = "label"
    """A name that some article of the source gives to a place, as Sphinx's `:ref:` uses one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Hold one thing that an article points to."""

    target: str
    kind: LinkKind = LinkKind.PAGE
    text: str = ""
    """The words that a reader sees of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Hold the links of an article, and the names under which others link to it."""

    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """Names of places on it, headings not counted."""
    addresses: tuple[str, ...] = ()
    """Addresses under which it says that it is, or was, to be found."""
