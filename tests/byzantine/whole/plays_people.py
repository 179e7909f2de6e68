"""Drills of who agrees, to what, until when; and of what is carried out of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import Action, ActionId, ActionState
from handrail.flow.note_action import CarryPorts
from handrail.kernel.errors import HandrailError
from tests.byzantine.whole.attacker import honest, words_of
from tests.byzantine.whole.court import DAY, HOUR, MINUTE, Clicked
from tests.byzantine.whole.drills import BEN, KIM, LEE, NOA, OKI, PLACE, Drill
from tests.byzantine.whole.people import Card
from tests.byzantine.whole.plays_rules import switch_to
from tests.byzantine.whole.wire import FAULTS

AMOUNT = 2_000


def stolen(d: Drill) -> None:
    """The card of one customer in the session of another; and in one that has run out."""
    ann, eve = d.somebody(), d.somebody()
    action = d.refund(ann)
    click, clicked = honest(d.see(action), yes=True)
    d.click_as_customer(click, clicked, eve)
    d.carry(action.id)
    late = d.refund(d.somebody())
    seat = d.people.seats[-1]
    assert seat.session is not None
    seat.session = replace(seat.session, expires_at=d.world.clock.now())
    click, clicked = honest(d.see(late), yes=True)
    d.click_as_customer(click, clicked, seat)


def forged(d: Drill) -> None:
    """Clicks with another hash, another version, another action."""
    for change in range(4):
        seat = d.somebody()
        action, other = d.refund(seat), d.refund(seat, 3_000)
        click = honest(d.see(action), yes=True)[0]
        click = (
            replace(click, digest="0" * 64),
            replace(click, version=click.version + 1),
            replace(click, action=other.id, version=other.version),
            replace(click, digest=other.digest),
        )[change]
        marked = Clicked(
            ref=click.action, of=action.id, drawn=0, is_true=False, yes=True, words=words_of(click)
        )
        d.click_as_customer(click, marked, seat)
        held = d.agreed(d.somebody(), 60_000)
        card = honest(d.see(held), yes=True)[0]
        bad = (
            replace(card, digest="0" * 64)
            if change % 2
            else replace(card, version=card.version - 1)
        )
        d.click_as_staff(bad, replace(marked, ref=held.id, of=held.id, words=words_of(bad)), NOA)


def tampered(d: Drill) -> None:
    """A row that was changed in the database is nobody's to confirm, approve or carry out."""
    seat = d.somebody()
    action = d.refund(seat)
    click, clicked = honest(d.see(action), yes=True)
    d.tamper(action)
    d.click_as_customer(click, replace(clicked, is_true=False), seat)
    waiting = d.agreed(d.somebody(), 6_000)
    click, clicked = honest(d.see(waiting), yes=True)
    d.tamper(waiting)
    d.click_as_staff(click, replace(clicked, is_true=False), KIM)
    approved = d.agreed(d.somebody())
    d.tamper(approved)
    d.carry(approved.id)
    for name in ("refund", "change_address"):
        begun = _begun(d, name, "error_before")
        d.tamper(begun)
        _see_through(d, begun)


def nobodys(d: Drill) -> None:
    """Clicks on what is not there."""
    seat = d.somebody()
    click, clicked = honest(d.see(d.refund(seat)), yes=True)
    click = replace(click, action=ActionId("act_none"))
    d.click_as_customer(click, clicked, seat)
    d.click_as_staff(click, clicked, KIM)


def late(d: Drill) -> None:
    """A click after 15 minutes, an approval after a day, a try an hour after all agreed."""
    action = d.refund(d.somebody())
    d.world.advance(15 * MINUTE)
    d.confirm_one(action, yes=True)
    waiting = d.agreed(d.somebody(), 6_000)
    d.world.advance(DAY)
    d.approve_one(waiting, KIM, yes=True)
    done = d.agreed(d.somebody())
    d.world.advance(HOUR)
    d.carry(done.id)
    d.world.wire.is_down = False


def changed_minds(d: Drill) -> None:
    """Another answer after the first, a second click with another card."""
    for first in (True, False):
        seat = d.somebody()
        action = d.refund(seat, 6_000)
        card = d.see(action)
        d.click_as_customer(*honest(card, yes=first), seat)
        d.click_as_customer(*honest(card, yes=not first), seat)
        d.click_as_customer(*honest(card, yes=first), seat)
        click, clicked = honest(card, yes=first)
        for bad in (replace(click, digest="0" * 64), replace(click, version=9)):
            d.click_as_customer(bad, replace(clicked, is_true=False, words=words_of(bad)), seat)
        d.confirm_one(d.state(action.id), yes=True)


def taken_back(d: Drill) -> None:
    """A customer takes back what waits for the staff; nobody can approve it any more."""
    seat = d.somebody()
    action = d.agreed(seat, 6_000)
    d.click_as_customer(*honest(d.see(action), yes=False), seat)
    d.expect(action, ActionState.CANCELLED)
    d.approve_one(d.state(action.id), NOA, yes=True)


def asked_again(d: Drill) -> None:
    """The same thing asked for again, and otherwise: then the old card is worth nothing."""
    seat = d.somebody()
    order = d.order(seat)
    first = d.refund(seat, 2_000, order)
    again = d.refund(seat, 2_000, order)
    if again.id != first.id:
        d.world.court.stopped.append("the same request twice is two actions")
    second = d.refund(seat, 3_000, order)
    if second.id == first.id:
        d.world.court.stopped.append("another amount is shown the old card")
    d.confirm_one(first, yes=True)
    d.click_as_customer(*honest(Card(action=first, drawn=0), yes=True), seat)
    d.done(second)
    d.expect(second, ActionState.SUCCEEDED)


def own_approvals(d: Drill) -> None:
    """Nobody approves what they asked for, as a customer or for one; an agent not above a limit."""
    seat = d.people.seat_of("cus-1002")
    d.agree(d.refund(seat, 6_000), BEN)
    d.calm()
    d.agree(d.refund(seat, 6_100), KIM)
    d.voice = lambda _: "staff:kim"
    d.agree(d.refund(d.somebody(), 6_000), KIM, LEE)
    d.voice = lambda _: "rules"
    small, large = d.agreed(d.somebody(), 20_000, KIM), d.agreed(d.somebody(), 20_001, KIM)
    d.expect(small, ActionState.APPROVED)
    d.agree_staff(large, NOA)
    d.expect(large, ActionState.APPROVED)
    email = d.asked(d.somebody(), "change_email", email="large@mail.example")
    d.expect(d.agree(email, KIM), ActionState.APPROVED)


def no_limit(d: Drill) -> None:
    """Where no limit is set for agents, any of them may approve."""
    d.world.ports = replace(d.world.ports, agent_money=None)
    d.world.court.agent_money = None
    d.expect(d.agreed(d.somebody(), 40_000, KIM), ActionState.APPROVED)


def four_eyes(d: Drill) -> None:
    """Above a limit it takes two, each on a card that shows what the other did."""
    action = d.agreed(d.somebody(), 60_000, NOA, NOA)
    d.carry(action.id)
    action = d.agreed(d.somebody(), 60_000)
    early = d.see(action)
    d.approve_one(action, NOA, yes=True)
    d.click_as_staff(*honest(early, yes=True), OKI)
    d.approve_one(d.state(action.id), OKI, yes=True)
    d.carry(action.id)
    d.expect(action, ActionState.SUCCEEDED)
    declined = d.agreed(d.somebody(), 60_000, NOA)
    d.approve_one(declined, OKI, yes=False)
    d.approve_one(d.state(declined.id), BEN, yes=True)
    d.carry(declined.id)


def too_early(d: Drill) -> None:
    """Staff approve what no customer has confirmed; a worker takes up what nobody agreed to."""
    action = d.refund(d.somebody(), 60_000)
    d.approve_one(action, NOA, yes=True)
    d.approve_one(d.state(action.id), OKI, yes=True)
    for amount, staff in ((6_000, ()), (60_000, (NOA,)), (2_000, None)):
        held = d.refund(d.somebody(), amount)
        if staff is not None:
            d.agree(held, *staff)
        d.carry(held.id)
    declined = d.refund(d.somebody())
    d.confirm_one(declined, yes=False)
    d.carry(declined.id)


def moved_facts(d: Drill) -> None:
    """What was true when it was asked for is not when it is confirmed, approved or carried out."""
    for what in (
        "customer = 'cus-1040'",
        "state = 'on_its_way'",
        "delivered_at = '2025-01-02T00:00:00.000000Z'",
        "is_back = 0",
        "refunded = paid",
    ):
        for amount, step in ((AMOUNT, 0), (6_000, 1), (AMOUNT, 2), (6_000, 2)):
            if what == "is_back = 0" and amount != AMOUNT:
                continue
            seat = d.somebody()
            order = d.order(seat)
            action = d.refund(seat, amount, order)
            if step == 1:
                d.confirm_one(action, yes=True)
            if step == 2:
                d.agree(action, *((KIM,) if amount > 5_000 else ()))
            d.change(order, what)
            d.agree(action, *((KIM,) if amount > 5_000 else ())) if step < 2 else None
            d.carry(action.id)


def moved_totals(d: Drill) -> None:
    """Agreed to one by one, they are too much together; a cancellation that pays otherwise."""
    seat = d.somebody()
    both = [d.agreed(seat, 5_000), d.agreed(seat, 5_000), d.refund(seat, 5_000)]
    for action in both:
        d.confirm_one(d.state(action.id), yes=True)
        d.carry(action.id)
    seat = d.somebody()
    order = d.order(seat, state="received")
    action = d.agree(d.asked(seat, "cancel_order", order=order))
    d.change(order, "refunded = 100")
    d.carry(action.id)
    action = d.agreed(d.somebody())
    d.world.court.off.add("refund")
    switch_to(d, "refund", "off")
    d.carry(action.id)
    switch_to(d, "refund", "on")


def faults(d: Drill) -> None:
    """Each fault on each class, then what comes of it until it is settled."""
    for name in ("refund", "change_address", "change_email", "resend_invoice", "cancel_order"):
        for fault in FAULTS:
            action = _begun(d, name, fault)
            _see_through(d, action)
            is_single = name == "resend_invoice" and fault not in ("refuse", "too_many")
            if fault != "held":
                d.expect(action, ActionState.NEEDS_PERSON if is_single else ActionState.SUCCEEDED)


def same_resource(d: Drill) -> None:
    """A second change of one order, while the first is on its way and nobody knows."""
    seat = d.somebody()
    held = {"order": d.order(seat, state="received"), **PLACE, "country": "IE"}
    first = d.agree(d.asked(seat, "change_address", **held))
    second = d.agree(d.asked(seat, "change_address", **{**held, "city": "Sligo"}))
    d.carry(first.id, "held")
    d.carry(second.id)
    d.world.wire.let_land()
    _see_through(d, first)
    _see_through(d, second)


def undeclared(d: Drill) -> None:
    """An action that was agreed to is declared otherwise by now: it is not that one any more."""
    action, kept = d.agreed(d.somebody()), d.world.workers
    specs = [replace(s, version="2") for s in d.world.ports.catalogue.specs.values()]
    changed = replace(d.world.ports, catalogue=catalogue_of(specs))
    d.world.workers = (CarryPorts(actions=changed, worker="worker-9"),)
    d.carry(action.id)
    d.expect(action, ActionState.REFUSED)
    begun = d.agreed(d.somebody())
    d.world.workers = kept
    d.carry(begun.id, "error_before")
    d.world.workers = (CarryPorts(actions=changed, worker="worker-9"),)
    _see_through(d, begun)


def _begun(d: Drill, name: str, fault: str) -> Action:
    seat = d.somebody()
    stage = "received" if name in ("cancel_order", "change_address") else "delivered"
    held: dict[str, object] = {"order": d.order(seat, state=stage)}
    held |= {"amount": AMOUNT} if name == "refund" else {}
    held |= {**PLACE, "country": "IE"} if name == "change_address" else {}
    if name == "change_email":
        held = {"email": f"{seat.customer}@new.example"}
    action = d.asked(seat, name, **held)
    if name != "resend_invoice":
        action = d.agree(action, *((KIM,) if name == "change_email" else ()))
    d.carry(action.id, fault)
    return action


def _see_through(d: Drill, action: Action) -> None:
    for pause in (0, 1, 5, 11, 21, 31):
        d.world.advance(pause)
        d.carry(action.id)
    d.world.wire.let_land()
    d.carry(action.id)


def faults_and_changes(d: Drill) -> None:
    """Nobody knows whether it was done; meanwhile it is switched off, moved, or a day goes by."""
    for name in ("refund", "change_address"):
        for fault in ("error_before", "drop"):
            for what in range(4):
                action = _begun(d, name, fault)
                order = str(action.arguments["order"])
                if what == 0:
                    switch_to(d, name, "off")
                elif what == 1:
                    switch_to(d, name, "shadow")
                elif what == 2:
                    d.world.advance(DAY + 60)
                else:
                    d.change(order, "state = 'packed', address_changes = 3")
                _see_through(d, action)
                switch_to(d, name, "on")
                d.world.advance(1_000)
                d.carry(action.id)
    for fault in ("refuse", "too_many"):
        action = _begun(d, "refund", fault)
        d.change(str(action.arguments["order"]), "customer = 'cus-1040'")
        _see_through(d, action)
        action = _begun(d, "refund", fault)
        d.world.advance(HOUR)
        _see_through(d, action)


def changed_hands(d: Drill) -> None:
    """Nobody knows whether it was done; meanwhile the order becomes another customer's."""
    for name, fault in product(("cancel_order", "refund"), ("error_before", "drop")):
        action = _begun(d, name, fault)
        d.change(str(action.arguments["order"]), "customer = 'cus-1040'")
        _see_through(d, action)


def done_and_untouched(d: Drill) -> None:
    """Done with the reply lost, then surely not done again: that it was done stays possible.

    And surely not done eight times over: then it is given up.
    """
    for name in ("refund", "cancel_order"):
        action = _begun(d, name, "drop")
        d.world.advance(2)
        d.carry(action.id, "too_many")
        _see_through(d, action)
        d.expect(action, ActionState.SUCCEEDED)
    for name in ("refund", "change_address"):
        action = _begun(d, name, "too_many")
        for _ in range(9):
            d.world.advance(61)
            d.carry(action.id, "too_many")
        d.expect(action, ActionState.FAILED)


def switched_meanwhile(d: Drill) -> None:
    """Switched off, or into shadow mode, after a worker looked and before it sends."""
    for position in ("off", "shadow"):
        for fault, door in ((None, "action.facts_read"), ("error_before", "action.read")):
            action = d.agreed(d.somebody())
            if fault is not None:
                d.carry(action.id, fault)
                d.world.advance(2)
            d.world.doors.at = door
            with d.meanwhile(partial(switch_to, d, "refund", position), "doors"):
                d.carry(action.id)
            switch_to(d, "refund", "on")


def two_workers(d: Drill) -> None:
    """A second worker comes wherever the first one waits; so does a person with another answer."""
    for door in ("action.read", "action.facts_read", "action.sent", "wire"):
        for name in ("refund", "resend_invoice", "change_address"):
            seat = d.somebody()
            stage = "received" if name == "change_address" else "delivered"
            held: dict[str, object] = {"order": d.order(seat, state=stage)}
            held |= {"amount": AMOUNT} if name == "refund" else {}
            held |= {**PLACE, "country": "IE"} if name == "change_address" else {}
            action = d.asked(seat, name, **held)
            if name != "resend_invoice":
                d.agree(action)
            _twice(d, action, door)
    seat = d.somebody()
    action = d.refund(seat, 6_000)
    card = d.see(action)
    with d.meanwhile(lambda: d.click_as_customer(*honest(card, yes=False), seat)):
        d.click_as_customer(*honest(card, yes=True), seat)
    held_one = d.agreed(d.somebody(), 60_000)
    card = d.see(held_one)
    with d.meanwhile(lambda: d.click_as_staff(*honest(card, yes=True), NOA)):
        d.click_as_staff(*honest(card, yes=True), OKI)


def _twice(d: Drill, action: Action, door: str) -> None:
    def again() -> None:
        kept = d.world.wire.work
        d.carry(action.id)
        d.world.wire.work = kept

    d.world.doors.at = door
    with d.meanwhile(again, "wire" if door == "wire" else "doors"):
        try:
            d.carry(action.id)
        except HandrailError:
            return


OF_PEOPLE: tuple[Callable[[Drill], None], ...] = (
    *(stolen, nobodys, tampered, forged, late, changed_minds, taken_back, asked_again),
    *(own_approvals, no_limit, four_eyes, too_early),
)
OF_WORK = (
    moved_facts,
    moved_totals,
    undeclared,
    same_resource,
    done_and_untouched,
    switched_meanwhile,
    faults,
    faults_and_changes,
    changed_hands,
    two_workers,
)
