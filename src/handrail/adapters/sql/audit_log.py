"""The audit log as a whole: its entries in the order of the tree, its heads, and where those went.

Sealing writes no audit entry: the head is the record of it.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Text, func, insert, select, type_coerce, update

from handrail.adapters.sql.holes import in_holes, read_holes
from handrail.adapters.sql.sealing import UNSEALED, newest_head, seal_waiting
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import (
    audit_entries,
    audit_exports,
    audit_heads,
    audit_leaves,
    audit_state,
)
from handrail.domain.audit.heads import heads_in
from handrail.domain.audit.model import LogEntry, SignedHead
from handrail.domain.audit.ports import Signer
from handrail.flow.seal_audit import Delivery, Waiting
from handrail.kernel.clock import Clock

_FETCHED_AT_ONCE = 2_000
_e, _l, _h, _x, _s = (
    audit_entries.c,
    audit_leaves.c,
    audit_heads.c,
    audit_exports.c,
    audit_state.c,
)
_SEALED = (
    select(_l.position, _l.sequence, _l.leaf, _e.canonical)
    .select_from(audit_leaves.outerjoin(audit_entries, _e.sequence == _l.sequence))
    .order_by(_l.position)
)


class SqlAuditLog:
    """Keep the log's tree and heads beside its entries."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def waiting(self) -> Waiting:
        """Return how many entries wait to be sealed, and since when."""
        counted = select(func.count(), func.min(_e.at))
        with self._store.reading_connection() as connection:
            state = connection.execute(select(_s.highest, _s.holes)).one()
            conditions = (_e.sequence > state.highest, *in_holes(read_holes(state.holes)))
            found = [connection.execute(counted.where(some)).one() for some in conditions]
        return Waiting(
            count=sum(count for count, _ in found),
            since=min((oldest for _, oldest in found if oldest is not None), default=None),
        )

    def seal(
        self, signer: Signer, clock: Clock, at_most: int, *, is_thorough: bool
    ) -> SignedHead | None:
        """Seal up to so many waiting entries under a new head; None where none waits."""
        with self._store.counting_connection() as connection:
            return seal_waiting(connection, signer, clock.now(), at_most, is_thorough=is_thorough)

    def entries(self) -> Iterator[LogEntry]:
        """Yield the sealed entries by position, then the others by number."""
        with self._store.reading_connection() as connection:
            streamed = connection.execution_options(yield_per=_FETCHED_AT_ONCE)
            for position, sequence, leaf, canonical in streamed.execute(_SEALED):
                yield LogEntry(sequence=sequence, canonical=canonical, position=position, leaf=leaf)
            for sequence, canonical in streamed.execute(UNSEALED):
                yield LogEntry(sequence=sequence, canonical=canonical)

    def labels(self) -> Iterator[tuple[int, Sequence[str], str]]:
        """Yield each entry's number, the columns that it is searched by, and its text."""
        labels = (_e.kind, _e.actor, _e.subject, type_coerce(_e.at, Text))
        asked = select(_e.sequence, _e.canonical, *labels)
        with self._store.reading_connection() as connection:
            streamed = connection.execution_options(yield_per=_FETCHED_AT_ONCE)
            for sequence, canonical, *held in streamed.execute(asked):
                yield sequence, held, canonical

    def heads(self, after: int = 0) -> tuple[SignedHead, ...]:
        """Return the heads of more than so many entries, smallest first."""
        asked = select(_h.line).where(_h.size > after).order_by(_h.size)
        with self._store.reading_connection() as connection:
            return tuple(heads_in(connection.execute(asked).scalars()))

    def newest(self) -> SignedHead | None:
        """Return the head of the most entries, or None."""
        with self._store.reading_connection() as connection:
            return newest_head(connection)

    def deliveries(self) -> dict[str, Delivery]:
        """Return how far each sink is."""
        with self._store.reading_connection() as connection:
            rows = connection.execute(select(audit_exports)).all()
        return {row.sink: Delivery(size=row.size, at=row.at, failure=row.failure) for row in rows}

    def note_delivery(self, sink: str, delivery: Delivery) -> None:
        """Keep how far a sink is; one that another process brought further stays there."""
        values = {"size": delivery.size, "at": delivery.at, "failure": delivery.failure}
        asked = select(_x.size).where(_x.sink == sink).with_for_update()
        with self._store.counting_connection() as connection:
            held = connection.execute(asked).scalar()
            if held is None:
                connection.execute(insert(audit_exports), {"sink": sink, **values})
            elif held <= delivery.size:
                connection.execute(update(audit_exports).where(_x.sink == sink), values)
