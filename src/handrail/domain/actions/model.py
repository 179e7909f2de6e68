"""One action: who asks, what is ruled, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from handrail.domain.actions.spec import ActionName, Arguments, Value
from handrail.domain.conversation.model import ConversationId

ActionId = NewType("ActionId", str)
CustomerId = NewType("CustomerId", str)
StaffId = NewType("StaffId", str)
ResourceId = NewType("ResourceId", str)
"""What an action is done to, at the operator's system: `Order/1001`."""


class ActionState(StrEnum):
    """Where an action stands; see `states.py` for what may follow what."""

    PROPOSED = "proposed"
    AWAITING_CUSTOMER = "awaiting_customer"
    AWAITING_STAFF = "awaiting_staff"
    APPROVED = "approved"
    EXECUTING = "executing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RECONCILING = "reconciling"
    NEEDS_PERSON = "needs_person"
    REFUSED = "refused"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Control(StrEnum):
    """What has to happen before an action is done, weakest first."""

    NONE = "none"
    CUSTOMER = "customer"
    """The customer confirms exactly this."""
    STAFF = "staff"
    """The customer confirms, then one of the staff approves."""
    TWO_STAFF = "two_staff"
    """The customer confirms, then two different people of the staff approve."""


CONTROLS = tuple(Control)
"""Weakest first."""


class RefusalReason(StrEnum):
    """Why the gate says no."""

    SWITCHED_OFF = "switched_off"
    UNKNOWN_ACTION = "unknown_action"
    BAD_ARGUMENTS = "bad_arguments"
    NOT_IDENTIFIED = "not_identified"
    NOT_THEIRS = "not_theirs"
    """No such thing, or not this customer's: the two are told apart nowhere."""
    NO_FACTS = "no_facts"
    """What has to be known could not be read."""
    ABOVE_WHAT_IS_LEFT = "above_what_is_left"
    NOT_AN_AMOUNT = "not_an_amount"
    COOLING_OFF = "cooling_off"
    TOO_MUCH = "too_much"
    """A running total would be passed."""
    CHANGED = "changed"
    """What would be done now is not what was agreed to."""
    POLICY = "policy"
    """A policy forbids it, or none permits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Rule that it is done at once."""

    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCustomer:
    """Rule that the customer confirms exactly this first."""

    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStaff:
    """Rule that the customer confirms and then staff approve."""

    policies: tuple[str, ...]
    approvers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Rule that it is not done."""

    policies: tuple[str, ...]
    reason: RefusalReason


Ruling = Do | AskCustomer | AskStaff | Refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSession:
    """Hold who the customer is, from a token that the host's server signed; never from text."""

    customer: CustomerId
    expires_at: datetime
    proof: str
    """What showed it: digest of the token's nonce, for the audit log."""


class Role(StrEnum):
    """What a member of the staff may do."""

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    """Hold who of the staff is acting, from their login."""

    staff: StaffId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Hold what is asked for. It carries no identity, role, approval or token."""

    name: str
    arguments: Arguments
    proposed_by: str
    """`rules`, or a model's name: who read the text, for the record only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Hold what the operator's system says of the thing that an action is done to."""

    id: ResourceId
    owner: CustomerId | None
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Hold what our own tables say: what was done and what is under way, money in minor units."""

    resource_pending: int = 0
    """Money of actions on the same resource that may still take effect."""
    resource_open: int = 0
    """Actions of the same name on the same resource that are not settled."""
    customer_money_today: int = 0
    customer_actions_today: int = 0
    customer_actions_last_minute: int = 0
    action_money_today: int = 0
    """By this action, for all customers."""
    staff_money_today: int = 0
    """Approved by the member of the staff who is deciding; 0 where nobody is."""
    contact_changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold the running totals that may not be passed, money in minor units; None: no limit."""

    customer_money_a_day: int | None = None
    customer_actions_a_day: int | None = 20
    customer_actions_a_minute: int | None = 5
    action_money_a_day: int | None = None
    staff_money_a_day: int | None = None
    cooling_off: timedelta = timedelta(hours=72)
    """After a change of contact, money goes out to nobody for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Hold what is switched off, and what only pretends."""

    all_off: bool = False
    off: frozenset[str] = frozenset()
    shadow: frozenset[str] = frozenset()
    """Actions that are decided and recorded, and not done."""

    def is_off(self, name: str) -> bool:
        """Tell whether the action called `name` may not be done now."""
        return self.all_off or name in self.off


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Hold one action: what is to be done, for whom, where it stands. The row is the truth."""

    id: ActionId
    name: ActionName
    spec_version: str
    conversation: ConversationId
    customer: CustomerId
    resource: ResourceId
    arguments: Arguments
    amount: int = 0
    """Minor units that move; 0 where no money does."""
    pays_out: bool = False
    changes_contact: bool = False
    salt: str
    """Random; kept with the arguments, so that nobody can guess them from the digest later."""
    digest: str
    """SHA-256 of the canonical action: what a confirmation and an approval are bound to."""
    state: ActionState
    version: int = 0
    """Grows with every change; a change names the version that it saw."""
    control: Control | None = None
    """What has to happen before it is done; None where it was refused."""
    policies: tuple[str, ...] = ()
    refusal: RefusalReason | None = None
    is_shadow: bool = False
    proposed_by: str = "rules"
    proposed_at: datetime
    expires_at: datetime
    key: str | None = None
    """Idempotency key and reference at the operator's system; stored before the first attempt."""
    attempts: int = 0
    first_attempt_at: datetime | None = None
    last_attempt_at: datetime | None = None
    fence: int = 0
    """Grows with every claim; whoever holds an older one may write no more."""
    worker: str | None = None
    lease_until: datetime | None = None
    """Nobody but `worker` takes it up before; without a worker, nobody does: it pauses."""
    result: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    """What the operator's system said."""
    settled_at: datetime | None = None
    """When it was known to have succeeded or failed."""
    why: str | None = None
    """Why it failed, is unknown or waits for a person, in an operator's words."""
    compensates: ActionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Hold one person's decision on exactly one version of an action."""

    action: ActionId
    version: int
    """Version of the action that the person saw."""
    digest: str
    by: str
    """`customer`, the one whose action it is, or `staff:<id>`."""
    is_approved: bool
    at: datetime
