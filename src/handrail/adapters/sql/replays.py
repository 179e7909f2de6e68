"""Keep reports of replays: what flipped and why, without a word of what customers wrote."""

import json
from dataclasses import replace

from sqlalchemy import insert, select

from handrail.adapters.sql.quality_tables import replays
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.replayed import Flip, Replayed
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import from_plain, to_plain


class SqlReplays:
    """Keep reports of replays."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def keep(self, replayed: Replayed, entry: AuditEntry) -> None:
        """Add a report."""
        bare = replace(replayed, flips=tuple(map(_without_words, replayed.flips)))
        row = {
            "id": replayed.id,
            "at": replayed.at,
            "verdict": "worse" if replayed.is_worse else "passed",
            "document": canonical_json(to_plain(bare, Replayed)),
        }
        with self._store.writing_connection() as connection:
            connection.execute(insert(replays), row)
            SqlWriting(connection, self._store.cipher, self._store.known).note(entry)

    def newest(self, most: int = 20) -> tuple[Replayed, ...]:
        """Return the newest reports, the newest first."""
        asked = select(replays.c.document).order_by(replays.c.at.desc()).limit(most)
        with self._store.reading_connection() as connection:
            rows = connection.execute(asked).scalars().all()
        return tuple(from_plain(Replayed, json.loads(document)) for document in rows)


def _without_words(flip: Flip) -> Flip:
    says = flip.now.why
    why = "it speaks against what the articles said" if says.startswith("“") else says
    return replace(flip, question="", reply_then="", reply_now="", now=replace(flip.now, why=why))
