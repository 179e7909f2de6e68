"""A small company with two actions, whose policies a test writes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handrail.adapters.policy.cedar import CedarRules, open_rules
from handrail.domain.actions.catalogue import Catalogue, catalogue_of
from handrail.domain.actions.model import CustomerId, Resource, ResourceId, Totals
from handrail.domain.actions.ports import Circumstances
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)

NOON = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)  # a Monday
MOVE = """
@id("move")
permit (principal, action == Action::"move", resource);
"""
SEND = """
@id("send-early")
permit (principal, action == Action::"send", resource)
when { context.control == "staff" && resource.weight <= 10 };
"""


def a_field(name: str, kind: ParameterKind, **changes: Any) -> Parameter:
    """Build a parameter or a fact."""
    return Parameter(name=name, kind=kind, label=name, **changes)


def a_spec(name: str, **changes: Any) -> ActionSpec:
    """Build an action that does nothing to the world."""
    values: dict[str, Any] = {
        "version": "1",
        "title": name,
        "description": name,
        "parameters": (),
        "consequences": Consequences(
            reversibility=Reversibility.REVERSIBLE,
            money=MoneyTerms(),
            personal_data=PersonalData.NONE,
            reach=Reach.ONE_CUSTOMER,
            backend=BackendClass.C,
        ),
        "resource": "Parcel",
    }
    return ActionSpec(name=ActionName(name), **(values | changes))


KINDS = ParameterKind
SEND_SPEC = a_spec(
    "send",
    parameters=(
        a_field("parcel", KINDS.REFERENCE),
        a_field("note", KINDS.TEXT, is_required=False),
        a_field("fragile", KINDS.FLAG, is_required=False),
        a_field("count", KINDS.WHOLE, is_required=False),
        a_field("email", KINDS.EMAIL, is_required=False),
        a_field("speed", KINDS.CHOICE, choices=("slow", "fast"), is_required=False),
        a_field("stops", KINDS.REFERENCES, is_required=False),
        a_field(
            "items",
            KINDS.ROWS,
            columns=(a_field("sku", KINDS.TEXT), a_field("price", KINDS.MONEY)),
            is_required=False,
        ),
    ),
    facts=(
        a_field("weight", KINDS.WHOLE),
        a_field("kind", KINDS.TEXT, is_required=False),
        a_field("stops", KINDS.REFERENCES, is_required=False),
    ),
)
MOVE_SPEC = a_spec("move")
FACTS = {"weight": 5}


def a_catalogue() -> Catalogue:
    """Build the catalogue of both actions."""
    return catalogue_of((SEND_SPEC, MOVE_SPEC))


def a_folder(folder: Path, send: str = SEND, **files: str) -> Path:
    """Write policies: a test's own for `send`, the plain one for `move`."""
    for name, text in ({"send": send, "move": MOVE} | files).items():
        (folder / f"{name}.cedar").write_text(text, encoding="utf-8")
    return folder


def some_rules(folder: Path, condition: str, **changes: Any) -> CedarRules:
    """Open rules that permit to send under one condition."""
    text = (
        f'@id("it")\npermit (principal, action == Action::"send", resource) when {{ {condition} }};'
    )
    return open_rules(a_folder(folder, text), a_catalogue(), **changes)


def circumstances(**changes: Any) -> Circumstances:
    """Build what policies may look at."""
    values: dict[str, Any] = {
        "spec": SEND_SPEC,
        "customer": CustomerId("c-1"),
        "resource": Resource(
            id=ResourceId("Parcel/1"), owner=CustomerId("c-1"), facts=changes.pop("facts", FACTS)
        ),
        "arguments": {"parcel": "P-1"},
        "amount": 0,
        "totals": Totals(),
        "now": NOON,
    }
    return Circumstances(**(values | changes))
