"""Read what was found wrong with the knowledge, and how much customers saw of it."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, or_, select, union

from handrail.adapters.sql.actions import ReadActions
from handrail.adapters.sql.desk import BADLY_RATED, PUT_RIGHT
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.knowledge_tables import (
    article_history,
    citations,
    findings,
    knowledge_checks,
)
from handrail.adapters.sql.rows import ARTICLE_COLUMNS, article_of, outline_of
from handrail.adapters.sql.served import LIVE_VERSIONS
from handrail.adapters.sql.tables import article_versions, articles, conversations
from handrail.domain.knowledge.health.model import (
    STANDING,
    CheckReport,
    Finding,
    FindingId,
    FindingKind,
    FindingState,
    KeptFinding,
    Severity,
    Use,
)
from handrail.domain.knowledge.model import Article, ArticleId, PassageId, VersionId
from handrail.flow.health_ports import EVERY_KIND, EVERY_STATE
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import from_plain, to_plain

_STANDING = sorted(state.value for state in STANDING)

_f, _c = findings.c, citations.c
_MOST_SEVERE_FIRST = case({s.value: place for place, s in enumerate(Severity)}, value=_f.severity)
_IN_ORDER = (_MOST_SEVERE_FIRST, _f.exposure.desc(), _f.first_seen, _f.id)
_LIVE_ARTICLES = (
    select(*ARTICLE_COLUMNS, article_versions.c.outline)
    .select_from(LIVE_VERSIONS)
    .order_by(articles.c.id)
)
_OF_CUSTOMERS = ~exists().where(
    conversations.c.id == _c.conversation, conversations.c.origin.is_not(None)
)
_CORRECTED = or_(_c.conversation.in_(BADLY_RATED), _c.conversation.in_(PUT_RIGHT))


class ReadFindings(ReadActions):
    """Read findings through one transaction."""

    def findings(
        self,
        states: Set[FindingState] = EVERY_STATE,
        kinds: Set[FindingKind] = EVERY_KIND,
        *,
        owner: str | None = None,
        limit: int | None = None,
    ) -> tuple[KeptFinding, ...]:
        """Return findings in these states, of these kinds, the most severe and most seen first.

        `owner` asks for those of one person.
        """
        asked = (
            select(findings)
            .where(_f.state.in_(sorted(s.value for s in states)))
            .where(_f.kind.in_(sorted(k.value for k in kinds)))
            .order_by(*_IN_ORDER)
            .limit(limit)
        )
        if owner is not None:
            asked = asked.where(_f.owner == owner)
        return tuple(map(kept_of, self._connection.execute(asked)))

    def standing_counts(self) -> Mapping[FindingKind, int]:
        """Return how many findings are open or accepted, of each kind there is any of."""
        asked = select(_f.kind, func.count()).where(_f.state.in_(_STANDING)).group_by(_f.kind)
        return {FindingKind(kind): int(count) for kind, count in self._connection.execute(asked)}

    def finding(self, ref: FindingId) -> KeptFinding | None:
        """Return a finding, or None."""
        held = self._first(select(findings).where(_f.id == ref))
        return None if held is None else kept_of(held)

    def live_articles(self) -> tuple[Article, ...]:
        """Return every article that is served now with its outline, by id."""
        rows = self._connection.execute(_LIVE_ARTICLES)
        return tuple(replace(article_of(row[:-1]), outline=outline_of(row[-1])) for row in rows)

    def articles_without_outline(self) -> frozenset[tuple[ArticleId, VersionId]]:
        """Return what is served of which no outline is kept."""
        v = article_versions.c
        rows = self._connection.execute(
            select(v.article, v.version).select_from(LIVE_VERSIONS).where(v.outline.is_(None))
        )
        return frozenset((article, version) for article, version in rows)

    def articles_changed(self, since: datetime) -> frozenset[ArticleId]:
        """Return the articles that were published or retired since then."""
        v, h = article_versions.c, article_history.c
        asked = union(
            select(v.article).where(v.published_at >= since),
            select(articles.c.id).where(articles.c.retired_at >= since),
            select(h.article).where(h.at >= since),
        )
        return frozenset(self._connection.execute(asked).scalars())

    def article_use(self, since: datetime) -> Mapping[ArticleId, Use]:
        """Return what customers saw of each article since then."""
        shown = self._conversations_by_article(since)
        corrected = self._conversations_by_article(since, is_corrected=True)
        return {
            article: Use(shown=count, corrected=corrected.get(article, 0))
            for article, count in shown.items()
        }

    def conversations_shown(
        self, passages: Sequence[PassageId], since: datetime
    ) -> Mapping[PassageId, frozenset[str]]:
        """Return in which conversations each passage was quoted to a customer since then."""
        found: dict[PassageId, set[str]] = {}
        for some in in_parts(passages):
            rows = self._connection.execute(
                select(_c.passage, _c.conversation)
                .where(_c.passage.in_(some), _c.at >= since, _OF_CUSTOMERS)
                .distinct()
            )
            for passage, conversation in rows:
                found.setdefault(passage, set()).add(conversation)
        return {passage: frozenset(shown) for passage, shown in found.items()}

    def last_check(self, *, is_full: bool = False) -> CheckReport | None:
        """Return what the last check did, or the last that looked at everything, or None."""
        k = knowledge_checks.c
        asked = select(k.report).order_by(k.number.desc()).limit(1)
        if is_full:
            asked = asked.where(k.report.contains('"is_full":true', autoescape=True))
        held = self._first(asked)
        return None if held is None else from_plain(CheckReport, json.loads(held.report))

    def _conversations_by_article(
        self, since: datetime, *, is_corrected: bool = False
    ) -> dict[ArticleId, int]:
        asked: Select[Any] = select(_c.article, func.count(_c.conversation.distinct()))
        asked = asked.where(_c.at >= since, _OF_CUSTOMERS).group_by(_c.article)
        if is_corrected:
            asked = asked.where(_CORRECTED)
        return {article: int(count) for article, count in self._connection.execute(asked)}


def kept_of(row: "Row[Any]") -> KeptFinding:
    """Return the finding of a row."""
    return KeptFinding(
        finding=from_plain(Finding, json.loads(row.document)),
        state=FindingState(row.state),
        owner=row.owner,
        exposure=row.exposure,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        version=row.version,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
    )


def kept_row(kept: KeptFinding) -> dict[str, Any]:
    """Return a finding as a row."""
    found = kept.finding
    return {
        "id": found.id,
        "kind": found.kind.value,
        "severity": kept.severity.value,
        "state": kept.state.value,
        "version": kept.version,
        "owner": kept.owner,
        "exposure": kept.exposure,
        "first_seen": kept.first_seen,
        "last_seen": kept.last_seen,
        "decided_by": kept.decided_by,
        "decided_at": kept.decided_at,
        "note": kept.note,
        "document": canonical_json(to_plain(found, Finding)),
    }
