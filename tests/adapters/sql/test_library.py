import sqlite3
from types import ModuleType

import pytest

from handrail.adapters.sql.library import Version, installed, is_safe, safe_library
from handrail.kernel.errors import UnsafeStorage


def a_library(version: Version, name: str = "sqlite3") -> ModuleType:
    module = ModuleType(name)
    module.__dict__["sqlite_version_info"] = version
    module.__dict__["sqlite_version"] = ".".join(map(str, version))
    return module


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_only_versions_outside_the_corruption_range_are_safe(version: Version, safe: bool) -> None:
    assert is_safe(version) is safe


def test_the_interpreters_own_library_is_taken_where_it_is_safe() -> None:
    own, other = a_library((3, 52, 0)), a_library((3, 53, 4), "pysqlite3")

    assert safe_library([own, other]) is own


def test_another_library_is_taken_where_the_interpreters_own_is_not_safe() -> None:
    own, other = a_library((3, 40, 1)), a_library((3, 53, 4), "pysqlite3")

    assert safe_library([own, other]) is other


def test_starting_is_refused_where_no_library_is_safe() -> None:
    own, other = a_library((3, 40, 1)), a_library((3, 46, 0), "pysqlite3")

    with pytest.raises(UnsafeStorage) as refused:
        safe_library([own, other])

    said = str(refused.value)
    assert "3.40.1 (sqlite3) and 3.46.0 (pysqlite3)" in said
    assert "Install pysqlite3" in said
    assert "\n" not in said


def test_the_library_in_use_is_safe() -> None:
    assert is_safe(safe_library(installed()).sqlite_version_info)
    assert installed()[0] is sqlite3
