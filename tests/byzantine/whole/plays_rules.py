"""Drills of what may be asked for: every boundary of the sample company's rules, and the gate's."""

from itertools import product

from handrail.domain.actions.model import ActionState, Role
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import HandrailError
from tests.byzantine.whole.asking import SMUGGLED
from tests.byzantine.whole.court import DAY, HOUR
from tests.byzantine.whole.drills import KIM, NOA, OKI, PLACE, Drill
from tests.byzantine.whole.people import Seat, staff_session

STAGES = ("received", "picking", "packed", "on_its_way", "delivered", "cancelled")


def refunds(d: Drill) -> None:
    """Refunds by amount, stage, age, and whether it is back and made to order."""
    for amount in (0, 1, 5_000, 5_001, 50_000, 50_001, 90_000, 90_001, -5, 2**60):
        seat = d.somebody()
        d.ask(seat, "refund", {"order": d.order(seat, paid=90_000), "amount": amount})
    for stage in STAGES:
        seat = d.somebody()
        d.ask(seat, "refund", {"order": d.order(seat, state=stage), "amount": 100})
    for back, made, days in product((0, 1), (0, 1), (1, 32)):
        seat = d.somebody()
        came = d.world.now() - days * DAY
        order = d.order(seat, is_back=back, made=made, delivered_at=came)
        d.ask(seat, "refund", {"order": order, "amount": 100})


def cancellations(d: Drill) -> None:
    """Cancellations by stage, age, freight and making to order; one that was never paid."""
    for stage in STAGES:
        seat = d.somebody()
        d.ask(seat, "cancel_order", {"order": d.order(seat, state=stage, delivered_at=None)})
    for made, freight, age in product((0, 1), (0, 1), (HOUR, DAY - 1, DAY, DAY + 1)):
        seat, placed = d.somebody(), d.world.now() - age
        order = d.order(seat, state="received", placed_at=placed, made=made, freight=freight)
        d.ask(seat, "cancel_order", {"order": order})
    seat = d.somebody()
    d.done(d.asked(seat, "cancel_order", order=d.order(seat, state="received", paid=0)))


def addresses(d: Drill) -> None:
    """Changes of address by stage, country and how often before."""
    for stage, country, before in product(STAGES, ("IE", "NO"), (0, 1)):
        seat = d.somebody()
        order = d.order(seat, state=stage, address_changes=before)
        d.ask(seat, "change_address", {"order": order, **PLACE, "country": country})


def invoices(d: Drill) -> None:
    """Invoices by stage, and more than ten a day."""
    for stage in STAGES:
        seat = d.somebody()
        d.ask(seat, "resend_invoice", {"order": d.order(seat, state=stage)})
    seat = d.somebody()
    for _ in range(12):
        d.calm()
        action = d.asked(seat, "resend_invoice", order=d.order(seat))
        if action.refusal is None:
            d.expect(action, ActionState.APPROVED)
        d.carry(action.id)


def emails(d: Drill) -> None:
    """Changes of e-mail, and again before and after a week."""
    seat = d.somebody()
    for wait in (0, DAY, 7 * DAY):
        d.world.advance(wait)
        seat = d.people.seat_of(seat.customer)
        action = d.ask(seat, "change_email", {"email": f"n{wait}@mail.example"})
        if action is not None and action.state is ActionState.AWAITING_CUSTOMER:
            d.done(action, KIM)


def cooling(d: Drill) -> None:
    """Money soon after a change of e-mail; and one agreed to before it."""
    seat = d.somebody()
    before = d.agreed(seat, 2_000)
    d.calm()
    d.done(d.asked(seat, "change_email", email="new@mail.example"), KIM)
    d.carry(before.id)
    for wait in (61, DAY, 3 * DAY):
        d.world.advance(wait)
        d.refund(d.people.seat_of(seat.customer))
    seat = d.somebody()
    d.done(d.asked(seat, "change_email", email="newer@mail.example"), KIM)
    d.ask(seat, "cancel_order", {"order": d.order(seat, state="received")})


def days(d: Drill) -> None:
    """Many small refunds are one large one: for one of the staff, then for two."""
    seat = d.somebody()
    for amount in (5_000, 5_000, 100, 40_000, 45_000, 10_000):
        d.calm()
        action = d.refund(seat, amount)
        if action.state is ActionState.AWAITING_CUSTOMER:
            d.done(action, *((NOA, OKI) if action.control != "customer" else ()))


def yesterday(d: Drill) -> None:
    """What was asked for a day ago and is done today counts today."""
    seat = d.somebody()
    action = d.refund(seat, 10_000)
    d.confirm_one(action, yes=True)
    d.world.advance(DAY - HOUR)
    d.approve_one(d.state(action.id), KIM, yes=True)
    d.carry(action.id)
    d.world.advance(2 * HOUR)
    d.refund(d.people.seat_of(seat.customer), 5_000)


def limits(d: Drill) -> None:
    """A customer's and an action's money in a day; nobody here approves twice."""
    seat = d.somebody()
    for amount in (110_000, 39_999, 2):
        d.calm()
        d.done(d.refund(seat, amount), _somebody_new(d), _somebody_new(d))
    for amount in (100_000, 100_000, 50_001, 50_000):
        d.done(d.refund(d.somebody(), amount), _somebody_new(d), _somebody_new(d))
    for _ in range(3):
        d.ask(
            seat := d.somebody(), "refund", {"order": d.order(seat, paid=99_000), "amount": 99_000}
        )


def own_limits(d: Drill) -> None:
    """What one of the staff approves in a day; what they may not is still a colleague's."""
    for amount in (50_000, 50_000, 20_001, 20_000):
        action = d.done(d.refund(d.somebody(), amount), NOA)
        if amount == 20_001:
            d.expect(action, ActionState.AWAITING_STAFF)
            d.expect(d.agree_staff(action, OKI), ActionState.APPROVED)


def _somebody_new(d: Drill) -> tuple[str, Role]:
    return f"lead-{d.chance.randrange(10**9)}", Role.LEAD


def often(d: Drill) -> None:
    """More than five in a minute; more than twenty in a day."""
    seat = d.somebody()
    for _ in range(7):
        d.refund(seat, 100)
    seat = d.somebody()
    for _ in range(22):
        d.calm()
        action = d.refund(d.people.seat_of(seat.customer), 1)
        if action.state is ActionState.AWAITING_CUSTOMER:
            d.done(action)


def others(d: Drill) -> None:
    """Somebody else's order, one that is not there, more than is left."""
    ann, eve = d.somebody(), d.somebody()
    theirs = d.order(ann)
    for arguments in (
        {"order": theirs, "amount": 100},
        {"order": "CC-0000000", "amount": 100},
        {"order": d.order(eve), "amount": 9_001},
    ):
        d.calm()
        action = d.ask(eve, "refund", arguments)
        if action is not None and action.state is ActionState.AWAITING_CUSTOMER:
            d.done(action)


def smuggled(d: Drill) -> None:
    """Arguments that are missing, undeclared, of the wrong kind, or spelled otherwise."""
    for name, value in SMUGGLED:
        seat = d.somebody()
        d.ask(seat, "refund", {"order": d.order(seat), "amount": 100, name: value})
    for amount in ("5000", True, 1.5, None, -100, 2**70, (1,), {"value": 1}):
        seat = d.somebody()
        d.ask(seat, "refund", {"order": d.order(seat), "amount": amount})
    for order in (None, 1001, ["CC-4410287"], ""):
        _quietly(d, d.somebody(), "refund", order=order, amount=100)
    for change in (
        {"street": " "},
        {"street": "a\nb"},
        {"street": "\u202eenaL"},
        {"city": "x" * 500},
        {"country": "ie"},
        {"postcode": 5},
        {"note": "x"},
    ):
        seat = d.somebody()
        order = d.order(seat, state="received")
        d.ask(seat, "change_address", {"order": order, **PLACE, "country": "IE", **change})
    for email in ("a@b", "a b@c.example", "\u202ea@c.example", ""):
        d.ask(d.somebody(), "change_email", {"email": email})
    for name in ("grant_credit", "refund ", "__class__"):
        seat = d.somebody()
        _quietly(d, seat, name, order="CC-4410287")


def unknown_facts(d: Drill) -> None:
    """A fact that the order system leaves out, of each action."""
    for name, fact, stage in (
        ("refund", "is_return_open", "delivered"),
        ("refund", "state", "delivered"),
        ("refund", "is_back", "delivered"),
        ("cancel_order", "state", "packed"),
        ("change_address", "country", "received"),
        ("resend_invoice", "is_invoiced", "received"),
    ):
        seat = d.somebody()
        held = {"order": d.order(seat, state=stage)}
        held |= {"amount": 100} if name == "refund" else {}  # type: ignore[dict-item]
        held |= {**PLACE, "country": "IE"} if name == "change_address" else {}
        d.world.wire.forgets = fact
        d.ask(seat, name, dict(held))


def sessions(d: Drill) -> None:
    """A session that has run out; a token that is none."""
    seat = d.somebody()
    d.world.advance(2 * HOUR)
    d.ask(seat, "refund", {"order": d.order(seat), "amount": 100})
    for _ in range(24):
        try:
            d.people.attack_sign_in()
        except HandrailError:
            continue


def switches(d: Drill) -> None:
    """What is switched off, all or one; what only pretends; and what was agreed to before."""
    court = d.world.court
    for name, position in (("*", "off"), ("refund", "off"), ("refund", "shadow")):
        seat = d.somebody()
        before, waiting, asked = (
            d.agreed(seat),
            d.agreed(d.somebody(), 6_000),
            d.refund(d.somebody()),
        )
        switch_to(d, name, position)
        d.ask(other := d.somebody(), "refund", {"order": d.order(other), "amount": 100})
        d.confirm_one(asked, yes=True)
        d.approve_one(d.state(waiting.id), KIM, yes=True)
        d.carry(before.id)
        d.carry(asked.id)
        pretended = list(court.matters)[-1]
        switch_to(d, name, "on")
        d.carry(pretended)
        d.world.advance(120)


def switch_to(d: Drill, name: str, position: str) -> None:
    """Set a switch, and let the court know."""
    switch_actions(name, position, staff_session(*NOA), d.world.ports)
    d.world.court.off.discard(name)
    d.world.court.shadow.discard(name)
    if position != "on":
        (d.world.court.off if position == "off" else d.world.court.shadow).add(name)


def _quietly(d: Drill, seat: Seat, name: str, **arguments: object) -> None:
    d.ask(seat, name, dict(arguments))


OF_ACTION = {
    "refund": (refunds, days),
    "cancel_order": (cancellations,),
    "change_address": (addresses,),
    "resend_invoice": (invoices,),
    "change_email": (emails,),
}
OF_GATE = (
    *(others, smuggled, sessions, switches, unknown_facts, often, cooling),
    *(limits, own_limits, refunds),
)
RULES = (*(play for plays in OF_ACTION.values() for play in plays), *OF_GATE, yesterday)
