"""Change findings; every change says why, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, update

from handrail.adapters.sql.action_writing import WriteActions
from handrail.adapters.sql.knowledge_findings import kept_row
from handrail.adapters.sql.knowledge_tables import finding_passages, findings, knowledge_checks
from handrail.adapters.sql.noting import into
from handrail.adapters.sql.rows import outline_row
from handrail.adapters.sql.tables import article_versions
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.health.model import CheckReport, Finding, FindingId, KeptFinding
from handrail.domain.knowledge.model import Article
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import to_plain

_f = findings.c
_SEEN = (
    update(findings)
    .where(_f.id == bindparam("ref"))
    .values(last_seen=bindparam("at"), exposure=bindparam("shown"))
)


class WriteFindings(WriteActions):
    """Write findings through one transaction."""

    def save_findings(self, kept: Sequence[KeptFinding], entry: AuditEntry) -> None:
        """Store what a check made of findings, new ones (version 0) and known ones.

        A known one is stored only where the row is still at `version`, and goes to the next.
        """
        for one in kept:
            if one.version == 0:
                self._put(findings, **kept_row(replace(one, version=1)))
            else:
                self._move(one)
            self._quote(one.finding)
        self._note(entry)

    def note_seen(self, seen: Mapping[FindingId, int], at: datetime) -> None:
        """Note that findings were found again as they were, and how many saw them."""
        rows = [{"ref": ref, "shown": exposure, "at": at} for ref, exposure in seen.items()]
        if rows:
            self._connection.execute(_SEEN, rows)

    def move_finding(self, kept: KeptFinding, entry: AuditEntry) -> KeptFinding:
        """Store a finding that was at `kept.version` and return it at the next one."""
        moved = self._move(kept)
        self._note(entry)
        return moved

    def save_check(self, report: CheckReport, entry: AuditEntry) -> None:
        """Store what a check did."""
        spelled = canonical_json(to_plain(report, CheckReport))
        self._put(knowledge_checks, at=report.at, report=spelled)
        self._note(entry)

    def save_outlines(self, articles: Sequence[Article], entry: AuditEntry) -> None:
        """Store the outlines of article versions that were published without one."""
        v = article_versions.c
        for article in articles:
            self._connection.execute(
                update(article_versions)
                .where(v.article == article.id, v.version == article.version, v.outline.is_(None))
                .values(outline=outline_row(article.outline))
            )
        self._note(entry)

    def _move(self, kept: KeptFinding) -> KeptFinding:
        moved = replace(kept, version=kept.version + 1)
        self._replace(findings, kept.finding.id, kept.version, kept_row(moved))
        return moved

    def _quote(self, found: Finding) -> None:
        fp = finding_passages
        self._connection.execute(delete(fp).where(fp.c.finding == found.id))
        rows: list[dict[str, Any]] = [
            {
                "finding": found.id,
                "position": position,
                "passage": quoted.passage,
            }
            for position, quoted in enumerate(found.quotes)
        ]
        if rows:
            self._connection.execute(into(fp), rows)
