"""The order system's own desk behind typed functions, as an operator would write them."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from handrail.adapters.systems.functions import Actions
from handrail.adapters.systems.signatures import Ask, Email, Money, Reference
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import ResourceId
from handrail.domain.actions.spec import (
    ActionName,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.flow.action_ports import Rejected, WorkOrder
from handrail.kernel.clock import SystemClock
from handrail.sample.orders.desk import Desk, Reply, Wanted
from handrail.sample.orders.ledger import Ledger
from handrail.sample.orders.reading import (
    found_effect,
    listed_effects,
    shown_customer,
    shown_order,
)

PLACE = "ORDERS_OF_A_TEST"
"""Variable that names the order system's file; a file called `down` beside it is an outage."""
ACTIONS = Actions()
_OPENED: dict[str, Ledger] = {}


def ledger() -> Ledger:
    """Return the ledger of the test that is running."""
    place = os.environ[PLACE]
    if Path(place).with_name("down").exists():
        raise ConnectionError("the order system is down")
    if place not in _OPENED:
        _OPENED[place] = Ledger(Path(place))
    return _OPENED[place]


def close_ledgers() -> None:
    """Give the files back."""
    while _OPENED:
        _OPENED.popitem()[1].close()


def in_capitals(number: str) -> str:
    """Return the number that somebody meant."""
    return number.strip().lstrip("#").upper()


def done(action: str, target: str, body: Mapping[str, Any], key: str | None) -> Reply:
    """Do something at the desk."""
    desk = Desk(ledger(), SystemClock())
    return desk.do(Wanted(action=action, target=target, body=body, key=key))


def _does(backend: BackendClass, **changes: Any) -> Consequences:
    held: dict[str, Any] = {
        "reversibility": Reversibility.REVERSIBLE,
        "money": MoneyTerms(),
        "personal_data": PersonalData.NONE,
        "reach": Reach.ONE_CUSTOMER,
    }
    return Consequences(**(held | changes), backend=backend)


def _said(reply: Reply) -> Mapping[str, Any] | Rejected:
    if "error" in reply.body:
        return Rejected(why=str(reply.body["error"]["code"]))
    return reply.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Hold what may be known of an order."""

    id: str
    owner: str
    state: str
    refundable: Money
    placed_at: datetime
    shipped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Hold what may be known of a customer."""

    id: str
    owner: str
    is_member: bool


@ACTIONS.reads
def order(number: str) -> Order | None:
    """Read an order, in whichever spelling, as many systems do."""
    shown = shown_order(ledger(), in_capitals(number), SystemClock().now())
    if shown is None:
        return None
    shipped = shown["shipped_at"]
    return Order(
        id=shown["id"],
        owner=shown["customer"],
        state=shown["state"],
        refundable=shown["refundable"],
        placed_at=datetime.fromisoformat(shown["placed_at"]),
        shipped_at=None if shipped is None else datetime.fromisoformat(shipped),
    )


@ACTIONS.reads
def customer(number: str) -> Customer | None:
    """Read a customer."""
    shown = shown_customer(ledger(), number)
    if shown is None:
        return None
    return Customer(id=shown["id"], owner=shown["id"], is_member=shown["is_member"])


@ACTIONS.action(
    title="Refund an order",
    resource=Order,
    named_by="order",
    does=_does(
        BackendClass.A,
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="refundable"),
        key_window=timedelta(hours=24),
    ),
)
def refund(
    order: Annotated[Reference, Ask(label="Order", question="Which order is it?")],
    amount: Money,
    work: WorkOrder,
) -> Mapping[str, Any] | Rejected:
    """Pay back money for items of a delivered order."""
    return _said(done("refund", order, {"amount": amount}, work.key))


@ACTIONS.action(
    title="Change the e-mail address of your account",
    resource=Customer,
    does=_does(
        BackendClass.B,
        personal_data=PersonalData.CONTACT,
        settle_time=timedelta(seconds=30),
    ),
)
def change_email(
    email: Annotated[Email, Ask(label="New e-mail address", personal=True)], work: WorkOrder
) -> Mapping[str, Any] | Rejected:
    """Change where the customer is reached and signs in."""
    return _said(done("change_email", work.customer, {"email": email}, work.key))


@ACTIONS.action(
    title="Send an invoice again",
    resource=Order,
    named_by="order",
    does=_does(BackendClass.C, personal_data=PersonalData.READ),
)
def resend_invoice(order: Reference) -> Mapping[str, Any] | Rejected:
    """Send the invoice of a dispatched order to the e-mail address of the account."""
    return _said(done("resend_invoice", order, {}, None))


@ACTIONS.finds
def find(reference: str) -> Mapping[str, Any] | None:
    """Find an effect by our reference."""
    effect = found_effect(ledger(), reference)
    return None if effect is None else {"effect": effect.id}


@ACTIONS.lists
def effects(since: datetime) -> Iterable[ListedEffect]:
    """List all effects since a moment."""
    for effect in listed_effects(ledger(), since, 0):
        yield ListedEffect(
            key=effect.key,
            name=ActionName(effect.action),
            resource=ResourceId(effect.resource),
            amount=effect.amount,
            at=effect.at,
        )
