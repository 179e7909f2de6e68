"""Which SQLite library is safe to keep a company's conversations in?

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two processes reset the log at once.
"""

import sqlite3
from collections.abc import Sequence
from types import ModuleType

from handrail.kernel.errors import UnsafeStorage

try:  # wheels exist for Linux only
    import pysqlite3
except ImportError:
    pysqlite3 = None

Version = tuple[int, int, int]
_FIRST_UNSAFE: Version = (3, 7, 0)
_LAST_UNSAFE: Version = (3, 51, 2)


def is_safe(version: Version) -> bool:
    """Tell whether a SQLite version lies outside the range that can lose data."""
    return not _FIRST_UNSAFE <= version <= _LAST_UNSAFE


def installed() -> tuple[ModuleType, ...]:
    """Return the SQLite modules of this interpreter, its own first."""
    return (sqlite3,) if pysqlite3 is None else (sqlite3, pysqlite3.dbapi2)


def safe_library(modules: Sequence[ModuleType]) -> ModuleType:
    """Return the first module whose library is safe; raise UnsafeStorage where none is."""
    for module in modules:
        if is_safe(module.sqlite_version_info):
            return module
    found = " and ".join(f"{module.sqlite_version} ({module.__name__})" for module in modules)
    raise UnsafeStorage(
        f"SQLite {found} can corrupt a database that two processes write to.",
        hint="Install pysqlite3 0.6.1 or a Python with SQLite 3.51.3, or use PostgreSQL.",
    )
