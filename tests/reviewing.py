"""A small project in which something was answered, and leads who review it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from handrail.app import App
from handrail.cli.actions import STAFF_TOKEN
from handrail.cli.main import run
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.flow.staff import add_staff

KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
LEE = StaffSession(staff=StaffId("lee"), role=Role.LEAD)
ADA = StaffSession(staff=StaffId("ada"), role=Role.ADMIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Hold a terminal in which one of the staff works on a project."""

    app: App
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command in this process; return its status and what it printed."""
        self.capsys.readouterr()
        status = run([*words, "--project", str(self.app.project)])
        return status, self.capsys.readouterr().out

    def json(self, *words: str) -> Any:
        """Run a command that has to end well, and return its JSON."""
        status, out = self.run(*words, "--json")
        assert status == 0, out
        return json.loads(out)


def at_a_terminal(
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str = "lee",
    role: Role = Role.LEAD,
) -> Terminal:
    """Return a terminal in which somebody's token stands."""
    monkeypatch.setenv(STAFF_TOKEN, add_staff(name, role, app.staff_ports()))
    return Terminal(app=app, capsys=capsys)


def places(turns: Sequence[dict[str, Any]]) -> list[str]:
    """Return the records of a queue in its order."""
    return [turn["record"] for turn in turns]
