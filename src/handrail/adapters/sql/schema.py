"""Which schema does a database have, and can this Handrail work with it?"""

from collections.abc import Callable

from sqlalchemy import Connection, column, inspect, select, table

from handrail.kernel.errors import StorageUnavailable

REVISIONS = tuple(f"{number:04}" for number in range(1, 13))
"""Every migration there is, oldest first; a test compares them with the migrations' files."""

Upgrade = Callable[[Connection], None]
"""Bring a database to the newest schema, in the transaction of the connection."""

_stamp = table("alembic_version", column("version_num"))


def revision(connection: Connection) -> str | None:
    """Return the revision of the database's schema; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(select(_stamp.c.version_num)).scalar()
    return found


def is_current(connection: Connection) -> bool:
    """Tell whether the schema is the newest; raise StorageUnavailable where it is newer."""
    found = revision(connection)
    if found is not None and found not in REVISIONS:
        raise StorageUnavailable(
            f"A newer Handrail wrote the database: schema {found}, this one knows {REVISIONS[-1]}.",
            hint="Upgrade Handrail, or restore a backup made before the upgrade.",
        )
    return found == REVISIONS[-1]
