"""The settings of actions: at which systems they happen, and what each does to the world.

What is declared here of an operation can stand in an OpenAPI document instead, under `x-handrail`
beside the operation. Where it stands in both, the settings win.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from handrail.domain.actions.spec import (
    AddressPart,
    BackendClass,
    MoneyFlow,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.model_settings import Section, WebAddress

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class MoneyDeclaration(Section):
    """Say which money an action moves; `flow = "none"` where it moves none."""

    flow: MoneyFlow
    """`none`, `out` (the company pays) or `in` (the customer is charged)."""
    argument: str | None = None
    """Argument that holds the amount in minor units; exactly one of this and `fact`."""
    fact: str | None = None
    """Fact that holds the amount."""
    ceiling: str | None = None
    """Fact that holds what is left to move; must be named where text may name the amount."""


class PlaceDeclaration(Section):
    """Say where a request carries something that is no argument."""

    where: Annotated[Literal["header", "path", "query", "body", "argument"], Field(alias="in")]
    """`header`, `path`, `query` or `body`; `argument` of an MCP tool. Spelt `in`."""
    name: str
    """Name of the header, parameter or field."""


class ParameterDeclaration(Section):
    """Say more of a parameter or a fact than its schema does."""

    kind: ParameterKind | None = None
    """Kind, where the schema does not tell: `money` is an integer like any other there."""
    label: str = ""
    """What a card calls it."""
    question: str = ""
    """What a customer is asked where it is missing."""
    personal: bool = False
    """Kept encrypted under the customer's own key."""
    prefix: str = ""
    """What every id begins with and a customer may leave out, such as `CC-`."""
    said_as: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """What customers say for a choice: `{IE = ["Ireland"]}`."""
    part: AddressPart | None = None
    """Which line of an address it is: `street`, `postcode` or `city`."""
    filled_by: str | None = None
    """Fact that stands in where the customer names no value."""
    field: str = ""
    """Facts only: where it stands in the reply, `payment.method`; its name where not said."""


class ActionDeclaration(Section):
    """Declare an action; what it does to the world has no default."""

    action: Name
    """Name of the action."""
    title: str
    """What a card calls it, in the customer's words."""
    description: str = ""
    """What it does, for whoever reads requests."""
    version: str = "1"
    """Change it with the meaning of the action: what was approved before is asked for again."""
    resource: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{0,63}$")]
    """Kind of what it is done to; there must be an operation that reads it."""
    resource_argument: str | None = None
    """Argument that names the resource; without one it is the customer's own record."""
    facts: tuple[str, ...]
    """Facts of the resource that policies may look at; an empty list where none."""
    reversibility: Reversibility
    """`reversible`, `compensable` or `irreversible`."""
    money: MoneyDeclaration
    """Which money moves; `{flow = "none"}` where none does."""
    personal_data: PersonalData
    """`none`, `read`, `write` or `contact` (it changes how the customer is reached)."""
    reach: Reach
    """`one_customer` or `many_customers`."""
    backend: BackendClass
    """`A`: takes an idempotency key. `B`: is asked by our reference. `C`: neither."""
    key_window_seconds: Annotated[int, Field(gt=0)] | None = None
    """Class A: how long a key is remembered."""
    settle_time_seconds: Annotated[int, Field(gt=0)] | None = None
    """Class B: how long after a try it can no longer take effect."""
    compensation: str | None = None
    """Action that makes good for it, where it is `compensable`."""
    parameters: Mapping[str, ParameterDeclaration] = Field(default_factory=dict)
    """More of each argument than its schema says."""
    key: PlaceDeclaration | None = None
    """Where the idempotency key of class A, or the reference of class B, goes."""
    deadline: PlaceDeclaration | None = None
    """Where the moment goes after which the request shall be refused."""
    customer: PlaceDeclaration | None = None
    """Where the customer's id goes; it comes from the sign-in, never from an argument."""
    refusals_are_errors: bool = False
    """MCP only: an error that the tool reports means that nothing was done. Otherwise nobody
    knows."""
    examples: tuple[str, ...] = ()
    """Sentences that ask for it."""
    lookalikes: tuple[str, ...] = ()
    """Sentences that sound alike and ask for something else."""


class ReadsDeclaration(Section):
    """Declare an operation that reads a resource, with what may be known of it."""

    reads: str
    """Kind of the resource: `Order`."""
    by: str | None = None
    """Parameter that takes the id; the only one where not said."""
    id: str | None = None
    """Field of the reply that holds the system's own id: what is asked for in another spelling is
    not found. It may be left out only where the id's pattern lets it be spelt in one way."""
    owner: str
    """Field of the reply that holds the customer whose it is: `customer.id`."""
    facts: Mapping[str, ParameterDeclaration]
    """What may be known of it, by name."""


class FindsDeclaration(Section):
    """Declare the operation that class B is asked by: is there an effect under our reference?"""

    finds_by: str
    """Parameter that takes the reference."""


class ListsDeclaration(Section):
    """Declare the operation that lists effects, for the daily comparison with ours."""

    lists: str
    """Field of the reply that holds the list."""
    since: str
    """Parameter that takes the moment to begin with."""
    after: str | None = None
    """Parameter that takes the `id` of the last effect of the page before."""
    id: str = "id"
    """Field with the effect's number."""
    key: str = "key"
    """Field with our key or reference."""
    action: str = "action"
    """Field with the name of the action."""
    resource: str = "resource"
    """Field with what it was done to: `Order/1001`."""
    amount: str = "amount"
    """Field with the minor units that moved."""
    at: str = "at"
    """Field with the moment."""


class SystemSettings(Section):
    """Say where one of the operator's systems is, and how it is spoken to."""

    kind: Literal["openapi", "mcp", "python"]
    """`openapi`: operations of a document; `mcp`: tools of a server; `python`: functions."""
    document: str | None = None
    """`openapi`: file with the document (JSON or YAML), relative to handrail.toml."""
    base_url: WebAddress | None = None
    """`openapi` and `mcp` over HTTP: address of the system."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; set it in the environment, not in the file."""
    timeout_seconds: Annotated[float, Field(gt=0, le=120)] = 10.0
    """A request without a reply by then is uncertain."""
    command: tuple[str, ...] = ()
    """`mcp` over a pipe: the program and its arguments."""
    module: str | None = None
    """`python`: module that holds an `ACTIONS`; it must be importable."""
    actions: Mapping[str, ActionDeclaration] = Field(default_factory=dict)
    reads: Mapping[str, ReadsDeclaration] = Field(default_factory=dict)
    finds: Mapping[str, FindsDeclaration] = Field(default_factory=dict)
    lists: Mapping[str, ListsDeclaration] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "SystemSettings":
        needed: Mapping[str, Mapping[str, object]] = {
            "openapi": {"document": self.document, "base_url": self.base_url},
            "mcp": {"command or base_url": self.command or self.base_url},
            "python": {"module": self.module},
        }
        for name, value in needed[self.kind].items():
            if not value:
                raise ValueError(f"a system of kind {self.kind!r} needs {name}")
        return self


Money = Annotated[int, Field(ge=0)]


class LimitSettings(Section):
    """Set running totals that no action may pass, whatever a policy says; money in hundredths."""

    customer_money_a_day: Money | None = None
    """Paid out to one customer in 24 hours."""
    customer_actions_a_day: Annotated[int, Field(ge=0)] | None = 20
    """Actions of one customer in 24 hours."""
    customer_actions_a_minute: Annotated[int, Field(ge=0)] | None = 5
    """Requests of one customer in a minute, also refused ones."""
    action_money_a_day: Money | None = None
    """Paid out by one action to all customers in 24 hours."""
    staff_money_a_day: Money | None = None
    """Approved by one of the staff in 24 hours."""
    cooling_off_hours: Annotated[float, Field(ge=0)] = 72.0
    """After a change of contact, nothing is paid out to the customer for so long."""
    agent_money: Money | None = None
    """An agent approves payments up to this; above it a lead does."""


class WaitingSettings(Section):
    """Say how long an action waits before it expires."""

    customer_minutes: Annotated[float, Field(gt=0)] = 15.0
    """For its customer to confirm it."""
    staff_hours: Annotated[float, Field(gt=0)] = 24.0
    """For the staff to approve it."""
    approved_minutes: Annotated[float, Field(gt=0)] = 60.0
    """For its first attempt, once it is approved."""


class IdentitySettings(Section):
    """Say how the host's own server shows who a customer is."""

    secret: SecretStr | None = None
    """Secret of at least 32 bytes that signs tokens (HS256); set it in the environment."""
    public_key: str | None = None
    """Public key in PEM that checks tokens (EdDSA or ES256), instead of a secret."""
    audience: str = "handrail"
    """What a token must name as its `aud`."""
    session_minutes: Annotated[float, Field(gt=0, le=1440)] = 60.0
    """How long a customer stays signed in to a conversation."""


class ActionSettings(Section):
    """Say what may be done for customers; without a system nothing is."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    """Currency of all amounts, which are told in its hundredths."""
    policies: str = "policies"
    """Folder with the policies (`*.cedar`), relative to handrail.toml."""
    shadow: tuple[Name, ...] = ()
    """Actions that are decided and recorded, and not done, beside those that staff switched so."""
    systems: Mapping[Name, SystemSettings] = Field(default_factory=dict)
    limits: LimitSettings = LimitSettings()
    waiting: WaitingSettings = WaitingSettings()
