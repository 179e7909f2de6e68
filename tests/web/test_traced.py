"""What customers ask over HTTP is traced, and sent before the server ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2

from tests.adapters.telemetry.collector import collector
from tests.projects import a_synced_project, plain_environment

QUESTION = "How long does a refund take?"


def test_a_turn_over_http_is_sent_before_the_server_ends(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")

    with collector() as listening:
        traced = {
            "HANDRAIL_TELEMETRY__ENABLED": "true",
            "HANDRAIL_TELEMETRY__ENDPOINT": listening.address,
            "OMP_NUM_THREADS": "1",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "handrail.web", "--project", str(project), "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env=plain_environment() | traced | {"PATH": os.environ["PATH"]},
        ) as server:
            assert server.stdout is not None
            address = server.stdout.readline().strip().removeprefix("Listening on ")
            said = httpx2.post(
                f"{address}/api/v1/conversations", json={"text": QUESTION}, timeout=20
            )
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)

    reply = said.json()["reply"]
    turn = listening.named("invoke_agent handrail")
    assert server.returncode == 0
    assert turn.facts["handrail.record.id"] == reply["record"]
    assert turn.facts["gen_ai.conversation.id"] == reply["conversation"]
    assert b"refund" not in b"".join(listening.bodies)
