"""Close what the tests here opened."""

from collections.abc import Iterator

import pytest

from tests.projects import close_every_project


@pytest.fixture(autouse=True)
def _closed_projects() -> Iterator[None]:
    yield
    close_every_project()
