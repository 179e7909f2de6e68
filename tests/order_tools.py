"""The order system's own desk behind the tools of an MCP server: `python -m tests.order_tools`."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from handrail.kernel.clock import SystemClock
from handrail.sample.orders.desk import Reply
from handrail.sample.orders.ledger import Ledger
from handrail.sample.orders.reading import (
    found_effect,
    listed_effects,
    shown_customer,
    shown_order,
)
from tests.order_functions import done, in_capitals, ledger

SERVER: "MCPServer[Any]" = MCPServer("orders")


class Order(BaseModel):
    """Hold what is told of an order."""

    id: str
    customer: str
    state: Literal[
        "received", "picking", "packed", "on_its_way", "partly_delivered", "delivered", "cancelled"
    ]
    refundable: int
    placed_at: datetime
    shipped_at: datetime | None


class Customer(BaseModel):
    """Hold what is told of a customer."""

    id: str
    is_member: bool


class Effects(BaseModel):
    """Hold effects."""

    effects: list[dict[str, Any]]


@SERVER.tool()
def read_order(order: str) -> Order | None:
    """Tell of an order, in whichever spelling, as many systems do."""
    shown = shown_order(_ledger(), in_capitals(order), SystemClock().now())
    return None if shown is None else Order.model_validate(shown)


@SERVER.tool()
def read_customer(customer: str) -> Customer | None:
    """Tell of a customer."""
    shown = shown_customer(_ledger(), customer)
    return None if shown is None else Customer.model_validate(shown)


@SERVER.tool()
def refund(order: str, amount: int, idempotency_key: str) -> dict[str, Any]:
    """Pay back money for items of a delivered order."""
    return _said(lambda: done("refund", order, {"amount": amount}, idempotency_key))


@SERVER.tool()
def change_email(
    customer: str, email: str = Field(json_schema_extra={"format": "email"}), reference: str = ""
) -> dict[str, Any]:
    """Change where the customer is reached and signs in."""
    return _said(lambda: done("change_email", customer, {"email": email}, reference))


@SERVER.tool()
def resend_invoice(order: str) -> dict[str, Any]:
    """Send the invoice of a dispatched order to the e-mail address of the account."""
    return _said(lambda: done("resend_invoice", order, {}, None))


@SERVER.tool()
def find_effect(reference: str) -> dict[str, Any] | None:
    """Find an effect by a reference."""
    effect = found_effect(_ledger(), reference)
    return None if effect is None else {"effect": effect.id}


@SERVER.tool()
def list_effects(since: datetime, after: int = 0) -> Effects:
    """List effects from a moment on."""
    listed = listed_effects(_ledger(), since, after)
    names = ("id", "key", "action", "resource", "amount")
    return Effects(
        effects=[
            {"at": effect.at.isoformat(), **{name: getattr(effect, name) for name in names}}
            for effect in listed
        ]
    )


def _ledger() -> Ledger:
    try:
        return ledger()
    except ConnectionError:
        os._exit(1)  # an outage takes the server with it


def _said(do: Callable[[], Reply]) -> dict[str, Any]:
    _ledger()
    reply = do()
    if "error" in reply.body:
        raise ToolError(str(reply.body["error"]["code"]))
    return reply.body


if __name__ == "__main__":
    SERVER.run()
