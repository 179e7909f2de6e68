"""What requests to the order system must look like, and what it tells."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from handrail.sample.orders.faults import FaultKind

_LARGEST_AMOUNT = 10_000_000

OrderNumber = Annotated[
    str, Path(pattern=r"^CC-\d{7}$", description="Order number, from the confirmation.")
]
CustomerNumber = Annotated[str, Path(pattern=r"^cus-\d{4}$")]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=200)]
Reference = Annotated[str, Header(alias="Reference", min_length=8, max_length=200)]
Deadline = Annotated[
    datetime | None,
    Header(alias="Request-Deadline", description="The request is refused after this moment."),
]
Since = Annotated[datetime, Query(description="Effects from this moment on.")]
After = Annotated[int, Query(ge=0, description="Number of the last effect that is known.")]
_Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]


_Country = Literal["IE", "DE", "NL", "BE", "AT", "FR", "GB", "CH", "NO"]
_State = Literal[
    "received", "picking", "packed", "on_its_way", "partly_delivered", "delivered", "cancelled"
]


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Refund(_Request):
    """Pay back part of an order to where it was paid from."""

    amount: Annotated[int, Field(ge=1, le=_LARGEST_AMOUNT, description="Cents.")]


class Cancellation(_Request):
    """Stop an order and give back what was paid; there is nothing to choose."""


class AddressChange(_Request):
    """Send an order elsewhere in the same country."""

    street: Annotated[_Line, Field(description="Street and number.")]
    postcode: Annotated[
        str, StringConstraints(min_length=3, max_length=12), Field(description="Postcode.")
    ]
    city: Annotated[_Line, Field(description="Town or city.")]
    country: Annotated[_Country, Field(description="As it was: tax and shipping hang on it.")]


class InvoiceMail(_Request):
    """Send the invoice again; there is nothing to choose."""


class EmailChange(_Request):
    """Begin to change a customer's e-mail address."""

    email: Annotated[
        str,
        StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}$"),
        Field(description="The new address.", json_schema_extra={"format": "email"}),
    ]


class NewFault(_Request):
    """Switch a fault on for the next requests to an endpoint."""

    endpoint: str
    kind: Annotated[FaultKind, Field(strict=False)]
    times: Annotated[int, Field(ge=1, le=100_000)] = 1
    milliseconds: Annotated[int, Field(ge=0, le=600_000)] = 0


class ShownItem(BaseModel):
    """Hold a line of an order; price in cents for one."""

    sku: str
    title: str
    quantity: int
    price: int


class ShownAddress(BaseModel):
    """Hold where an order goes."""

    street: str
    postcode: str
    city: str
    country: str


class ShownOrder(BaseModel):
    """Tell of an order; money in cents."""

    id: str
    customer: str
    state: _State
    placed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    return_by: str | None
    is_return_open: Annotated[bool, Field(description="It may still be sent back.")]
    is_back: Annotated[bool, Field(description="What was sent back has reached the returns desk.")]
    is_made_for_you: bool
    is_freight: bool
    paid: int
    refunded: int
    refundable: Annotated[int, Field(description="What is left to refund.")]
    currency: Literal["EUR"]
    payment: str
    invoice: str | None
    is_invoiced: bool
    address: ShownAddress
    country: str
    address_changes: int
    items: list[ShownItem]


class ShownCustomer(BaseModel):
    """Tell of a customer."""

    id: str
    name: str
    email: str
    pending_email: str | None
    country: str
    is_member: bool
    joined_at: datetime
    contact_changed_at: datetime | None
    open_orders: int
    orders: list[str]


class ShownEffect(BaseModel):
    """Tell of one effect."""

    id: int
    at: datetime
    action: str
    key: str | None
    resource: str
    customer: str
    amount: int


class ShownEffects(BaseModel):
    """List effects, oldest first; ask again with `after` until none come."""

    effects: list[ShownEffect]


class Done(BaseModel):
    """Say what was done."""

    model_config = ConfigDict(extra="allow")

    effect: Annotated[int, Field(description="Number of the effect in the ledger.")]
