"""Keep what was compared last of the knowledge.

What is lost is compared again, so no audit entry says why it was kept.
"""

import json
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from handrail.adapters.sql.knowledge_tables import knowledge_comparison
from handrail.adapters.sql.store import SqlStore
from handrail.domain.knowledge.health.comparison import Comparison
from handrail.domain.knowledge.model import ArticleId, Passage, VersionId
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import from_plain, to_plain

_ONE = 1


class SqlComparisonStore:
    """Keep it in a table beside the articles that it is of."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def kept(self) -> Comparison | None:
        """Return it, or None where nothing is kept that can be read."""
        with self._store.reading_connection() as connection:
            held = connection.execute(select(knowledge_comparison.c.document)).scalar()
        try:
            return None if held is None else from_plain(Comparison, json.loads(held))
        except ValueError:  # no JSON, or spelled otherwise by another version of the software
            return None

    def keep(self, comparison: Comparison) -> None:
        """Keep this instead."""
        spelled = canonical_json(to_plain(comparison, Comparison))
        with self._store.writing_connection() as connection:
            connection.execute(delete(knowledge_comparison))
            connection.execute(insert(knowledge_comparison).values(number=_ONE, document=spelled))

    def passages_of(self, versions: Mapping[ArticleId, VersionId]) -> tuple[Passage, ...]:
        """Return the passages of these article versions, served or not."""
        with self._store.read() as reading:
            held = [reading.passages_of(ref, version) for ref, version in versions.items()]
        return tuple(passage for own in held for passage in own)
