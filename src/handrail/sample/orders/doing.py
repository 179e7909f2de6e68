"""What the order system does when it is asked to, and what it refuses whoever asks.

It keeps its own books: never more back than was paid, nothing cancelled that is packed. Whether a
customer may ask for it is not its business: that is what the systems in front of it are for.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handrail.kernel.errors import HandrailError
from handrail.sample.orders.ledger import Connection, spelled
from handrail.sample.orders.rules import is_before_packing

Body = Mapping[str, Any]
Said = dict[str, str | int | bool | None]


class Refused(HandrailError):
    """Report what the order system does not do; nothing of it has happened."""

    def __init__(self, code: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.reason = code
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Hold what was done, for the ledger and for the reply."""

    resource: str
    customer: str
    amount: int = 0
    said: Said = field(default_factory=dict)


Deed = Callable[[Connection, str, Body, datetime], Made]


def refund(held: Connection, target: str, body: Body, _now: datetime) -> Made:
    """Pay back part of an order, never more than is left of what was paid."""
    order, amount = _order(held, target), int(body["amount"])
    changed = held.execute(
        "UPDATE orders SET refunded = refunded + ? WHERE id = ? AND refunded + ? <= paid",
        (amount, target, amount),
    )
    if not changed.rowcount:
        left = order["paid"] - order["refunded"]
        raise Refused("above_what_is_left", f"Only {left} cents are left to refund.")
    left = order["paid"] - order["refunded"] - amount
    said: Said = {"order": target, "amount": amount, "refundable": left, "to": order["payment"]}
    return _done("Order", order, amount, said)


def cancel_order(held: Connection, target: str, _body: Body, now: datetime) -> Made:
    """Stop an order that is not packed, and give back all that was paid."""
    order = _order(held, target)
    if not is_before_packing(order):
        raise Refused("not_cancellable", f"The order is {order['state']}.")
    amount = order["paid"] - order["refunded"]
    held.execute(
        "UPDATE orders SET state = 'cancelled', cancelled_at = ?, refunded = paid WHERE id = ?",
        (spelled(now), target),
    )
    said: Said = {"order": target, "state": "cancelled", "amount": amount}
    return _done("Order", order, amount, said)


def change_address(held: Connection, target: str, body: Body, _now: datetime) -> Made:
    """Send an order that is not packed somewhere else in the same country, once."""
    order = _order(held, target)
    if not is_before_packing(order):
        raise Refused("already_packed", f"The order is {order['state']}.")
    if body["country"] != order["country"]:
        raise Refused("other_country", f"The order goes to {order['country']}.")
    held.execute(
        "UPDATE orders SET street = ?, postcode = ?, city = ?,"
        " address_changes = address_changes + 1 WHERE id = ?",
        (body["street"], body["postcode"], body["city"], target),
    )
    said: Said = {"order": target, "address_changes": order["address_changes"] + 1}
    return _done("Order", order, 0, said)


def resend_invoice(held: Connection, target: str, _body: Body, now: datetime) -> Made:
    """Send an order's invoice to the address of the account, once more each time."""
    order = _order(held, target)
    invoice = held.execute("SELECT id FROM invoices WHERE order_id = ?", (target,)).fetchone()
    if invoice is None:
        raise Refused("no_invoice", "The order has no invoice yet: it has not left.")
    recipient = _customer(held, order["customer"])["email"]
    _mail(held, now, "invoice", recipient, invoice["id"])
    return _done("Order", order, 0, {"order": target, "invoice": invoice["id"]})


def change_email(held: Connection, target: str, body: Body, now: datetime) -> Made:
    """Begin to change a customer's address: a link goes to the new one, a notice to the old."""
    customer, email = _customer(held, target), str(body["email"])
    taken = held.execute(
        "SELECT 1 FROM customers WHERE lower(email) = lower(?)", (email,)
    ).fetchone()
    if taken is not None:
        raise Refused("address_in_use", "An account has this address already.")
    held.execute(
        "UPDATE customers SET pending_email = ?, contact_changed_at = ? WHERE id = ?",
        (email, spelled(now), target),
    )
    _mail(held, now, "confirm_address", email, target)
    _mail(held, now, "address_notice", customer["email"], target)
    return Made(
        resource=f"Customer/{target}",
        customer=target,
        said={"customer": target, "waits_for_confirmation": True},
    )


DEEDS: Mapping[str, Deed] = {
    "refund": refund,
    "cancel_order": cancel_order,
    "change_address": change_address,
    "resend_invoice": resend_invoice,
    "change_email": change_email,
}


def written_effect(held: Connection, action: str, key: str | None, made: Made, at: datetime) -> int:
    """Write an effect into the ledger and return its number."""
    row = (spelled(at), action, key, made.resource, made.customer, made.amount)
    added = held.execute(
        "INSERT INTO effects (at, action, key, resource, customer, amount, said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*row, json.dumps(made.said)),
    )
    assert added.lastrowid is not None
    return added.lastrowid


def _done(kind: str, order: Mapping[str, Any], amount: int, said: Said) -> Made:
    resource = f"{kind}/{order['id']}"
    return Made(resource=resource, customer=order["customer"], amount=amount, said=said)


def _mail(held: Connection, now: datetime, kind: str, recipient: str, about: str) -> None:
    held.execute(
        "INSERT INTO mails (at, kind, recipient, about) VALUES (?, ?, ?, ?)",
        (spelled(now), kind, recipient, about),
    )


def _order(held: Connection, order: str) -> Mapping[str, Any]:
    row = held.execute("SELECT * FROM orders WHERE id = ?", (order,)).fetchone()
    if row is None:
        raise Refused("no_such_order", f"There is no order {order}.", status=404)
    return row


def _customer(held: Connection, customer: str) -> Mapping[str, Any]:
    row = held.execute("SELECT * FROM customers WHERE id = ?", (customer,)).fetchone()
    if row is None:
        raise Refused("no_such_customer", f"There is no customer {customer}.", status=404)
    return row
