"""How articles and passages become rows, and rows articles and passages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Column

from handrail.adapters.sql.tables import article_versions as v
from handrail.adapters.sql.tables import articles as a
from handrail.adapters.sql.tables import passages as p
from handrail.domain.knowledge.model import (
    Article,
    Audience,
    Block,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from handrail.domain.knowledge.outline import Outline
from handrail.kernel.canonical import canonical_json_without_fractions, storable
from handrail.kernel.ids import digest
from handrail.kernel.plain import from_plain, to_plain

_KINDS: Mapping[str, UnitKind] = {kind.value: kind for kind in UnitKind}
_AUDIENCES: Mapping[str, Audience] = {audience.value: audience for audience in Audience}
_PLAIN, _DENSE = json.JSONEncoder(), json.JSONEncoder(separators=(",", ":"))
_ANY = json.JSONEncoder(default=str)
_DIGEST_RANGE = 2**256

ARTICLE_COLUMNS: tuple[Column[Any], ...] = (
    v.c.article, v.c.version, v.c.source, v.c.title, v.c.audience, v.c.locale, v.c.product,
    v.c.site, v.c.owner, v.c.updated, v.c.review_by, v.c.url, v.c.blocks,
)  # fmt: skip
PASSAGE_COLUMNS: tuple[Column[Any], ...] = (
    p.c.id, v.c.article, v.c.version, p.c.position, p.c.title, p.c.headings, p.c.anchor, p.c.text,
    p.c.units, p.c.audience, p.c.locale, p.c.product, p.c.site, p.c.url, p.c.updated,
)  # fmt: skip
STANDING_COLUMNS: tuple[Column[Any], ...] = (
    p.c.id, a.c.id, p.c.audience, p.c.locale, p.c.product, p.c.site,
)  # fmt: skip


def article_of(row: Sequence[Any]) -> Article:
    """Return the article of a row of ARTICLE_COLUMNS."""
    ref, version, source, title, audience, locale, *rest = row
    product, site, owner, updated, review_by, url, blocks = rest
    return Article(
        id=ref,
        version=version,
        source=source,
        title=title,
        audience=_AUDIENCES[audience],
        locale=locale,
        product=product,
        site=site,
        owner=owner,
        updated=updated,
        review_by=review_by,
        url=url,
        blocks=_blocks_of(blocks),
    )


@lru_cache(maxsize=2_048)
def _blocks_of(spelled: str) -> tuple[Block, ...]:
    return tuple(from_plain(Block, block) for block in json.loads(spelled))


def passage_of(row: Sequence[Any]) -> Passage:
    """Return the passage of a row of PASSAGE_COLUMNS."""
    ref, article, version, position, title, headings, anchor, text, units, *scope = row
    audience, locale, product, site, url, updated = scope
    return Passage(
        id=ref,
        article=article,
        version=version,
        position=position,
        title=title,
        headings=_headings_of(headings),
        anchor=anchor,
        text=text,
        units=_units_of(units),
        audience=_AUDIENCES[audience],
        locale=locale,
        product=product,
        site=site,
        url=url,
        updated=updated,
    )


@lru_cache(maxsize=16_384)
def _units_of(spelled: str) -> tuple[Unit, ...]:
    return tuple(Unit(start=s, end=e, kind=_KINDS[k]) for s, e, k in json.loads(spelled))


@lru_cache(maxsize=2_048)
def _headings_of(spelled: str) -> tuple[str, ...]:
    return tuple(json.loads(spelled))


def standing_of(row: Sequence[Any]) -> Standing:
    """Return how a passage stands, of a row of STANDING_COLUMNS."""
    _, article, audience, locale, product, site = row
    return Standing(
        article=article,
        audience=_AUDIENCES[audience],
        locale=locale,
        product=product,
        site=site,
    )


def article_row(article: Article, passages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an article version as a row, with the hashes that tell it from others."""
    blocks = canonical_json_without_fractions([to_plain(block, Block) for block in article.blocks])
    row: dict[str, Any] = {
        "article": article.id,
        "version": article.version,
        "source": article.source,
        "title": article.title,
        "audience": article.audience.value,
        "locale": article.locale,
        "product": article.product,
        "site": article.site,
        "owner": article.owner,
        "updated": article.updated,
        "review_by": article.review_by,
        "url": article.url,
        "blocks": blocks,
        "passages": len(passages),
    }
    cut = [_spelled(passage.values()) for passage in passages]
    indexed = [_spelled(passage[name] for name in _INDEXED) for passage in passages]
    row["fingerprint"] = digest(_spelled(row.values()), *cut)
    row["weight"] = digest("weight", article.id, *indexed)
    row["outline"] = outline_row(article.outline)
    return row


def outline_row(outline: Outline | None) -> str | None:
    """Return an outline as it is stored: beside what tells versions apart, and no part of it."""
    if outline is None:
        return None
    return canonical_json_without_fractions(to_plain(outline, Outline))


@lru_cache(maxsize=2_048)
def outline_of(spelled: str | None) -> Outline | None:
    """Return a stored outline; None where the version was published before there were any."""
    return None if spelled is None else from_plain(Outline, json.loads(spelled))


def _spelled(values: Iterable[object]) -> str:
    return _ANY.encode(list(values))


def passage_row(passage: Passage) -> dict[str, Any]:
    """Return a passage as a row; the number of its article version is still to come."""
    return {
        "position": passage.position,
        "id": passage.id,
        "title": passage.title,
        "headings": _PLAIN.encode([storable(heading) for heading in passage.headings]),
        "anchor": passage.anchor,
        "text": passage.text,
        "units": _DENSE.encode([(u.start, u.end, u.kind.value) for u in passage.units]),
        "audience": passage.audience.value,
        "locale": passage.locale,
        "product": passage.product,
        "site": passage.site,
        "url": passage.url,
        "updated": passage.updated,
    }


_INDEXED = ("id", "title", "headings", "text", "units", "audience", "locale", "product", "site")

"""What a search index is built from; an edit to anything else needs no new index."""


def exchanged(total: str, *, gone: str | None, come: str | None) -> str:
    """Return a sum of weights with one taken out and one put in.

    A sum over the live articles is the same in whatever order they came, and changes in one step.
    """
    number = int(total, 16) - int(gone or "0", 16) + int(come or "0", 16)
    return f"{number % _DIGEST_RANGE:064x}"
