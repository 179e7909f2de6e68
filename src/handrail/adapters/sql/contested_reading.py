"""Read what is contested, and what people brought back."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from handrail.adapters.sql.conversations import SqlConversations
from handrail.adapters.sql.knowledge_tables import (
    article_pins,
    finding_passages,
    findings,
)
from handrail.adapters.sql.rows import passage_of
from handrail.adapters.sql.served import LIVE_PASSAGES
from handrail.domain.knowledge.health.contested import Contested, Side
from handrail.domain.knowledge.health.model import (
    STANDING,
    Finding,
    FindingId,
    FindingKind,
    FindingState,
)
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, SourceName
from handrail.kernel.plain import from_plain

_f, _q = findings.c, finding_passages.c
_QUOTED = (
    select(_q.passage, _f.id, _f.kind, _f.state, _f.document)
    .join_from(finding_passages, findings)
    .where(_q.passage.in_(bindparam("refs", expanding=True)))
    .order_by(_f.id)
)
"""By passage alone: told the state and kind as well, SQLite walks through all that is open."""


class ReadContested(SqlConversations):
    """Read what stands against what, through one transaction."""

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        """Return, for those passages that another contradicts, every finding that counts.

        One counts while all that it quotes is served: once it is accepted, or while it is open
        where it is certain.
        """
        if not refs:
            return {}
        found_on = self._connection.execute(_QUOTED, {"refs": list(dict.fromkeys(refs))})
        quoting = [row for row in found_on if _is_standing(row.kind, row.state)]
        if not quoting:  # nearly always: this is asked for every message
            return {}
        held = {row.id: from_plain(Finding, json.loads(row.document)) for row in quoting}
        accepted = {row.id for row in quoting if row.state == FindingState.ACCEPTED.value}
        known = {ref: one for ref, one in held.items() if one.is_certain or ref in accepted}
        quoting = [row for row in quoting if row.id in known]
        quoted = {quote.passage for finding in known.values() for quote in finding.quotes}
        rows = self._connection.execute(LIVE_PASSAGES, {"refs": sorted(quoted)})
        served = {row[0]: passage_of(row) for row in rows}
        found = {ref: _contested(finding, served) for ref, finding in known.items()}
        standing: dict[PassageId, tuple[Contested, ...]] = {}
        for row in quoting:
            one = found[row.id]
            if one is not None and one not in standing.get(row.passage, ()):
                standing[row.passage] = (*standing.get(row.passage, ()), one)
        return standing

    def pins(self, source: SourceName | None = None) -> Mapping[ArticleId, Pin]:
        """Return the pins of one source or of all, by article."""
        asked = select(article_pins).order_by(article_pins.c.article)
        if source is not None:
            asked = asked.where(article_pins.c.article.startswith(f"{source}/", autoescape=True))
        rows = self._connection.execute(asked)
        return {
            row.article: Pin(
                article=row.article, refused=row.refused, back_to=row.back_to, at=row.at, by=row.by
            )
            for row in rows
        }


def _is_standing(kind: str, state: str) -> bool:
    return kind == FindingKind.CONTRADICTION.value and state in STANDING


def _contested(finding: Finding, served: Mapping[PassageId, Passage]) -> Contested | None:
    if any(quote.passage not in served for quote in finding.quotes):
        return None
    return Contested(
        finding=FindingId(finding.id),
        why=finding.why,
        sides=tuple(Side(passage=served[q.passage], quote=q.text) for q in finding.quotes),
        newer=finding.newer,
    )
