"""What the order system tells of an order, a customer and its own effects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handrail.sample.orders.ledger import (
    Connection,
    Effect,
    Ledger,
    effect_of,
    moment_of,
    spelled,
)
from handrail.sample.orders.rules import may_return, return_by

Shown = dict[str, Any]

_MOST_EFFECTS = 500


def shown_order(ledger: Ledger, order: str, now: datetime) -> Shown | None:
    """Return an order with its items and what follows from the shop's rules, or None."""
    with ledger.transaction() as held:
        row = held.execute("SELECT * FROM orders WHERE id = ?", (order,)).fetchone()
        return None if row is None else _order(held, row, now)


def shown_customer(ledger: Ledger, customer: str) -> Shown | None:
    """Return a customer with the numbers of their orders, newest first, or None."""
    with ledger.transaction() as held:
        row = held.execute("SELECT * FROM customers WHERE id = ?", (customer,)).fetchone()
        orders = held.execute(
            "SELECT id, state FROM orders WHERE customer = ? ORDER BY placed_at DESC, id",
            (customer,),
        ).fetchall()
    if row is None:
        return None
    return {
        "id": row["id"],
        "name": row["name"],
        "email": row["email"],
        "pending_email": row["pending_email"],
        "country": row["country"],
        "is_member": bool(row["is_member"]),
        "joined_at": row["joined_at"],
        "contact_changed_at": row["contact_changed_at"],
        "open_orders": sum(o["state"] not in ("delivered", "cancelled") for o in orders),
        "orders": [order["id"] for order in orders],
    }


def found_effect(ledger: Ledger, reference: str) -> Effect | None:
    """Return the first effect that bears a reference, or None."""
    with ledger.transaction() as held:
        row = held.execute(
            "SELECT * FROM effects WHERE key = ? ORDER BY id LIMIT 1", (reference,)
        ).fetchone()
    return None if row is None else effect_of(row)


def listed_effects(ledger: Ledger, since: datetime, after: int) -> list[Effect]:
    """Return effects from a moment on, oldest first, beginning behind the one numbered `after`."""
    with ledger.transaction() as held:
        rows = held.execute(
            "SELECT * FROM effects WHERE at >= ? AND id > ? ORDER BY id LIMIT ?",
            (spelled(since), after, _MOST_EFFECTS),
        ).fetchall()
    return [effect_of(row) for row in rows]


def _order(held: Connection, row: Mapping[str, Any], now: datetime) -> Shown:
    items = held.execute(
        "SELECT * FROM items WHERE order_id = ? ORDER BY position", (row["id"],)
    ).fetchall()
    invoice = held.execute("SELECT id FROM invoices WHERE order_id = ?", (row["id"],)).fetchone()
    delivered = None if row["delivered_at"] is None else moment_of(row["delivered_at"])
    shown: Shown = {
        "id": row["id"],
        "customer": row["customer"],
        "state": row["state"],
        "placed_at": row["placed_at"],
        "shipped_at": row["shipped_at"],
        "delivered_at": row["delivered_at"],
        "return_by": None if delivered is None else return_by(delivered).isoformat(),
        "is_return_open": may_return(delivered, now),
        "is_back": bool(row["is_back"]),
        "is_made_for_you": any(item["is_made_for_you"] for item in items),
        "is_freight": any(item["is_freight"] for item in items),
        "paid": row["paid"],
        "refunded": row["refunded"],
        "refundable": row["paid"] - row["refunded"],
        "currency": "EUR",
        "payment": row["payment"],
        "invoice": None if invoice is None else invoice["id"],
        "is_invoiced": invoice is not None,
        "address": {name: row[name] for name in ("street", "postcode", "city", "country")},
        "country": row["country"],
        "address_changes": row["address_changes"],
    }
    lines = ("sku", "title", "quantity", "price")
    return shown | {"items": [{name: item[name] for name in lines} for item in items]}
