"""Fixtures of the tests of models."""

from collections.abc import Iterator

import pytest

from handrail.adapters.models.writer import ModelWriter
from handrail.kernel.clock import SystemClock
from tests.adapters.models.opened import heard_from, opened_models
from tests.adapters.models.provider import Provider, running_provider, says


@pytest.fixture(scope="session", autouse=True)
def _loaded_libraries() -> None:
    """Load what the first call loads: the tests' deadlines are short."""
    with running_provider(says("Hello.")) as running:
        [writer] = opened_models(running.address, first_token_seconds=20, total_seconds=20).writers
        assert isinstance(writer, ModelWriter)
        heard_from(writer._asking.model, until=SystemClock().monotonic() + 20)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider(says("Hello.")) as running:
        yield running
