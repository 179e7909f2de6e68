"""Proposals in a world of plain values, legal ones and ones that are a hair off, by seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

DAY = 86_400
NOW = 1_790_000_000
STATES = (
    *("received", "picking", "packed", "on_its_way", "partly_delivered", "delivered"),
    "cancelled",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold one proposal and the world as it is: no type of the product is in it."""

    name: str
    arguments: Mapping[str, object]
    asker: str | None = "c-anna"
    token_ends: int = NOW + 600
    owner: str | None = "c-anna"
    facts: Mapping[str, object] | None = field(default_factory=dict)
    """None where there is no such thing."""
    totals: Mapping[str, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    all_off: bool = False
    now: int = NOW


Twist = Callable[[Case, Random], Case]


def cases(count: int, seed: int) -> tuple[Case, ...]:
    """Return legal proposals and ones with up to three twists."""
    chance = Random(seed)
    return tuple(_case(chance) for _ in range(count))


def _case(chance: Random) -> Case:
    case = chance.choice((_refund, _refund, _cancel, _address, _invoice, _email))(chance)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        of_it = TWISTS.get(case.name, ())
        case = chance.choice((*of_it, *of_it, *ANY))(case, chance)
    return case


def _refund(chance: Random) -> Case:
    amount = chance.choice((100, 2_500, 4_999, 5_000, 5_001, 40_000, 50_000, 50_001, 90_000))
    return Case(
        name="refund",
        arguments={"order": "CC-4410287", "amount": amount},
        facts={
            "state": "delivered",
            "refundable": amount + chance.choice((0, 0, 10_000)),
            "is_return_open": True,
            "is_back": True,
            "is_made_for_you": False,
        },
    )


def _cancel(chance: Random) -> Case:
    return Case(
        name="cancel_order",
        arguments={"order": "CC-4410287"},
        facts={
            "state": chance.choice(("received", "picking")),
            "refundable": chance.choice((0, 8_400, 70_000)),
            "placed_at": NOW - chance.choice((60, 3_600, 3 * DAY)),
            "is_made_for_you": False,
            "is_freight": False,
        },
    )


def _address(chance: Random) -> Case:
    country = chance.choice(("IE", "DE", "NL"))
    return Case(
        name="change_address",
        arguments={
            "order": "CC-4410287",
            "street": "14 Eyre Lane",
            "postcode": "H91 X2",
            "city": "Galway",
            "country": country,
        },
        facts={
            "state": chance.choice(("received", "picking")),
            "country": country,
            "address_changes": 0,
        },
    )


def _invoice(_chance: Random) -> Case:
    return Case(
        name="resend_invoice", arguments={"order": "CC-4410287"}, facts={"is_invoiced": True}
    )


def _email(_chance: Random) -> Case:
    return Case(name="change_email", arguments={"email": "anna@corncrake.example"})


def argument(name: str, *values: object) -> Twist:
    """Return a twist that says something else."""
    return lambda case, chance: replace(
        case, arguments={**case.arguments, name: chance.choice(values)}
    )


def fact(name: str, *values: object) -> Twist:
    """Return a twist that makes something else true."""

    def twist(case: Case, chance: Random) -> Case:
        held = case.facts
        return case if held is None else replace(case, facts={**held, name: chance.choice(values)})

    return twist


def total(name: str, *values: int) -> Twist:
    """Return a twist in which something else was done before."""
    return lambda case, chance: replace(case, totals={**case.totals, name: chance.choice(values)})


def _near_limit(total_name: str, limit: str) -> Twist:
    def twist(case: Case, chance: Random) -> Case:
        before = chance.choice((0, 3_000, 9_000))
        amount = case.arguments.get("amount") or (case.facts or {}).get("refundable")
        so_much = amount if isinstance(amount, int) else 0
        return replace(
            case,
            totals={**case.totals, total_name: before},
            limits={**case.limits, limit: before + so_much - chance.choice((-1, 0, 1, 500))},
        )

    return twist


def _without_argument(case: Case, chance: Random) -> Case:
    gone = chance.choice((*case.arguments, "order"))
    return replace(case, arguments={k: v for k, v in case.arguments.items() if k != gone})


def _without_fact(case: Case, chance: Random) -> Case:
    gone = chance.choice((*(case.facts or {}), "state"))
    held = {k: v for k, v in (case.facts or {}).items() if k != gone}
    return replace(case, facts=held)


_SMUGGLED = ("role", "approved", "customer", "token", "confirm", "is_refundable", "note")
ANY: tuple[Twist, ...] = (
    lambda case, _: replace(case, asker="c-ben"),
    lambda case, _: replace(case, owner=None),
    lambda case, _: replace(case, facts=None, owner=None),
    lambda case, _: replace(case, asker=None),
    lambda case, chance: replace(case, token_ends=NOW + chance.choice((-600, -1, 0, 1))),
    lambda case, _: replace(case, off=(case.name,)),
    lambda case, _: replace(case, all_off=True),
    lambda case, _: replace(case, off=("another_action",)),
    lambda case, _: replace(case, name="grant_credit"),
    _without_argument,
    _without_fact,
    lambda case, chance: argument(chance.choice(_SMUGGLED), "admin", True, 1)(case, chance),
    argument("order", "CC-4410287\n", "", "CC-1", "CC-٤٤١٠٢٨٧", 4410287, None),
    total("customer_actions_last_minute", 3, 4, 5, 6),
    total("customer_actions_today", 8, 9, 10, 18, 19, 20, 40),
    total("contact_changed_at", NOW - 10, NOW - 3 * DAY + 1, NOW - 3 * DAY, NOW - 8 * DAY),
    _near_limit("customer_money_today", "customer_money_a_day"),
    _near_limit("action_money_today", "action_money_a_day"),
    _near_limit("staff_money_today", "staff_money_a_day"),
)
_STAGE = fact("state", *STATES, "teleported", 1, "")
_MONEY = fact("refundable", 0, 1, 4_999, 49_999, "9000", True, -5, None)
TWISTS: Mapping[str, tuple[Twist, ...]] = {
    "refund": (
        *(_STAGE, _MONEY),
        argument(
            "amount", 0, 0, 0, -1, 1, 5_000, 5_001, 50_000, 50_001, 90_001, "5000", True, 2**60
        ),
        fact("is_return_open", False, False, "yes"),
        fact("is_back", False, False, 1),
        fact("is_made_for_you", True, True, None),
        total("customer_money_today", 1, 4_999, 5_000, 7_501, 50_000, 60_000, 95_001, 100_000),
        total("resource_pending", 1, 5_000, 10_000, 10_001),
    ),
    "cancel_order": (
        *(_STAGE, _MONEY),
        fact("is_freight", True, True, True, "no"),
        lambda case, chance: fact("placed_at", NOW - DAY - 1, NOW - DAY, NOW - DAY + 1)(
            fact("is_made_for_you", True)(case, chance), chance
        ),
        total("resource_pending", 1, 8_400),
    ),
    "change_address": (
        _STAGE,
        argument("country", "IE", "DE", "NL", "XX", "ie"),
        fact("country", "IE", "DE", "FR"),
        fact("address_changes", 0, 1, 2, -1, "0"),
        argument("street", " ", "", "a\nb", "a" * 120, "a" * 121, "\u202eenaL eryE", 5),
        argument("postcode", "1" * 12, "1" * 13),
        argument("city", "Ŵexford", "x" * 121, "\ud800", True),
    ),
    "resend_invoice": (
        fact("is_invoiced", False, False, True, "yes"),
        total("customer_actions_today", 9, 10, 11),
    ),
    "change_email": (
        argument("email", "a@b", "a@b@c.example", "a b@c.example", "a@c.example\n", "", 5),
        argument("email", "\u202ea@c.example", "x" * 65 + "@c.example", "x@c.example"),
        total("contact_changed_at", NOW - 1, NOW - 7 * DAY + 1, NOW - 7 * DAY, NOW - 9 * DAY),
    ),
}
"""By action: twists that are its own, drawn more often than those of `ANY`."""
