"""Keep what was seen of a website's pages, so that only what has changed is sent again.

What is lost is asked for anew, so no audit entry says why it was kept.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Row, bindparam, delete, insert, select

from handrail.adapters.sql.knowledge_tables import fetched_pages
from handrail.adapters.sql.store import SqlStore
from handrail.domain.knowledge.model import SourceName, VersionId
from handrail.flow.fetch_ports import SeenPage

_SEEN = select(fetched_pages).where(
    fetched_pages.c.source == bindparam("source"), fetched_pages.c.scope == bindparam("scope")
)
_GONE = delete(fetched_pages).where(
    fetched_pages.c.source == bindparam("of"), fetched_pages.c.path == bindparam("at")
)


class SqlPageMemory:
    """Keep pages in a table beside the knowledge that came from them."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def seen(self, source: SourceName, scope: str) -> Sequence[SeenPage]:
        """Return what is known of pages read under this scope (settings and readers)."""
        with self._store.reading_connection() as connection:
            rows = connection.execute(_SEEN, {"source": source, "scope": scope})
            return tuple(_page(row) for row in rows)

    def keep(
        self, source: SourceName, scope: str, pages: Iterable[SeenPage], gone: Iterable[str]
    ) -> None:
        """Replace what is known of these pages, and forget the paths that are gone."""
        new = {page.path: page for page in pages}
        paths = sorted({*new, *gone})
        with self._store.writing_connection() as connection:
            if paths:
                connection.execute(_GONE, [{"of": source, "at": path} for path in paths])
            rows = [_row(source, scope, new[path]) for path in sorted(new)]
            if rows:
                connection.execute(insert(fetched_pages), rows)


def _row(source: SourceName, scope: str, page: SeenPage) -> dict[str, object]:
    return {
        "source": source,
        "path": page.path,
        "url": page.address,
        "version": page.version,
        "etag": page.etag,
        "modified": page.modified,
        "digest": page.digest,
        "scope": scope,
        "fetched_at": page.seen_at,
        "links": json.dumps(page.links),
    }


def _page(row: Row[tuple[object, ...]]) -> SeenPage:
    return SeenPage(
        path=row.path,
        address=row.url,
        version=VersionId(row.version),
        etag=row.etag,
        modified=row.modified,
        digest=row.digest,
        links=tuple(json.loads(row.links)),
        seen_at=row.fetched_at,
    )
