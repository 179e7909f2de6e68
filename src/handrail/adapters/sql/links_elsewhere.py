"""Keep what other sites answered for the addresses that articles lead to.

What is lost is asked for anew, so no audit entry says why it was kept.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Row, bindparam, delete, insert, select

from handrail.adapters.sql.knowledge_tables import links_elsewhere
from handrail.adapters.sql.store import SqlStore
from handrail.domain.knowledge.health.answers_elsewhere import Answer, Known, Standing
from handrail.kernel.ids import digest

_c = links_elsewhere.c
_GONE = delete(links_elsewhere).where(_c.id == bindparam("of"))


class SqlAddressMemory:
    """Keep addresses in a table beside the knowledge that leads to them."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def known(self) -> Mapping[str, Known]:
        """Return what is known, by address."""
        with self._store.reading_connection() as connection:
            rows = connection.execute(select(links_elsewhere).order_by(_c.address))
            return {row.address: _known(row) for row in rows}

    def keep(self, known: Iterable[Known]) -> None:
        """Replace what is known of these addresses."""
        self._replace({one.address: one for one in known}, ())

    def forget(self, addresses: Iterable[str]) -> None:
        """Forget addresses that no article leads to any more."""
        self._replace({}, tuple(addresses))

    def _replace(self, known: Mapping[str, Known], gone: Sequence[str]) -> None:
        named = sorted({*known, *gone})
        if not named:
            return
        with self._store.writing_connection() as connection:
            connection.execute(_GONE, [{"of": digest(address)} for address in named])
            rows = [_row(known[address]) for address in sorted(known)]
            if rows:
                connection.execute(insert(links_elsewhere), rows)


def _row(known: Known) -> dict[str, object]:
    return {
        "id": digest(known.address),
        "address": known.address,
        "standing": known.standing.value,
        "answer": known.answer.value,
        "since": known.since,
        "heard_at": known.heard_at,
        "asked_at": known.asked_at,
    }


def _known(row: Row[tuple[object, ...]]) -> Known:
    return Known(
        address=row.address,
        standing=Standing(row.standing),
        answer=Answer(row.answer),
        since=row.since,
        heard_at=row.heard_at,
        asked_at=row.asked_at,
    )
