"""A small shop in memory and all that deciding on actions needs, on a real database."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import (
    CONTROLS,
    Action,
    Control,
    CustomerId,
    CustomerSession,
    Limits,
    Proposal,
    Resource,
    ResourceId,
    Role,
    StaffId,
    StaffSession,
)
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    Arguments,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
    Value,
)
from handrail.domain.conversation.model import ConversationId
from handrail.flow.action_ports import (
    Done,
    NotThere,
    Rejected,
    Uncertain,
    WorkOrder,
)
from handrail.flow.confirm_action import Click
from handrail.flow.judge_action import ActionPorts
from handrail.kernel.errors import Unavailable
from handrail.kernel.ids import RandomIds
from tests.builders import NOON, a_conversation, an_entry
from tests.fakes import FixedClock

ANN, BEN = CustomerId("cus_ann"), CustomerId("cus_ben")
CONV = ConversationId("conv_1")
_ORDER = Parameter(name="order", kind=ParameterKind.REFERENCE, label="Order")

REFUND = ActionSpec(
    name=ActionName("refund"),
    version="1",
    title="Refund an order",
    description="Pay money back.",
    parameters=(_ORDER, Parameter(name="amount", kind=ParameterKind.MONEY, label="Amount")),
    consequences=Consequences(
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="refundable"),
        personal_data=PersonalData.NONE,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.A,
        key_window=timedelta(hours=24),
    ),
    resource="Order",
    resource_argument="order",
    facts=(
        Parameter(name="refundable", kind=ParameterKind.MONEY, label="Left to refund"),
        Parameter(name="paid", kind=ParameterKind.MONEY, label="Paid"),
        Parameter(name="state", kind=ParameterKind.TEXT, label="State"),
    ),
)
CHANGE_EMAIL = ActionSpec(
    name=ActionName("change_email"),
    version="1",
    title="Change your e-mail address",
    description="Change where mail goes.",
    parameters=(Parameter(name="email", kind=ParameterKind.EMAIL, label="New address"),),
    consequences=Consequences(
        reversibility=Reversibility.REVERSIBLE,
        money=MoneyTerms(),
        personal_data=PersonalData.CONTACT,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.B,
        settle_time=timedelta(seconds=10),
    ),
    resource="Customer",
)
RESEND = ActionSpec(
    name=ActionName("resend_invoice"),
    version="1",
    title="Send an invoice again",
    description="Send the invoice of an order to the address on file.",
    parameters=(_ORDER,),
    consequences=Consequences(
        reversibility=Reversibility.REVERSIBLE,
        money=MoneyTerms(),
        personal_data=PersonalData.READ,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.C,
    ),
    resource="Order",
    resource_argument="order",
)


@dataclass
class Order:
    """Hold one order of the shop."""

    owner: CustomerId
    paid: int
    refunded: int = 0
    state: str = "delivered"


@dataclass
class Shop:
    """Stand in for an order system: it applies what is sent, and keeps a list of effects."""

    orders: dict[str, Order] = field(
        default_factory=lambda: {"1001": Order(ANN, 9000), "2001": Order(BEN, 5000)}
    )
    emails: dict[str, str] = field(default_factory=lambda: {ANN: "ann@old.example"})
    effects_: list[ListedEffect] = field(default_factory=list)
    is_down: bool = False
    reads: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Return the actions that it carries out."""
        return (REFUND, CHANGE_EMAIL, RESEND)

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return an order or a customer."""
        self.reads += 1
        if self.is_down:
            raise Unavailable("The shop does not answer.")
        if spec.resource == "Customer":
            return Resource(id=ResourceId(f"Customer/{customer}"), owner=customer, facts={})
        number = str(arguments["order"]).upper()  # as lenient as many systems are
        order = self.orders.get(number)
        if order is None:
            return None
        left = order.paid - order.refunded
        facts: dict[str, Value] = {"refundable": left, "state": order.state, "paid": order.paid}
        ref = ResourceId(f"Order/{number}")
        return Resource(id=ref, owner=order.owner, facts=facts)

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        """Apply the effect, once per key."""
        with self.lock:
            if any(effect.key == order.key for effect in self.effects_):
                return Done()
            if order.name == REFUND.name:
                held = self.orders[str(order.arguments["order"])]
                held.refunded += order.amount
            self.effects_.append(
                ListedEffect(
                    key=order.key,
                    name=order.name,
                    resource=order.resource,
                    amount=order.amount,
                    at=NOON,
                )
            )
        return Done(said={"reference": order.key})

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        """Tell whether the effect is there."""
        is_there = any(effect.key == order.key for effect in self.effects_)
        return Done() if is_there else NotThere()

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        """Yield every effect since a moment."""
        return [effect for effect in self.effects_ if effect.at >= since]


@dataclass
class FixedRules:
    """Permit from a control upwards, action by action; what is not named is forbidden."""

    weakest: dict[str, Control] = field(
        default_factory=lambda: {
            "refund": Control.CUSTOMER,
            "change_email": Control.CUSTOMER,
            "resend_invoice": Control.NONE,
        }
    )
    name: str = "fixed-1"

    def permissions(
        self, circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        """Return a permission per control."""
        weakest = self.weakest.get(circumstances.spec.name)
        return tuple(
            Permission(weakest is not None and _rank(control) >= _rank(weakest), ("fixed",))
            for control in controls
        )


def _rank(control: Control) -> int:
    return CONTROLS.index(control)


@dataclass
class World:
    """Hold the shop, its rules, the clock and the ports on one database."""

    store: SqlStore
    shop: Shop
    rules: FixedRules
    clock: FixedClock
    ports: ActionPorts

    def action(self, ref: str) -> Action:
        """Return an action as it stands now."""
        with self.store.read() as reading:
            found = reading.action(ref)  # type: ignore[arg-type]
        assert found is not None
        return found


def a_world(store: SqlStore, *, limits: Limits | None = None, **changes: object) -> World:
    """Build a shop with a conversation open."""
    shop, rules, clock = Shop(), FixedRules(), FixedClock()
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry("conversation.opened"))
    ports = ActionPorts(
        store=store,
        systems={spec.name: shop for spec in shop.specs},
        catalogue=catalogue_of(shop.specs),
        rules=rules,
        clock=clock,
        ids=RandomIds(),
        limits=limits or Limits(customer_actions_a_minute=None, customer_actions_a_day=None),
    )
    changed = replace(ports, **changes)  # type: ignore[arg-type]
    return World(store=store, shop=shop, rules=rules, clock=clock, ports=changed)


def signed_in(customer: CustomerId = ANN) -> CustomerSession:
    """Build the session of a customer for an hour."""
    return CustomerSession(customer=customer, expires_at=NOON + timedelta(hours=1), proof="proof")


def staff(name: str = "kim", role: Role = Role.AGENT) -> StaffSession:
    """Build the session of one of the staff."""
    return StaffSession(staff=StaffId(name), role=role)


def a_refund(amount: int = 2000, order: str = "1001") -> Proposal:
    """Build a proposal to refund."""
    return Proposal(
        name="refund", arguments={"order": order, "amount": amount}, proposed_by="rules"
    )


def click_on(action: Action, *, is_approved: bool = True) -> Click:
    """Build a click on an action as it stands."""
    return Click(
        action=action.id, version=action.version, digest=action.digest, is_approved=is_approved
    )
