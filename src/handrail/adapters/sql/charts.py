"""Keep drawn charts by the hash of what they show and of what drew them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from handrail.adapters.sql.quality_tables import charts
from handrail.adapters.sql.store import SqlStore

_c = charts.c
_MOST = 4_000
"""Charts kept: each has about 12 kB."""


class SqlCharts:
    """Keep drawn charts."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def charts(self, digests: Sequence[str]) -> Mapping[str, str]:
        """Return those that are kept."""
        with self._store.reading_connection() as connection:
            rows = connection.execute(
                select(_c.digest, _c.svg).where(_c.digest.in_(list(digests)))
            ).all()
        return {row.digest: row.svg for row in rows}

    def keep_charts(self, drawn: Mapping[str, str], at: datetime) -> None:
        """Keep pictures; the oldest are let go beyond a few thousand."""
        rows = [{"digest": digest, "svg": svg, "at": at} for digest, svg in drawn.items()]
        oldest = select(_c.digest).order_by(_c.at.desc(), _c.digest).offset(_MOST)
        with self._store.writing_connection() as connection:
            connection.execute(delete(charts).where(_c.digest.in_(list(drawn))))
            connection.execute(insert(charts), rows)
            gone = connection.execute(oldest).scalars().all()
            if gone:
                connection.execute(delete(charts).where(_c.digest.in_(gone)))
