"""What every change of the database has in common: its audit entry, and the events it tells."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, bindparam, insert, select, update

from handrail.adapters.sql.desk_tables import handoffs
from handrail.adapters.sql.knowledge_tables import article_drafts, findings
from handrail.adapters.sql.quality_tables import canary_arms
from handrail.adapters.sql.reading import SqlReading
from handrail.adapters.sql.tables import audit_entries, conversations, events
from handrail.adapters.sql.turn_rows import event_row
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Event
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import Conflict, NotFound
from handrail.kernel.plain import to_plain

_HELD = (
    select(conversations.c.person).where(conversations.c.id == bindparam("ref")).with_for_update()
)
_NAMES: Mapping[Table, str] = {handoffs: "handoff", findings: "finding", article_drafts: "draft"}
"""What people call a row of these, of which each change is one version."""


class Noting(SqlReading):
    """Write rows, entries and events through one transaction."""

    def tell_of(self, ref: ConversationId, events_: Sequence[Event]) -> None:
        """Store events of a conversation; the change that they tell of has its entry.

        Nobody is told where the customer was erased: nothing can be sealed for them any more.
        """
        if not events_:
            return
        held = self._connection.execute(_HELD, {"ref": ref}).one()
        if held.person is not None and self._texts.is_erased(held.person):
            return
        self._tell(ref, events_, held.person)

    def _tell(self, ref: ConversationId, events_: Sequence[Event], person: str | None) -> None:
        """Tell events of a conversation whose row is locked: numbers are given out one by one."""
        if not events_:
            return
        last = self.newest_events((ref,)).get(ref, 0)
        rows = [
            event_row(event, ref, sequence, person, self._texts)
            for sequence, event in enumerate(events_, start=last + 1)
        ]
        self._connection.execute(into(events), rows)

    def note(self, entry: AuditEntry) -> None:
        """Write down a change of something that the database does not hold."""
        self._note(entry)

    def keep_arm(self, conversation: ConversationId, canary: str, *, is_changed: bool) -> None:
        """Keep once which arm of a canary a conversation belongs to."""
        a = canary_arms.c
        if self._first(select(a.canary).where(a.conversation == conversation)) is None:
            self._put(
                canary_arms, conversation=conversation, canary=canary, is_changed=int(is_changed)
            )

    def _note(self, entry: AuditEntry) -> None:
        self._put(
            audit_entries,
            kind=entry.kind,
            actor=entry.actor,
            subject=entry.subject,
            at=entry.at,
            canonical=canonical_json(to_plain(entry, AuditEntry)),
        )

    def _put(self, table: Any, **row: Any) -> None:
        self._connection.execute(into(table), row)

    def _replace(self, table: Any, ref: str, version: int, row: Mapping[str, Any]) -> None:
        """Replace a row that is still at a version; raises NotFound, and Conflict where not."""
        changed = self._connection.execute(
            update(table).where(table.c.id == ref, table.c.version == version), row
        )
        if changed.rowcount == 1:
            return
        if self._first(select(table.c.id).where(table.c.id == ref)) is None:
            raise NotFound(f"There is no {_NAMES[table]} {ref!r}.")
        what = _NAMES[table].capitalize()
        raise Conflict(f"{what} {ref} has moved on.", hint="Look at it again.")


@cache
def into(table: Table) -> Insert:
    """Return the statement that adds a row to a table; compiled once."""
    return insert(table)
