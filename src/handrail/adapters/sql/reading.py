"""Read a consistent state of the database."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, false, func, select

from handrail.adapters.sql.history import ReadHistory
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.knowledge_findings import ReadFindings
from handrail.adapters.sql.knowledge_gaps import ReadGaps
from handrail.adapters.sql.knowledge_sources import ReadSources
from handrail.adapters.sql.known_standings import KnownStandings
from handrail.adapters.sql.quality_tables import canaries
from handrail.adapters.sql.rows import (
    ARTICLE_COLUMNS,
    PASSAGE_COLUMNS,
    STANDING_COLUMNS,
    article_of,
    passage_of,
    standing_of,
)
from handrail.adapters.sql.sealed_text import OpenCipher
from handrail.adapters.sql.served import (
    ALL_LIVE_PASSAGES,
    LIVE_PASSAGES,
    LIVE_VERSIONS,
    NAMED_PASSAGES,
)
from handrail.adapters.sql.tables import (
    article_versions,
    articles,
    audit_entries,
    calibrations,
    knowledge_state,
    passages,
    source_syncs,
)
from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.calibration import Calibration
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    SourceName,
    Standing,
    SyncReport,
    VersionId,
)
from handrail.domain.quality.canary import Canary, CanaryState
from handrail.kernel.plain import from_plain

_FETCHED_AT_ONCE = 2_000


_STANDINGS = (
    select(*STANDING_COLUMNS)
    .select_from(passages.join(articles, articles.c.live == passages.c.article_version))
    .where(NAMED_PASSAGES)
)
_NEWEST_CALIBRATION = (
    select(calibrations.c.document).order_by(calibrations.c.number.desc()).limit(1)
)
_RUNNING_CANARY = select(canaries.c.document).where(canaries.c.state == CanaryState.RUNNING.value)
_DIGEST = select(knowledge_state.c.digest)
_VERSIONS = select(articles.c.id, article_versions.c.version).select_from(LIVE_VERSIONS)


class SqlReading(ReadFindings, ReadGaps, ReadSources, ReadHistory):
    """Read through one transaction."""

    def __init__(self, connection: Connection, cipher: OpenCipher, known: KnownStandings) -> None:
        super().__init__(connection, cipher)
        self._known = known

    def live_passages(self, refs: Sequence[PassageId]) -> dict[PassageId, Passage]:
        """Return those passages whose article version is served now."""
        return {row[0]: passage_of(row) for row in self._named(LIVE_PASSAGES, refs)}

    def standings(self, refs: Sequence[PassageId]) -> dict[PassageId, Standing]:
        """Return how those passages stand whose article version is served now."""
        known = self._known.under(self.live_digest())
        unknown = [ref for ref in refs if ref not in known]
        if unknown:
            found = {row[0]: standing_of(row) for row in self._named(_STANDINGS, unknown)}
            known.update({ref: found.get(ref) for ref in unknown})
        return {ref: held for ref in refs if (held := known[ref]) is not None}

    def passages_of(
        self, article: ArticleId, version: VersionId | None = None
    ) -> tuple[Passage, ...]:
        """Return an article's passages in order: the live version's, or the named one's."""
        number = self._number(article, version)
        if number is None:
            return ()
        rows = self._connection.execute(
            select(*PASSAGE_COLUMNS)
            .join_from(passages, article_versions)
            .where(passages.c.article_version == number)
            .order_by(passages.c.position)
        )
        return tuple(passage_of(row) for row in rows)

    def article(self, ref: ArticleId, version: VersionId | None = None) -> Article | None:
        """Return the live version of an article, or the named one."""
        number = self._number(ref, version)
        if number is None:
            return None
        row = self._first(select(*ARTICLE_COLUMNS).where(article_versions.c.number == number))
        return None if row is None else article_of(row)

    def all_live_passages(self) -> Iterable[Passage]:
        """Yield every passage that is served now, ordered by article and position."""
        streamed = self._connection.execution_options(yield_per=_FETCHED_AT_ONCE)
        return map(passage_of, streamed.execute(ALL_LIVE_PASSAGES))

    def live_versions(self, source: SourceName | None = None) -> dict[ArticleId, VersionId]:
        """Return the version served of each article, of one source or of all."""
        asked = _VERSIONS.order_by(articles.c.id)
        if source is not None:
            asked = asked.where(articles.c.source == source)
        return {row.id: row.version for row in self._connection.execute(asked)}

    def live_digest(self) -> str:
        """Return a hash over what an index is built from: equal states, equal hashes."""
        return str(self._connection.execute(_DIGEST).scalar_one())

    def live_count(self) -> int:
        """Return how many passages are served now."""
        return int(self._connection.execute(select(knowledge_state.c.passages)).scalar_one())

    def last_sync(self, source: SourceName) -> SyncReport | None:
        """Return what the last sync of a source did, or None."""
        held = self._first(select(source_syncs.c.report).where(source_syncs.c.source == source))
        return None if held is None else from_plain(SyncReport, json.loads(held.report))

    def calibration(self) -> Calibration | None:
        """Return the newest calibration, or None."""
        held = self._first(_NEWEST_CALIBRATION)
        return None if held is None else from_plain(Calibration, json.loads(held.document))

    def running_canary(self) -> Canary | None:
        """Return the canary that runs, or None."""
        held = self._first(_RUNNING_CANARY)
        return None if held is None else from_plain(Canary, json.loads(held.document))

    def audit_entries(
        self, after: int = 0, limit: int = 1_000
    ) -> tuple[tuple[int, AuditEntry], ...]:
        """Return the entries that follow the one numbered `after`, with their numbers, in order."""
        a = audit_entries.c
        rows = self._connection.execute(
            select(a.sequence, a.canonical)
            .where(a.sequence > after)
            .order_by(a.sequence)
            .limit(limit)
        )
        return tuple((n, from_plain(AuditEntry, json.loads(canonical))) for n, canonical in rows)

    def newest_entry(self, kind: str) -> AuditEntry | None:
        """Return the newest entry of a kind, or None."""
        a = audit_entries.c
        held = self._first(
            select(a.canonical).where(a.kind == kind).order_by(a.sequence.desc()).limit(1)
        )
        return None if held is None else from_plain(AuditEntry, json.loads(held.canonical))

    def _named(self, asked: Select[Any], refs: Sequence[PassageId]) -> Iterator[Any]:
        for some in in_parts(refs):
            yield from self._connection.execute(asked, {"refs": some})

    def _number(self, article: ArticleId, version: VersionId | None) -> int | None:
        """Return the number of an article version: of the live one, or the newest of that name."""
        v = article_versions.c
        if version is None:
            asked: Select[Any] = select(articles.c.live).where(articles.c.id == article)
        else:
            live_first = func.coalesce(articles.c.live == v.number, false()).desc()
            asked = (
                select(v.number)
                .outerjoin_from(article_versions, articles, articles.c.id == v.article)
                .where(v.article == article, v.version == version)
                .order_by(live_first, v.number.desc())
                .limit(1)
            )
        found: int | None = self._connection.execute(asked).scalar()
        return found
