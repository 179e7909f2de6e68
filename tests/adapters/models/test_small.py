"""The small model is served on this machine alone, where its extra is installed."""

import pytest

from benchmarks.small_writer import small_model
from handrail.adapters.models.small import missing, serving, weights
from handrail.flow.language_model import ModelRequest, ModelTask
from handrail.kernel.clock import SystemClock

NEEDS_IT = pytest.mark.skipif(missing() is not None, reason=missing() or "")


@NEEDS_IT
def test_the_weights_ship_inside_a_package() -> None:
    assert weights().stat().st_size > 50_000_000


@pytest.mark.slow
@NEEDS_IT
def test_it_listens_on_loopback_only_and_speaks_the_compatible_format(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kept = tmp_path_factory.mktemp("small") / "said.jsonl"
    request = ModelRequest(
        task=ModelTask.WRITE,
        prompt="test",
        instructions="Answer in one word.",
        content="What is the capital of France?",
        most_tokens=8,
        until=SystemClock().monotonic() + 60,
    )

    with serving() as address:
        said = list(small_model(address, kept).stream(request))

    assert address.startswith("http://127.0.0.1:")
    assert said[0]
    assert kept.exists()
