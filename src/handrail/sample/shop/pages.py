"""What the shop's pages show. Every text is escaped; nothing on them is a script of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from handrail.sample.orders.wares import WARES, Ware

SITE_KEY = "corncrake-shop"
"""How the shop is declared in the project's `[[sites]]`."""
NAME = "Corncrake"
PORT = 8088
"""Where the shop listens; the project lets pages from there open conversations."""
_SHOWN_WARES = 8
_TOPICS = (
    ("Returns", "How long do I have to send something back?"),
    ("Delivery", "How much does shipping to Germany cost?"),
    ("Rental", "How does renting an instrument work?"),
    ("Repairs", "How long does a bow rehair take?"),
    ("Membership", "How do I cancel?"),
    ("Your order", "Refund 10 euros for order CC-4410287"),
)
_STATES = {"received": "We are preparing it", "packed": "Packed", "shipped": "On its way"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Hold who looks at a page: somebody who signed in, or nobody known."""

    name: str
    """Of the one customer whom the demo can sign in."""
    is_signed_in: bool


def front_page(visitor: Visitor, chat: str) -> str:
    """Return the shop's first page."""
    wares = "".join(_ware(ware) for ware in WARES[:_SHOWN_WARES])
    topics = "".join(_topic(name, question) for name, question in _TOPICS)
    body = (
        f"<h1>Strings, bows and instruments</h1>"
        f"<p class='made-up'>{NAME} is made up, and so is everything in it. Its assistant is real."
        f"</p><ul class='wares'>{wares}</ul>"
        f"<section aria-labelledby='help'><h2 id='help'>Help</h2>"
        f"<p>Ask the assistant at the corner of the page, for example:</p>"
        f"<ul class='topics'>{topics}</ul></section>"
    )
    return _page("Shop", body, visitor, chat)


def orders_page(visitor: Visitor, orders: Iterable[Mapping[str, Any]], chat: str) -> str:
    """Return the orders of whoever signed in, or how to sign in."""
    if not visitor.is_signed_in:
        body = (
            "<h1>Your orders</h1><p>Sign in to see your orders, and to let the assistant see to "
            "them.</p><form method='post' action='/sign-in'><button class='main'>Sign in as "
            f"{escape(visitor.name)}</button></form>"
            "<p class='made-up'>There is no password: this shop is made up, and listens on this "
            "computer only.</p>"
        )
        return _page("Your orders", body, visitor, chat)
    shown = "".join(_order(order) for order in orders)
    body = f"<h1>Your orders</h1><div class='orders'>{shown}</div>"
    return _page("Your orders", body, visitor, chat)


def _ware(ware: Ware) -> str:
    return (
        f"<li><span class='picture' aria-hidden='true'>{escape(ware.title[:1])}</span>"
        f"<strong>{escape(ware.title)}</strong><span>{_money(ware.price)}</span></li>"
    )


def _topic(name: str, question: str) -> str:
    return f"<li><strong>{escape(name)}</strong> <q>{escape(question)}</q></li>"


def _order(order: Mapping[str, Any]) -> str:
    items = "".join(
        f"<li>{escape(str(item['title']))} <span>{_money(item['price'])}</span></li>"
        for item in order["items"]
    )
    refunded = f" · {_money(order['refunded'])} paid back" if order["refunded"] else ""
    state = _STATES.get(str(order["state"]), str(order["state"]).capitalize())
    return (
        f"<article><h2>Order {escape(str(order['id']))}</h2>"
        f"<p>{escape(state)} · {_money(order['paid'])} paid{refunded}</p><ul>{items}</ul></article>"
    )


def _page(title: str, body: str, visitor: Visitor, chat: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} · {NAME}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shop.css">
<script src="/shop.js" defer></script>
<script src="{escape(chat, quote=True)}/widget.js" defer></script>
</head>
<body data-signed-in="{str(visitor.is_signed_in).lower()}">
<header>
<strong>{NAME}</strong>
<nav aria-label="Shop"><a href="/">Shop</a> <a href="/orders">Your orders</a></nav>
{_account(visitor)}
</header>
<main>{body}</main>
<handrail-chat site="{SITE_KEY}"{" signed-in" if visitor.is_signed_in else ""}></handrail-chat>
</body>
</html>
"""


def _account(visitor: Visitor) -> str:
    if not visitor.is_signed_in:
        return "<a class='account' href='/orders'>Sign in</a>"
    return (
        f"<form class='account' method='post' action='/sign-out'>{escape(visitor.name)} "
        f"<button>Sign out</button></form>"
    )


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d} €"
