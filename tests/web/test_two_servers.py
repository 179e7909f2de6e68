"""Two server processes on one database: what happens at one is heard at the other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from handrail.app import open_app
from handrail.domain.actions.model import Role
from handrail.flow.staff import add_staff
from tests.web.running import Heard, bearer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@contextmanager
def served(project: Path) -> Iterator[httpx2.Client]:
    """Run `handrail serve` until the block ends."""
    command = [sys.executable, "-m", "handrail.web", "--project", str(project), "--port", "0"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip().removeprefix("Listening on ")
            with httpx2.Client(base_url=address, timeout=30) as client:
                yield client
        finally:
            server.terminate()


def test_events_cross_between_two_processes(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text("", encoding="utf-8")
    app = open_app(tmp_path)
    kim = {"Authorization": f"Bearer {add_staff('kim', Role.AGENT, app.staff_ports())}"}
    app.close()

    with served(tmp_path) as shop, served(tmp_path) as office:
        opened = shop.post("/api/v1/conversations", json={}).json()
        events = f"/api/v1/conversations/{opened['id']}/events"
        with (
            office.stream("GET", "/api/v1/staff/events", headers=kim) as inbox,
            shop.stream("GET", events, headers=bearer(opened)) as chat,
        ):
            staff, customer = Heard(inbox.iter_lines()), Heard(chat.iter_lines())
            ready = staff.next_of_staff()
            shop.post(f"/api/v1/conversations/{opened['id']}/handoff", headers=bearer(opened))
            asked = staff.next_of_staff()
            office.post(
                f"/api/v1/staff/conversations/{opened['id']}/messages",
                json={"text": "Kim here."},
                headers=kim,
            )
            told = [customer.next()[1] for _ in range(5)]

    assert ready == ("ready", {})
    assert asked[1]["conversations"] == [opened["id"]]
    assert told == [
        "reply.started",
        "reply.finished",
        "handoff.requested",
        "agent.joined",
        "agent.message",
    ]
