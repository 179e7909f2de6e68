"""A project that knows something for customers and something for staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import ARTICLES, a_synced_project, close_every_project

_INTERNAL = """\
---
audience: internal
---
# Goodwill

Goodwill vouchers for cellos are worth 35 euros at most.
"""


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("mcp") / "project"
    yield a_synced_project(home, {**ARTICLES, "goodwill.md": _INTERNAL})
    close_every_project()
