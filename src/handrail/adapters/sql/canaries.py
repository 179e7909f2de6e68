"""Keep canaries, and count how their conversations turned out."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from handrail.adapters.sql.quality_tables import canaries, canary_arms, conversation_outcomes
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.canary import Canary
from handrail.domain.quality.outcome import RESOLVED
from handrail.domain.quality.sequential import Arms, Past
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import Conflict
from handrail.kernel.plain import from_plain, to_plain

_o, _a = conversation_outcomes.c, canary_arms.c
_NEWEST = select(canaries.c.document).order_by(canaries.c.started_at.desc()).limit(1)


class SqlCanaries:
    """Keep canaries."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def running(self) -> Canary | None:
        """Return the canary that runs, or None."""
        with self._store.read() as reading:
            return reading.running_canary()

    def newest(self) -> Canary | None:
        """Return the newest canary, whether it runs or not, or None."""
        with self._store.reading_connection() as connection:
            held = connection.execute(_NEWEST).scalar()
        return None if held is None else from_plain(Canary, json.loads(held))

    def add(self, canary: Canary, entry: AuditEntry) -> None:
        """Add a canary; raises Conflict where one runs already."""
        with self._store.writing_connection() as connection:
            writing = self._on(connection)
            if writing.running_canary() is not None:
                raise Conflict("A canary runs already.", hint="`handrail canary stop` ends it.")
            connection.execute(insert(canaries), _row(canary))
            writing.note(entry)

    def move(self, canary: Canary, entry: AuditEntry | None) -> None:
        """Store a canary that changed; raises Conflict where it has moved on meanwhile."""
        moved = replace(canary, version=canary.version + 1)
        with self._store.writing_connection() as connection:
            at = (canaries.c.id == canary.id, canaries.c.version == canary.version)
            changed = connection.execute(update(canaries).where(*at), _row(moved))
            if changed.rowcount != 1:
                raise Conflict(f"Canary {canary.id} has moved on.", hint="Look again.")
            if entry is not None:
                self._on(connection).note(entry)

    def arms(self, canary: Canary, until: datetime) -> Arms:
        """Count how its conversations turned out, of those whose last message is older."""
        asked = (
            select(_a.is_changed, _o.outcome, func.count().label("n"))
            .join_from(canary_arms, conversation_outcomes, _o.conversation == _a.conversation)
            .where(_a.canary == canary.id, _o.last_at < until, _o.is_simulated == 0)
            .group_by(_a.is_changed, _o.outcome)
        )
        counts = {(changed, well): 0 for changed in (False, True) for well in (False, True)}
        with self._store.reading_connection() as connection:
            for row in connection.execute(asked):
                counts[bool(row.is_changed), row.outcome in RESOLVED] += row.n
        return Arms(
            well=counts[False, True],
            badly=counts[False, False],
            changed_well=counts[True, True],
            changed_badly=counts[True, False],
        )

    def past(self, since: datetime, until: datetime) -> Past:
        """Count how conversations turned out between two moments."""
        asked = (
            select(_o.outcome, func.count().label("n"))
            .where(_o.last_at >= since, _o.last_at < until, _o.is_simulated == 0)
            .group_by(_o.outcome)
        )
        with self._store.reading_connection() as connection:
            rows = connection.execute(asked).all()
        return Past(
            well=sum(row.n for row in rows if row.outcome in RESOLVED), n=sum(row.n for row in rows)
        )

    def _on(self, connection: Connection) -> SqlWriting:
        return SqlWriting(connection, self._store.cipher, self._store.known)


def _row(canary: Canary) -> dict[str, Any]:
    return {
        "id": canary.id,
        "state": canary.state.value,
        "version": canary.version,
        "share": canary.share,
        "started_at": canary.started_at,
        "ended_at": canary.ended_at,
        "document": canonical_json(to_plain(canary, Canary)),
    }
