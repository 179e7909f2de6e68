"""Write how the operator's systems' own lists of effects differ from our actions."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from handrail.adapters.sql.action_tables import effect_comparisons, effect_differences
from handrail.adapters.sql.session_writing import WriteSessions
from handrail.domain.actions.compare import Difference
from handrail.domain.audit.model import AuditEntry
from handrail.kernel.errors import NotFound

_d = effect_differences.c


class WriteComparisons(WriteSessions):
    """Write comparisons through one transaction."""

    def save_difference(self, difference: Difference, entry: AuditEntry) -> bool:
        """Store a difference; tell whether it is new, and else change nothing."""
        row = {
            "id": difference.id,
            "kind": difference.kind.value,
            "name": difference.name,
            "key": difference.key,
            "action": difference.action,
            "ours": difference.ours,
            "theirs": difference.theirs,
            "found_at": entry.at,
        }
        put = self._insert_into(effect_differences).values(row).on_conflict_do_nothing()
        is_new = bool(self._connection.execute(put).rowcount)
        if is_new:
            self._note(entry)
        return is_new

    def close_difference(self, ref: str, entry: AuditEntry) -> None:
        """Note that somebody looked into it; raises NotFound where none is open."""
        closed = update(effect_differences).where(_d.id == ref, _d.closed_at.is_(None))
        if not self._connection.execute(closed.values(closed_at=entry.at)).rowcount:
            raise NotFound(f"No difference {ref!r} is open.", hint="See `handrail actions list`.")
        self._note(entry)

    def save_comparison(self, system: str, until: datetime, entry: AuditEntry) -> None:
        """Note up to when a system's list was compared."""
        put = self._insert_into(effect_comparisons).values(system=system, until=until)
        changed = put.on_conflict_do_update(index_elements=["system"], set_={"until": until})
        self._connection.execute(changed)
        self._note(entry)

    def _insert_into(self, table: Any) -> Any:
        is_sqlite = self._connection.dialect.name == "sqlite"
        return (insert_sqlite if is_sqlite else insert_postgresql)(table)
