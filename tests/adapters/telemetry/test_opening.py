"""Sending spans is never in anybody's way: not while it works and not while it does not."""

import socket
import time
from pathlib import Path

import pytest

from handrail.adapters.telemetry.opening import Closing, open_tracer
from handrail.flow.telemetry import Operation
from tests.adapters.telemetry.collector import collector
from tests.projects import a_synced_project, handrail

SECRET = "4111 1111 1111 1111"
KNOWN = "How long does a refund take?"
QUESTION = f"How long does a refund to {SECRET} take?"
TURNS = 200
ROUNDS = 3
QUICK = 0.5  # seconds for all of them: a single attempt to connect to nobody takes longer


def _on(address: str, **more: str) -> dict[str, str]:
    on = {"HANDRAIL_TELEMETRY__ENABLED": "true", "HANDRAIL_TELEMETRY__ENDPOINT": address}
    return {**on, "OMP_NUM_THREADS": "1", **more}


def _nobody() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_collector_that_is_down_or_hangs_delays_no_turn(*, is_there: bool) -> None:
    with collector(is_slow=True) as hanging:
        rounds = [_timed(hanging.address if is_there else _nobody()) for _ in range(ROUNDS)]

    assert min(spent for spent, _ in rounds) < QUICK
    assert min(closed for _, closed in rounds) < 3


def _timed(address: str) -> tuple[float, float]:
    """Return how long the turns took, and closing: a delay shows every time, a busy machine not."""
    tracer = open_tracer(address, "test", content=False)
    began = time.perf_counter()
    for _ in range(TURNS):
        with tracer.span(Operation.INVOKE_AGENT, "handrail", {}):
            pass
    closing = time.perf_counter()
    tracer.close()
    return closing - began, time.perf_counter() - closing


def test_it_is_said_once_that_nothing_can_be_sent(caplog: pytest.LogCaptureFixture) -> None:
    address = _nobody()
    tracer = open_tracer(address, "test", content=False)

    for _ in range(600):  # more than are sent at once
        with tracer.span(Operation.INVOKE_AGENT, "handrail", {}):
            pass
    tracer.close()

    said = _heard(caplog, seconds=20)  # closing waits for nothing that hangs
    assert said == [f"Traces cannot be sent to {address}; nothing else is affected."]


def _heard(caplog: pytest.LogCaptureFixture, *, seconds: float) -> list[str]:
    """Return what telemetry logged, as soon as there is something."""
    until = time.monotonic() + seconds
    while True:
        said = [r.getMessage() for r in caplog.records if r.name == "handrail.telemetry"]
        if said or time.monotonic() > until:
            return said
        time.sleep(0.05)


def test_closing_does_not_wait_for_what_does_not_end() -> None:
    closing = Closing(lambda: time.sleep(60), seconds=0.05)

    began = time.perf_counter()
    closing.close()

    assert time.perf_counter() - began < 5


def test_a_command_sends_its_spans_before_it_ends_and_nothing_that_was_typed(
    tmp_path: Path,
) -> None:
    project = a_synced_project(tmp_path / "project")
    detectors = {"OTEL_EXPERIMENTAL_RESOURCE_DETECTORS": "process,otel,host"}

    with collector() as listening:
        ended = handrail(
            *("ask", QUESTION), project=project, environment=_on(listening.address, **detectors)
        )

    names = {span.name for span in listening.spans}
    assert (ended.status, ended.err) == (0, "")
    assert "invoke_agent handrail" in names
    assert "retrieval" in names
    assert any(name.startswith("embeddings ") for name in names)
    assert SECRET.encode() not in b"".join(listening.bodies)
    assert set(listening.resource) == {"service.name", "service.version"}


def test_a_command_whose_collector_is_down_answers_and_ends_soon(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    address = _nobody()

    ended = handrail("ask", KNOWN, "--json", project=project, environment=_on(address))

    assert ended.status == 0
    assert ended.json["outcome"] == "answered"
    assert ended.err == f"Traces cannot be sent to {address}; nothing else is affected.\n"
