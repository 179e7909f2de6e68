"""One server with a console for all tests of a module: each logs in for itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import a_synced_project
from tests.web.console.site import ConsoleSite, running_console


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    project: Path = a_synced_project(tmp_path_factory.mktemp("console") / "project")
    with running_console(project) as site:
        yield site
