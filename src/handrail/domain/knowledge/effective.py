"""Which article a document becomes: what it says about itself, within what its source allows."""

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Audience,
    BlockKind,
    ParsedDocument,
    SourceName,
    VersionId,
)
from handrail.kernel.ids import digest

_WORD_JOINTS = re.compile(r"[-_+]+")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_INDEX_NAMES = frozenset({"index", "readme", "_index"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDefaults:
    """Hold what holds for every article of a source unless the article says otherwise."""

    source: SourceName
    audience: Audience = Audience.PUBLIC
    locale: str = "en"
    product: str | None = None
    site: str | None = None


def article_id(source: SourceName, path: str) -> ArticleId:
    """Return the id of the article at a path within a source."""
    return ArticleId(f"{source}/{unicodedata.normalize('NFC', path)}")


def effective_article(
    path: str, raw: bytes, document: ParsedDocument, defaults: SourceDefaults
) -> Article:
    """Return the article with its effective metadata.

    A site is given by the source alone, and an audience can only be narrowed: whoever writes an
    article in an internal source cannot publish it with a line of text.
    """
    said = document.front_matter
    audience = _narrower(defaults.audience, said.audience)
    locale = _locale(said.locale) or defaults.locale
    product = said.product or defaults.product
    title = said.title or _shown_title(document) or humanised(path)
    return Article(
        id=article_id(defaults.source, path),
        version=version_of(raw, title, audience, locale, product, defaults.site),
        source=defaults.source,
        title=title,
        audience=audience,
        locale=locale,
        product=product,
        site=defaults.site,
        owner=said.owner,
        updated=said.updated,
        review_by=said.review_by,
        url=_web_address(said.url),
        blocks=document.blocks,
        outline=replace(document.outline, addresses=said.addresses),
    )


def version_of(raw: bytes, *scope: str | None) -> VersionId:
    """Return the id of a version: bytes and scope; None and empty text are told apart."""
    return VersionId(digest(raw, *("" if part is None else f"={part}" for part in scope)))


def humanised(path: str) -> str:
    """Return words for a file name: `billing/get-a-refund.md` becomes `Get a refund`."""
    place = PurePosixPath(path)
    stem = (
        place.parent.name
        if place.stem.lower() in _INDEX_NAMES and place.parent.name
        else place.stem
    )
    words = _WORD_JOINTS.sub(" ", stem).strip() or stem
    return words[:1].upper() + words[1:]


def _shown_title(document: ParsedDocument) -> str | None:
    """Return the heading over the whole document; the first of several equal parts is none."""
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    if not headings:
        return None
    first = document.blocks[0]
    if first.kind is BlockKind.HEADING and first.level == 1:
        return first.text
    highest = min(block.level for block in headings)
    over_all = [block.text for block in headings if block.level == highest]
    return over_all[0] if len(over_all) == 1 else None


def _narrower(source: Audience, said: Audience | None) -> Audience:
    return Audience.INTERNAL if Audience.INTERNAL in {source, said} else source


def _locale(said: str | None) -> str | None:
    if said is None or not _LOCALE.fullmatch(said):
        return None
    return said.replace("_", "-").lower()


def _web_address(said: str | None) -> str | None:
    """Return an address that may stand in a link: web pages only, never a script."""
    try:
        return said if said and urlsplit(said).scheme in {"http", "https"} else None
    except ValueError:  # half an IPv6 address
        return None
