"""Fixtures of the web tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.running import Site, running_site

SHOP = "https://shop.example"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, origins=(SHOP,)) as running:
        yield running
