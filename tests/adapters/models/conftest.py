"""Fixtures of the tests of models."""

from collections.abc import Iterator

import pytest

from tests.adapters.models.provider import Provider, running_provider, says


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider(says("Hello.")) as running:
        yield running
