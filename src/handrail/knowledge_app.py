"""The part of the composition root that opens articles: embedder, index, library.

Apart from app.py for its size. Each loads its adapter when it is called.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from handrail.adapters.sql.place import SQLITE
from handrail.flow.ports import Embedder
from handrail.kernel.failpoints import Failpoints
from handrail.model_settings import ModelSettings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from handrail.adapters.search.index import SnapshotIndex
    from handrail.adapters.sql.store import SqlStore


def served_embedder(models: ModelSettings, place: Path) -> Embedder:
    """Return the embedder of a server; what is known of it is kept at `place`."""
    from handrail.adapters.models.endpoint import embedding_server, require_packages

    require_packages()
    from handrail.adapters.models.embeddings import EndpointEmbedder

    return EndpointEmbedder(embedding_server(models), place)


def open_index(
    folder: Path, embedder: Embedder, store: "SqlStore", failpoints: Failpoints
) -> "SnapshotIndex":
    """Return the search index in a folder; the database keeps the vectors."""
    from handrail.adapters.search.index import SnapshotIndex
    from handrail.adapters.sql.vectors import SqlVectorCache

    return SnapshotIndex(folder, embedder, SqlVectorCache(store), failpoints)


def storage_library(url: str) -> str:
    """Return which database keeps everything; raises StorageUnavailable for an unsafe SQLite."""
    from handrail.adapters.sql.library import installed, safe_library

    if not url.startswith(SQLITE):
        return "PostgreSQL"
    return f"SQLite {safe_library(installed()).sqlite_version}"


def upgraded(connection: "Connection") -> None:
    """Bring the database of a connection to the newest schema."""
    from handrail.adapters.sql.migrate import upgrade

    upgrade(connection)
