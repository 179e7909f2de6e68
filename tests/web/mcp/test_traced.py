"""A call from another agent belongs to that agent's trace."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.adapters.telemetry.collector import collector
from tests.web.mcp.agents import over_a_pipe, started
from tests.web.mcp.messages import ASK, OPENING

pytestmark = pytest.mark.slow  # a process is started for each

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"


@pytest.fixture
def traced(project: Path) -> dict[str, str]:
    return {"HANDRAIL_TELEMETRY__ENABLED": "true"}


def test_what_is_asked_and_searched_joins_the_callers_trace(
    project: Path, traced: dict[str, str]
) -> None:
    async def talk(client: Client) -> Any:
        meta: Any = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
        await client.call_tool("search", {"question": "warranty"}, meta=meta)
        return await client.call_tool("ask", {"question": "How long is the warranty?"}, meta=meta)

    with collector() as listening:
        address = {"HANDRAIL_TELEMETRY__ENDPOINT": listening.address}
        said = over_a_pipe(project, talk, environment=traced | address)

    outermost = [span.name for span in listening.spans if span.parent.hex() == CALLER]
    assert outermost == ["retrieval", "invoke_agent handrail"]
    assert {span.trace.hex() for span in listening.spans} == {TRACE}
    turn = listening.named("invoke_agent handrail")
    assert turn.facts["handrail.record.id"] == said.structured_content["record"]
    assert turn.facts["handrail.channel"] == "mcp"
    assert b"warranty" not in b"".join(listening.bodies)


def test_what_was_traced_is_sent_when_it_is_told_to_stop(
    project: Path, traced: dict[str, str]
) -> None:
    with collector() as listening:
        address = {"HANDRAIL_TELEMETRY__ENDPOINT": listening.address}
        with started(project, traced | address) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            for message in (OPENING, ASK):
                server.stdin.write(json.dumps(message) + "\n")
                server.stdin.flush()
                server.stdout.readline()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
            server.communicate(timeout=20)

    assert listening.named("invoke_agent handrail").facts["handrail.channel"] == "mcp"
