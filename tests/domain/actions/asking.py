"""Builders for the gate: a refund that is fine, from which each test takes one thing away."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handrail.domain.actions.gate import Asked
from handrail.domain.actions.model import (
    Control,
    CustomerId,
    CustomerSession,
    Limits,
    Proposal,
    Resource,
    ResourceId,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = CustomerId("c-anna")


def a_parameter(name: str, kind: ParameterKind = ParameterKind.TEXT, **changes: Any) -> Parameter:
    """Build a parameter or a fact."""
    return Parameter(name=name, kind=kind, label=name.title(), **changes)


def what_it_does(**changes: Any) -> Consequences:
    """Build consequences: none of any weight."""
    values: dict[str, Any] = {
        "reversibility": Reversibility.REVERSIBLE,
        "money": MoneyTerms(),
        "personal_data": PersonalData.NONE,
        "reach": Reach.ONE_CUSTOMER,
        "backend": BackendClass.C,
    }
    return Consequences(**(values | changes))


PAYS_OUT = what_it_does(
    money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="refundable")
)
FROM_A_FACT = what_it_does(
    money=MoneyTerms(flow=MoneyFlow.OUT, fact="refundable", ceiling="refundable")
)


def a_spec(**changes: Any) -> ActionSpec:
    """Build the refund of an order."""
    values: dict[str, Any] = {
        "name": ActionName("refund"),
        "version": "1",
        "title": "Refund an order",
        "description": "Pay back.",
        "parameters": (
            a_parameter("order", ParameterKind.REFERENCE),
            a_parameter("amount", ParameterKind.MONEY),
        ),
        "consequences": PAYS_OUT,
        "resource": "Order",
        "resource_argument": "order",
        "facts": (a_parameter("refundable", ParameterKind.MONEY),),
    }
    return ActionSpec(**(values | changes))


def asked(**changes: Any) -> Asked:
    """Build what the gate is asked: 20.00 of 50.00 back, by the order's owner."""
    arguments = changes.pop("arguments", {"order": "1001", "amount": 2_000})
    values: dict[str, Any] = {
        "proposal": Proposal(name="refund", arguments=arguments, proposed_by="rules"),
        "spec": a_spec(),
        "session": CustomerSession(
            customer=ANNA, expires_at=NOON + timedelta(minutes=15), proof="d"
        ),
        "resource": an_order(),
        "totals": Totals(),
        "limits": Limits(),
        "switches": Switches(),
        "now": NOON,
    }
    return Asked(**(values | changes))


def an_order(**facts: Any) -> Resource:
    """Build Anna's order with 50.00 left to refund."""
    return Resource(id=ResourceId("Order/1001"), owner=ANNA, facts={"refundable": 5_000, **facts})


def of_somebody_else() -> Resource:
    """Build an order that is not Anna's."""
    return replace(an_order(), owner=CustomerId("c-ben"))


@dataclass(slots=True)
class Permitting:
    """Rules that permit from one control on, and remember what they were asked."""

    weakest: Control | None = Control.CUSTOMER
    asked: list[tuple[Circumstances, tuple[Control, ...]]] = field(default_factory=list)
    name: str = "fixed"
    says: bool = True
    """Whether it names a policy that decided."""

    def permissions(
        self, circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        """Return what is permitted under each control."""
        self.asked.append((circumstances, controls))
        order = tuple(Control)
        return tuple(
            Permission(
                is_permitted=self.weakest is not None
                and order.index(control) >= order.index(self.weakest),
                policies=(f"policy-{control.value}",) if self.says else (),
            )
            for control in controls
        )
