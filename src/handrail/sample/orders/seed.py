"""The orders that the sample company begins with: the same ones every time, dated from one day.

The first ones are laid out by hand, for the demo and for tests to name; the rest is drawn.
"""

import json
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handrail.sample.orders.ledger import Connection, Ledger, spelled
from handrail.sample.orders.wares import (
    BY_SKU,
    FREE_SHIPPING_FROM,
    NEAR,
    PAYMENTS,
    PEOPLE,
    PLACES,
    SHIPPING,
    WARES,
    Ware,
)

_SEED = 20_261_126
_FIRST_CUSTOMER = 1001
_FIRST_DRAWN_ORDER = 4_410_500
_DAYS_UNDER_WAY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Hold an order to be written; `age` is how long ago it was delivered, or else ordered."""

    number: str
    customer: int
    state: str
    age: timedelta
    skus: tuple[str, ...]
    payment: str = "Visa"
    refunded: int = 0
    is_back: bool = False
    address_changes: int = 0


_LAID_OUT = (
    Laid(
        number="CC-4410287",
        customer=1001,
        state="delivered",
        age=timedelta(days=6),
        skus=("VN-STR-44", "ROSIN-D"),
        is_back=True,
    ),
    Laid(
        number="CC-4410466",
        customer=1001,
        state="received",
        age=timedelta(minutes=40),
        skus=("TUNER-2", "MUTE-RB"),
    ),
    Laid(
        number="CC-4406120",
        customer=1001,
        state="delivered",
        age=timedelta(days=120),
        skus=("REST-VN", "VN-STR-E"),
    ),
    Laid(
        number="CC-4409950",
        customer=1002,
        state="delivered",
        age=timedelta(days=9),
        skus=("VN-44-AD",),
        payment="PayPal",
        is_back=True,
    ),
    Laid(
        number="CC-4410431",
        customer=1002,
        state="on_its_way",
        age=timedelta(days=2),
        skus=("BOW-VN-CF", "ROSIN-D"),
        payment="PayPal",
    ),
    Laid(
        number="CC-4410302",
        customer=1003,
        state="delivered",
        age=timedelta(days=12),
        skus=("VC-44-AD",),
        payment="bank transfer",
    ),
    Laid(
        number="CC-4410470",
        customer=1003,
        state="received",
        age=timedelta(minutes=25),
        skus=("VC-STR-44",),
        address_changes=1,
    ),
    Laid(
        number="CC-4410458",
        customer=1004,
        state="packed",
        age=timedelta(hours=5),
        skus=("UK-CON", "HYGRO"),
    ),
    Laid(
        number="CC-4410203",
        customer=1004,
        state="delivered",
        age=timedelta(days=4),
        skus=("CASE-INI",),
    ),
    Laid(
        number="CC-4410155",
        customer=1005,
        state="delivered",
        age=timedelta(days=14),
        skus=("CL-BB", "STAND-F"),
        refunded=2450,
        is_back=True,
    ),
    Laid(
        number="CC-4409877",
        customer=1005,
        state="cancelled",
        age=timedelta(days=20),
        skus=("VN-STR-44",),
    ),
)


def seed(ledger: Ledger, today: datetime) -> None:
    """Fill a ledger that holds no customer yet."""
    with ledger.transaction() as held:
        if held.execute("SELECT 1 FROM customers LIMIT 1").fetchone() is not None:
            return
        draw = random.Random(_SEED)  # noqa: S311 - the same invented orders every time
        for number, (name, country) in enumerate(PEOPLE, _FIRST_CUSTOMER):
            _write_customer(held, number, name, country, today - _days(draw, 200, 1500), draw)
        for laid in (*_LAID_OUT, *_drawn(draw)):
            _write_order(held, laid, today)


def _drawn(draw: random.Random) -> Iterator[Laid]:
    number = _FIRST_DRAWN_ORDER
    for customer in range(_FIRST_CUSTOMER, _FIRST_CUSTOMER + len(PEOPLE)):
        for _ in range(draw.randint(2, 4)):
            number += draw.randint(1, 9)
            yield _drawn_order(draw, customer, f"CC-{number}")


def _drawn_order(draw: random.Random, customer: int, number: str) -> Laid:
    state = draw.choices(
        ("received", "picking", "packed", "on_its_way", "delivered", "cancelled"),
        (8, 8, 8, 12, 59, 5),
    )[0]
    ages = {
        "received": timedelta(minutes=draw.randint(3, 60)),
        "picking": timedelta(minutes=draw.randint(60, 115)),
        "packed": timedelta(hours=draw.randint(2, 20)),
        "on_its_way": timedelta(hours=draw.randint(20, 90)),
        "delivered": timedelta(hours=draw.randint(24, 24 * 90)),
        "cancelled": timedelta(days=draw.randint(1, 60)),
    }
    wares = draw.sample(WARES, draw.randint(1, 3))
    return Laid(
        number=number,
        customer=customer,
        state=state,
        age=ages[state],
        skus=tuple(ware.sku for ware in wares),
        payment=draw.choice(PAYMENTS),
        is_back=state == "delivered" and draw.random() < 0.3,
    )


def _write_customer(
    held: Connection, number: int, name: str, country: str, joined: datetime, draw: random.Random
) -> None:
    held.execute(
        "INSERT INTO customers (id, name, email, country, is_member, joined_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            f"cus-{number}",
            name,
            f"{_plain(name)}@mail.example",
            country,
            draw.random() < 0.4,
            spelled(joined),
        ),
    )


def _write_order(held: Connection, laid: Laid, today: datetime) -> None:
    country = PEOPLE[laid.customer - _FIRST_CUSTOMER][1]
    wares = [BY_SKU[sku] for sku in laid.skus]
    shipping = _shipping(wares, country)
    paid = sum(ware.price for ware in wares) + shipping
    is_cancelled = laid.state == "cancelled"
    laid = replace(laid, refunded=paid if is_cancelled else laid.refunded)
    reached = today - laid.age
    is_delivered = laid.state == "delivered"
    ordered = reached - timedelta(days=_DAYS_UNDER_WAY) if is_delivered else reached
    has_left = laid.state in ("on_its_way", "delivered")
    street, postcode, city = PLACES[country][laid.customer % len(PLACES[country])]
    held.execute(
        "INSERT INTO orders (id, customer, state, placed_at, shipped_at, delivered_at,"
        " cancelled_at, street, postcode, city, country, address_changes, payment, shipping, paid,"
        " refunded, is_back) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            laid.number,
            f"cus-{laid.customer}",
            laid.state,
            spelled(ordered),
            spelled(ordered + timedelta(hours=4)) if has_left else None,
            spelled(reached) if is_delivered else None,
            spelled(reached) if is_cancelled else None,
            *(street, postcode, city, country),
            laid.address_changes,
            laid.payment,
            *(shipping, paid, laid.refunded),
            laid.is_back,
        ),
    )
    _write_items(held, laid.number, wares)
    if has_left:
        _write_invoice(held, laid.number, ordered, paid)
    if laid.refunded:
        _write_earlier_refund(held, laid, reached)


def _write_items(held: Connection, number: str, wares: list[Ware]) -> None:
    held.executemany(
        "INSERT INTO items (order_id, position, sku, title, quantity, price, is_made_for_you,"
        " is_freight)"
        " VALUES (?, ?, ?, ?, 1, ?, ?, ?)",
        [
            (number, at, w.sku, w.title, w.price, w.is_made_for_you, w.freight is not None)
            for at, w in enumerate(wares, 1)
        ],
    )


def _write_invoice(held: Connection, number: str, at: datetime, amount: int) -> None:
    held.execute(
        "INSERT INTO invoices (id, order_id, issued_at, amount) VALUES (?, ?, ?, ?)",
        (f"INV-{number.removeprefix('CC-')}", number, spelled(at), amount),
    )


def _write_earlier_refund(held: Connection, laid: Laid, at: datetime) -> None:
    action = "cancel_order" if laid.state == "cancelled" else "refund"
    held.execute(
        "INSERT INTO effects (at, action, key, resource, customer, amount, said, is_seeded)"
        " VALUES (?, ?, NULL, ?, ?, ?, ?, 1)",
        (
            spelled(at),
            action,
            f"Order/{laid.number}",
            f"cus-{laid.customer}",
            laid.refunded,
            json.dumps({"order": laid.number, "amount": laid.refunded}),
        ),
    )


def _shipping(wares: list[Ware], country: str) -> int:
    freight = [ware.freight[country not in NEAR] for ware in wares if ware.freight is not None]
    if freight:
        return sum(freight)
    is_free = sum(ware.price for ware in wares) >= FREE_SHIPPING_FROM[country]
    return 0 if is_free else SHIPPING[country]


def _days(draw: random.Random, least: int, most: int) -> timedelta:
    return timedelta(days=draw.randint(least, most))


def _plain(name: str) -> str:
    kept = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss").replace("ı", "i"))
    letters = "".join(c for c in kept if c.isascii() and (c.isalpha() or c == " "))
    return letters.replace(" ", ".")
