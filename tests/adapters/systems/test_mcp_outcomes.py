"""What a tool's answer means, and what has to be declared of it."""

import copy
import sys
from pathlib import Path
from typing import Any

import pytest

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.mcp import open_mcp
from handrail.adapters.systems.packages import require_mcp
from handrail.flow.action_ports import Uncertain
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadSettings, Unavailable
from tests.contracts.operator_systems import TOOLS, a_work_order, over_mcp, tools_command
from tests.order_system import PAID, SMALL_ORDER


def settings(place: Path, **changes: Any) -> SystemSettings:
    held = {"kind": "mcp", "command": tools_command(place), "timeout_seconds": 20, **TOOLS}
    return SystemSettings.model_validate(held | changes)


def changed(**of_refund: Any) -> dict[str, Any]:
    actions = copy.deepcopy(TOOLS["actions"])
    actions["refund"] |= of_refund
    return {"actions": actions}


def test_an_error_of_a_tool_is_no_refusal_unless_that_was_declared(tmp_path: Path) -> None:
    above = {"order": SMALL_ORDER, "amount": PAID + 1}
    with over_mcp(tmp_path) as shop:
        system = open_mcp(
            "shop",
            settings(tmp_path / "orders.db", **changed(refusals_are_errors=False)),
            SystemClock(),
        )
        reply = system.send(a_work_order("refund", arguments=above))
        system.close()

        assert isinstance(reply, Uncertain)
        assert not reply.is_untouched
        assert shop.effects() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed(key={"in": "header", "name": "Key"}), "places 'Key' in a header"),
        (changed(facts=["colour"]), "needs the fact 'colour'"),
        ({"finds": {}}, "class B and nothing finds"),
        ({"reads": {"read_cat": {"reads": "Order", "owner": "x", "facts": {}}}}, "'read_cat'"),
    ],
)
def test_what_is_declared_of_a_tool_has_to_hold(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadSettings, match=said):
        open_mcp("shop", settings(tmp_path / "orders.db", **change), SystemClock())


@pytest.mark.parametrize("command", [["no-such-program-anywhere"], [sys.executable, "-c", "pass"]])
def test_a_server_that_does_not_start_is_named(command: list[str]) -> None:
    held = SystemSettings.model_validate(
        {"kind": "mcp", "command": command, "timeout_seconds": 5, **TOOLS}
    )

    with pytest.raises(Unavailable, match="The MCP server of 'shop' cannot be reached"):
        open_mcp("shop", held, SystemClock())


def test_without_the_library_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)

    with pytest.raises(BadSettings, match=r"handrail\[mcp\]"):
        require_mcp()
