"""What the order system's own tables say, read without asking anybody: the court's only facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handrail.sample.orders.ledger import Ledger

_CUSTOMER_ACTION = "change_email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Hold one row of the ledger."""

    number: int
    at: int
    action: str
    key: str | None
    target: str
    customer: str
    amount: int


@dataclass(slots=True)
class Books:
    """Read orders and effects; money and moments are whole numbers."""

    ledger: Ledger
    effects: list[Effect] = field(default_factory=list)
    _theirs: dict[str, list[Effect]] = field(default_factory=dict)

    def order(self, number: str) -> Mapping[str, Any] | None:
        """Return an order's row with what its items are."""
        with self.ledger.transaction() as held:
            row = held.execute("SELECT * FROM orders WHERE id = ?", (number,)).fetchone()
            items = held.execute(
                "SELECT max(is_made_for_you) AS made, max(is_freight) AS freight FROM items"
                " WHERE order_id = ?",
                (number,),
            ).fetchone()
            invoice = held.execute(
                "SELECT count(*) AS n FROM invoices WHERE order_id = ?", (number,)
            ).fetchone()
        if row is None or items is None or invoice is None:
            return None
        held_row = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row, not a mapping
        return {**held_row, **_bits(items), "invoices": invoice["n"]}

    def has_customer(self, number: str) -> bool:
        """Tell whether there is such a customer."""
        with self.ledger.transaction() as held:
            row = held.execute("SELECT 1 FROM customers WHERE id = ?", (number,)).fetchone()
        return row is not None

    def new_effects(self) -> list[Effect]:
        """Return the effects that came since this was asked last."""
        last = self.effects[-1].number if self.effects else 0
        with self.ledger.transaction() as held:
            rows = held.execute(
                "SELECT * FROM effects WHERE NOT is_seeded AND id > ? ORDER BY id", (last,)
            ).fetchall()
        new = [_effect(row) for row in rows]
        for effect in new:
            self._theirs.setdefault(effect.customer, []).append(effect)
        self.effects += new
        return new

    def of_customer(self, customer: str, since: int, action: str | None = None) -> list[Effect]:
        """Return a customer's effects after a moment."""
        held = self._theirs.get(customer, [])
        return [e for e in held if e.at > since and action in (None, e.action)]

    def facts(self, name: str, target: str, now: int) -> Mapping[str, object] | None:
        """Return what is true of an order, as the help articles speak of it, or None."""
        if name == _CUSTOMER_ACTION:
            return {} if self.has_customer(target) else None
        order = self.order(target)
        if order is None:
            return None
        return {
            "state": order["state"],
            "refundable": order["paid"] - order["refunded"],
            "is_return_open": _may_come_back(order["delivered_at"], now),
            "is_back": bool(order["is_back"]),
            "is_made_for_you": bool(order["made"]),
            "is_freight": bool(order["freight"]),
            "placed_at": int(moment(order["placed_at"]).timestamp()),
            "country": order["country"],
            "address_changes": order["address_changes"],
            "is_invoiced": order["invoices"] > 0,
        }

    def owner(self, name: str, target: str) -> str | None:
        """Return whose it is."""
        if name == _CUSTOMER_ACTION:
            return target
        order = self.order(target)
        return None if order is None else str(order["customer"])


def moment(stored: str) -> datetime:
    """Return a stored moment."""
    return datetime.fromisoformat(stored).astimezone(UTC)


def _bits(items: Mapping[str, Any]) -> dict[str, object]:
    return {"made": items["made"], "freight": items["freight"]}


def _effect(row: Mapping[str, Any]) -> Effect:
    return Effect(
        number=row["id"],
        at=int(moment(row["at"]).timestamp()),
        action=row["action"],
        key=row["key"],
        target=row["resource"].split("/", 1)[1],
        customer=row["customer"],
        amount=row["amount"],
    )


def _may_come_back(delivered: str | None, now: int) -> bool:
    """30 days; what comes between mid-November and Christmas Eve, until the end of January."""
    if delivered is None:
        return False
    came = moment(delivered).date()
    last = came + timedelta(days=30)
    if date(came.year, 11, 15) <= came <= date(came.year, 12, 24):
        last = date(came.year + 1, 1, 31)
    return datetime.fromtimestamp(now, tz=UTC).date() <= last
