"""What an action is declared to be: its parameters and what it does to the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NewType

ActionName = NewType("ActionName", str)
Row = Mapping[str, str | int | bool]
Value = str | int | bool | tuple[str, ...] | tuple[Row, ...]
"""What an argument or a fact may hold; money is whole minor units, such as cents."""
Arguments = Mapping[str, Value]


class Reversibility(StrEnum):
    """Whether what was done can be undone."""

    REVERSIBLE = "reversible"
    """Doing the opposite restores what was."""
    COMPENSABLE = "compensable"
    """Another action makes good for it."""
    IRREVERSIBLE = "irreversible"


class MoneyFlow(StrEnum):
    """Whether money moves, and whose."""

    NONE = "none"
    OUT = "out"
    """The company pays, refunds or waives."""
    IN = "in"
    """The customer is charged."""


class PersonalData(StrEnum):
    """What an action does with personal data."""

    NONE = "none"
    READ = "read"
    WRITE = "write"
    CONTACT = "contact"
    """It changes how the customer is reached: whoever does that could take over an account."""


class Reach(StrEnum):
    """How many people an action touches."""

    ONE_CUSTOMER = "one_customer"
    MANY_CUSTOMERS = "many_customers"


class BackendClass(StrEnum):
    """How an effect is kept single at the operator's system."""

    A = "A"
    """It takes an idempotency key: the same key and bytes again have no second effect."""
    B = "B"
    """It can be asked by our reference whether the effect is there."""
    C = "C"
    """Neither: tried at most once, then unknown, then a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTerms:
    """Say which money an action moves and how much there is to move at most."""

    flow: MoneyFlow = MoneyFlow.NONE
    argument: str | None = None
    """The parameter that holds the amount; exactly one of this and `fact` where money moves."""
    fact: str | None = None
    """The fact of the resource that holds the amount; that may be nothing."""
    ceiling: str | None = None
    """The fact that holds what is left to move, before what we have under way; None: no ceiling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Declare what an action does to the world; an action without them is a start-up error."""

    reversibility: Reversibility
    money: MoneyTerms
    personal_data: PersonalData
    reach: Reach
    backend: BackendClass
    key_window: timedelta | None = None
    """Class A: how long the system remembers a key."""
    settle_time: timedelta | None = None
    """Class B: how long after an attempt a late request can no longer land."""
    compensation: ActionName | None = None


class ParameterKind(StrEnum):
    """What a parameter may hold."""

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    EMAIL = "email"
    CHOICE = "choice"
    FLAG = "flag"
    REFERENCE = "reference"
    """An id at the operator's system: letters, digits and a few signs."""
    REFERENCES = "references"
    ROWS = "rows"
    """A list of records with the parameters of `columns`."""


class AddressPart(StrEnum):
    """Which line of an address a text is."""

    STREET = "street"
    """With the house number."""
    POSTCODE = "postcode"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Hold one parameter or fact: what it may hold, and how a customer is asked for it."""

    name: str
    kind: ParameterKind
    label: str
    """What a card calls it."""
    question: str = ""
    """What a customer is asked where it is missing."""
    is_required: bool = True
    is_personal: bool = False
    """Kept encrypted under the customer's own key."""
    choices: tuple[str, ...] = ()
    said_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """What customers say for a choice: `broken`, `cracked` for `damaged`."""
    pattern: str = ""
    """What a reference has to match as a whole, a regular expression; empty: any reference."""
    prefix: str = ""
    """What every reference begins with and a customer may leave out, such as `CC-`."""
    part: AddressPart | None = None
    """Which line of an address a text is; None: a text of its own."""
    filled_by: str | None = None
    """The fact that stands in where the customer names no value: all that is left to refund."""
    longest: int = 200
    """Characters of a text, rows of a list."""
    columns: "tuple[Parameter, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """Declare one action that may be proposed."""

    name: ActionName
    version: str
    title: str
    """What a card calls it, in the customer's words: `Refund an order`."""
    description: str
    parameters: tuple[Parameter, ...]
    consequences: Consequences
    resource: str
    """Kind of the resource that it is done to: `Order`; `Customer` for the customer's own data."""
    resource_argument: str | None = None
    """The parameter that names the resource; None where the resource is the customer."""
    facts: tuple[Parameter, ...] = ()
    """What has to be known of the resource; policies may look at these and at no others."""
    examples: tuple[str, ...] = ()
    """Sentences that ask for it."""
    lookalikes: tuple[str, ...] = ()
    """Sentences that sound alike and ask for something else, such as how it works."""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter called `name`, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def fact(self, name: str) -> Parameter | None:
        """Return the fact called `name`, or None."""
        return next((f for f in self.facts if f.name == name), None)
