"""What the page on order systems shows is what the code takes."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from handrail.action_settings import ActionDeclaration, ReadsDeclaration, SystemSettings
from handrail.sample.orders.faults import FaultKind

PAGE = Path(__file__).parents[2] / "docs/how-to/connect-an-order-system.md"


def blocks(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.+?)```", text, re.DOTALL)


def test_the_declarations_that_are_shown_are_sound() -> None:
    (shown,) = (yaml.safe_load(block) for block in blocks("yaml"))

    refund = shown["paths"]["/orders/{order}/refunds"]["post"]["x-handrail"]
    read = shown["paths"]["/orders/{order}"]["get"]["x-handrail"]

    assert ActionDeclaration.model_validate(refund).action == "refund"
    assert ReadsDeclaration.model_validate(read).reads == "Order"
    assert set(refund["facts"]) <= set(read["facts"])


def test_the_systems_that_are_shown_are_taken() -> None:
    shown: list[dict[str, Any]] = [
        tomllib.loads(block)["actions"]["systems"]["shop"] for block in blocks("toml")
    ]
    for system in shown:
        system.pop("actions", None)  # shown in part: the rest is "as above"

    kinds = [SystemSettings.model_validate(system).kind for system in shown]

    assert kinds == ["openapi", "python", "mcp"]


def test_every_fault_is_named() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [kind for kind in FaultKind if kind.value not in page] == []
