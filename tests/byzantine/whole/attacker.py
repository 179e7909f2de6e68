"""The model as the attacker, and everybody around it: one thing happens each turn."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from handrail.domain.actions.model import Action, ActionId, ActionState, Proposal
from handrail.domain.actions.states import FINAL, FOR_WORKERS
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.expire_actions import expire_actions
from handrail.flow.propose_action import propose_action
from handrail.flow.recover_actions import due_actions
from handrail.flow.settle_by_person import settle_by_person
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import HandrailError
from tests.byzantine.cases import Case
from tests.byzantine.whole.asking import NAMES, TEXTS, Arguments, asked_for, twisted
from tests.byzantine.whole.court import Clicked, Told
from tests.byzantine.whole.people import STAFF, Card, People, Seat, staff_session
from tests.byzantine.whole.wire import FAULTS
from tests.byzantine.whole.world import World, an_order

Voice = Callable[[Random], str]
_ONLY_THEIRS = ("staff:kim", "staff:noa")
_FACTS = ("state", "is_return_open", "is_back", "is_made_for_you", "country", "refundable")
_KEPT = 60


def any_voice(chance: Random) -> str:
    """Return who read the text: rules, a model, or one of the staff."""
    return chance.choice(("rules", "a-model-7b", "another/model", *_ONLY_THEIRS))


@dataclass(slots=True, kw_only=True)
class Attack:
    """Take turns in a world; the same seed takes the same turns."""

    world: World
    chance: Random
    names: tuple[str, ...] = NAMES
    voice: Voice = any_voice
    street: str | None = None
    """What every text says that a customer may choose; None: one of several."""
    trouble: float = 1.0
    """How much goes wrong on the wire and in between; 0 where a drill says what does."""
    people: People = field(init=False)
    cards: list[Card] = field(default_factory=list)
    """Every card that somebody saw, the last ones."""
    clicks: list[tuple[Click, Clicked, Seat]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)
    turns: Counter[str] = field(default_factory=Counter)
    _is_between: bool = False

    def __post_init__(self) -> None:
        """Draw the customers, and stand at every door."""
        ours = tuple(f"cus-{n}" for n in self.chance.sample(range(1003, 1041), 24))
        self.people = People(
            world=self.world, chance=self.chance, customers=("cus-1001", "cus-1002", *ours)
        )
        self.world.wire.between = self.world.doors.between = self._between

    def turn(self) -> None:
        """Let one thing happen."""
        self.world.advance(self.chance.choice((0, 1, 1, 3, 8, 20)))
        if self.world.court.off | self.world.court.shadow and self.chance.random() < 0.08:
            self._switch_on()
        kind = self.chance.choices(_KINDS, _WEIGHTS)[0]
        self._take(kind)

    def finish(self) -> None:
        """Let what is under way come to its end, and look through the books."""
        self.world.wire.let_land()
        for _ in range(12):
            self.world.advance(60)
            self.work()
        self.world.court.judge_books()

    def _take(self, kind: str) -> None:
        self.turns[kind] += 1
        try:
            getattr(self, kind)()
        except HandrailError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever breaks is told with the turn
            self.broke.append(f"{kind}: {type(error).__name__}: {error}")

    def _between(self) -> None:
        """Let something else happen while somebody waits."""
        if self._is_between or self.chance.random() > _BETWEEN * self.trouble:
            return
        self._is_between, kept = True, self.world.wire.work
        self._take(self.chance.choice(_MEANWHILE))
        self._is_between, self.world.wire.work = False, kept

    def propose(self) -> None:
        """Ask for something, as whoever is really signed in."""
        seat, name = self.people.seat(), self.chance.choice(self.names)
        arguments: Arguments = asked_for(self.world.ledger, seat.customer, name, self.chance)
        for _ in range(self.chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))):
            arguments = twisted(arguments, self.chance)
        if self.street is not None and arguments.get("street") in TEXTS:
            arguments = {**arguments, "street": self.street}
        if self.chance.random() < 0.02:
            name = self.chance.choice(("grant_credit", "Refund", "refund ", "", "__class__"))
        self.ask(seat, name, arguments)

    def ask(self, seat: Seat, name: str, arguments: Arguments) -> Action | None:
        """Propose, and show the court what came of it."""
        assert seat.session is not None
        voice, wire = self.voice(self.chance), self.world.wire
        wire.is_down = self.chance.random() < 0.01 * self.trouble
        if self.chance.random() < 0.02 * self.trouble:
            wire.forgets = self.chance.choice(_FACTS)
        is_sound = not wire.is_down
        was_between, self._is_between = self._is_between, self._is_between or not is_sound
        self._is_between |= wire.forgets is not None
        proposal = Proposal(name=name, arguments=arguments, proposed_by=voice)
        said = Case(
            name=name,
            arguments=_plain(arguments),
            asker=seat.customer,
            token_ends=int(seat.session.expires_at.timestamp()),
        )
        told, action = None, None
        try:
            done = propose_action(proposal, seat.session, seat.conversation, self.world.ports)
            action = done.action
            told = _told(action, is_repeated=done.is_repeated)
        except HandrailError:
            pass
        finally:
            wire.is_down, left_out, wire.forgets = False, wire.forgets, None
            self._is_between = was_between
        if is_sound or told is not None:
            self.world.court.proposed(said, voice, told, left_out)
        if action is not None and action.state is ActionState.AWAITING_CUSTOMER:
            self.see(action)
        return action

    def confirm(self) -> None:
        """Let the true customer look at the card of something open, and decide."""
        action = self._open_one(ActionState.AWAITING_CUSTOMER)
        if action is not None:
            self.confirm_one(action, yes=self.chance.random() < 0.92)

    def confirm_one(self, action: Action, *, yes: bool) -> None:
        """Click as the true customer, on the card as it is."""
        click, clicked = honest(self.see(action), yes=yes)
        self.click_as_customer(click, clicked, self.people.seat_of(action.customer))

    def forge(self) -> None:
        """Click what nobody meant: others' cards, old ones, changed ones, the same ones again."""
        if not self.cards:
            return
        card = self.chance.choice(self.cards)
        click, clicked = self._forged(card)
        if self.chance.random() < 0.5:
            owner = self.people.seat_of(card.action.customer)
            self.click_as_customer(
                click, clicked, owner if self.chance.random() < 0.7 else self._stale()
            )
        else:
            self.click_as_staff(click, clicked, self.chance.choice(STAFF))

    def steal(self) -> None:
        """Click a true card in another customer's session, or in one that has run out."""
        action = self._open_one(ActionState.AWAITING_CUSTOMER)
        if action is not None:
            click, clicked = honest(self.see(action), yes=True)
            self.click_as_customer(
                click, clicked, self._stale() if self.chance.random() < 0.5 else self.people.seat()
            )

    def replay(self) -> None:
        """Send an old click again, in whichever session."""
        if self.clicks:
            click, clicked, seat = self.chance.choice(self.clicks[-_KEPT:])
            self.click_as_customer(
                click, clicked, seat if self.chance.random() < 0.6 else self.people.seat()
            )

    def approve(self) -> None:
        """Let one of the staff decide on something that waits for them."""
        action = self._open_one(ActionState.AWAITING_STAFF)
        if action is not None:
            self.approve_one(action, self.chance.choice(STAFF))

    def approve_one(self, action: Action, who: tuple[str, Any], *, yes: bool | None = None) -> None:
        """Click as one of the staff, on the card as it is."""
        is_yes = self.chance.random() < 0.93 if yes is None else yes
        self.click_as_staff(*honest(self.see(action), yes=is_yes), who)

    def approve_early(self) -> None:
        """Approve what no customer has confirmed, or what is done already."""
        if self.cards:
            action = self.state(self.chance.choice(self.cards).action.id)
            self.approve_one(action, self.chance.choice(STAFF), yes=True)

    def work(self) -> None:
        """Let a worker take what is due, on a wire that may fail."""
        ports = self.chance.choice(self.world.workers)
        due = due_actions(ports)
        for ref in due[: self.chance.choice((1, 3, 8))]:
            self.carry(ref)

    def carry(self, ref: str, fault: str | None = None) -> None:
        """Let a worker take one action a step further."""
        wire, ports = self.world.wire, self.chance.choice(self.world.workers)
        drawn = self.chance.choice(FAULTS) if self.chance.random() < 0.15 * self.trouble else None
        wire.fault, wire.work = fault or drawn, ref
        try:
            carry_out_action(ActionId(ref), ports)
        finally:
            wire.fault, wire.work = None, None
            self._note(ref)

    def carry_any(self) -> None:
        """Let a worker take something up that it may not be due."""
        if self.open:
            self.carry(self.chance.choice(self.open[-20:]))

    def wait(self) -> None:
        """Let minutes, hours or days pass."""
        self.world.advance(self.chance.choice(_WAITS))

    def land(self) -> None:
        """Let what was held up on the way arrive."""
        self.world.wire.let_land()

    def switch(self) -> None:
        """Switch something off, into shadow mode, or on again."""
        court, lead = self.world.court, staff_session("noa", STAFF[3][1])
        name = self.chance.choice(
            ("*", *set(self.names))
            if self.chance.random() < 0.3
            else tuple(sorted(set(self.names)))
        )
        position = "off" if name == "*" else self.chance.choice(("off", "shadow"))
        switch_actions(name, position, lead, self.world.ports)
        court.off.discard(name)
        court.shadow.discard(name)
        (court.off if position == "off" else court.shadow).add(name)

    def _switch_on(self) -> None:
        court, lead = self.world.court, staff_session("noa", STAFF[3][1])
        for name in (*court.off, *court.shadow):
            switch_actions(name, "on", lead, self.world.ports)
        court.off.clear()
        court.shadow.clear()

    def stock(self) -> None:
        """Let the warehouse and the post do their work: facts change under what is agreed."""
        action = self._open_one(*FOR_WORKERS, ActionState.AWAITING_CUSTOMER)
        if action is None or "order" not in action.arguments or self.chance.random() < 0.5:
            for _ in range(3):
                customer = self.chance.choice(self.people.customers)
                an_order(self.world.ledger, customer, self.world.clock.now(), self.chance)
            return
        change = self.chance.choice(_CHANGES)
        with self.world.ledger.transaction() as held:
            held.execute(f"UPDATE orders SET {change} WHERE id = ?", (action.arguments["order"],))

    def sign_in(self) -> None:
        """Show tokens that are none."""
        self.people.attack_sign_in()

    def expire(self) -> None:
        """Let what nobody decided run out."""
        expire_actions(self.world.ports)

    def settle(self) -> None:
        """Let one of the staff look into the order system and say what became of an action."""
        action = self._open_one(ActionState.NEEDS_PERSON)
        if action is None or any(r.work == action.id for r in self.world.wire.held):
            return
        was_done = self.world.court.matters[action.id].effects > 0
        settle_by_person(
            action.id,
            version=action.version,
            was_done=was_done,
            staff=staff_session("noa", STAFF[3][1]),
            ports=self.world.ports,
        )
        self._note(action.id)

    def state(self, ref: str) -> Action:
        """Return an action as it stands."""
        with self.world.store.read() as reading:
            found = reading.action(ActionId(ref))
        assert found is not None
        return found

    def _open_one(self, *states: ActionState) -> Action | None:
        """Return one of the last actions in such a state; forget those that are settled."""
        for ref in self.chance.sample(self.open[-24:], min(6, len(self.open[-24:]))):
            action = self.state(ref)
            if action.state in states:
                return action
            if action.state in FINAL:
                self.open.remove(ref)
        return None

    def see(self, action: Action) -> Card:
        """Look at an action's card, and remember it."""
        matter = self.world.court.matters[action.id]
        card = Card(action=action, drawn=matter.decisions)
        self.cards = [*self.cards[-_KEPT:], card]
        if action.id not in self.open and action.state not in FINAL:
            self.open = [*self.open[-_KEPT:], action.id]
        return card

    def _note(self, ref: str) -> None:
        action = self.state(ref)
        self.world.court.settled(ref, action.state.value)

    def _forged(self, card: Card) -> tuple[Click, Clicked]:
        """Return a click that nobody meant; one that is like the true one cannot be told apart."""
        click, clicked = honest(card, yes=True)
        other = self.chance.choice(self.cards).action
        forged = self.chance.choice(
            (
                click,
                replace(click, digest=self.chance.choice((click.digest[::-1], "", "0" * 64))),
                replace(click, version=click.version + self.chance.choice((-1, 1, 2))),
                replace(click, version=self.state(click.action).version),
                replace(click, action=other.id, version=self.state(other.id).version),
                replace(click, digest=other.digest, version=self.state(click.action).version),
            )
        )
        if forged == click:
            return click, clicked
        now = self.state(forged.action)
        is_true = (now.version, now.digest) == (forged.version, forged.digest)
        drawn = self.world.court.matters[now.id].decisions
        return forged, Clicked(
            ref=now.id, of=now.id, drawn=drawn, is_true=is_true, yes=True, words=words_of(forged)
        )

    def _stale(self) -> Seat:
        """Return a seat as it is, also one whose session has run out."""
        return self.chance.choice(self.people.seats or [self.people.seat()])

    def click_as_customer(self, click: Click, clicked: Clicked, seat: Seat) -> None:
        """Send a click in a customer's session, and show the court what came of it."""
        if seat.session is None:
            return
        told = None
        with suppress(HandrailError):
            told = _told(confirm_action(click, seat.session, self.world.ports))
        ends = int(seat.session.expires_at.timestamp())
        self.world.court.confirmed(clicked, seat.customer, ends, told)
        if told is not None:
            self.clicks.append((click, clicked, seat))
            self.clicks = self.clicks[-_KEPT:]

    def click_as_staff(self, click: Click, clicked: Clicked, who: tuple[str, Any]) -> None:
        """Send a click of the staff, and show the court what came of it."""
        told = None
        with suppress(HandrailError):
            told = _told(decide_approval(click, staff_session(*who), self.world.ports))
        self.world.court.approved(clicked, who[0], who[1].value, told)


def honest(card: Card, *, yes: bool) -> tuple[Click, Clicked]:
    """Return the click that a card asks for."""
    action = card.action
    click = Click(action=action.id, version=action.version, digest=action.digest, is_approved=yes)
    clicked = Clicked(
        ref=action.id, of=action.id, drawn=card.drawn, is_true=True, yes=yes, words=words_of(click)
    )
    return click, clicked


def words_of(click: Click) -> str:
    """Return a click as it is sent."""
    return f"{click.action} {click.version} {click.digest}"


def _told(action: Action, *, is_repeated: bool = False) -> Told:
    return Told(
        ref=action.id,
        state=action.state.value,
        control=None if action.control is None else action.control.value,
        amount=action.amount,
        is_repeated=is_repeated,
    )


def _plain(arguments: Arguments) -> Arguments:
    return dict(arguments)


_TURNS = {
    "propose": 30,
    "confirm": 16,
    "approve": 14,
    "work": 16,
    "forge": 6,
    "steal": 3,
    "replay": 3,
    "approve_early": 2,
    "carry_any": 2,
    "wait": 3,
    "land": 2,
    "switch": 1.4,
    "stock": 5,
    "sign_in": 2,
    "expire": 1,
    "settle": 2,
}
_KINDS, _WEIGHTS = tuple(_TURNS), tuple(_TURNS.values())
_MEANWHILE = ("confirm", "approve", "work", "carry_any", "switch", "replay", "propose")
_BETWEEN = 0.03
_WAITS = (30, 60, 60, 300, 300, 600, 901, 1_800, 3_601, 40_000, 86_401, 4 * 86_400, 8 * 86_400)
_CHANGES = (
    "state = 'packed'",
    "state = 'on_its_way'",
    "state = 'delivered', is_back = 1",
    "refunded = paid",
    "is_back = 0",
    "customer = 'cus-1040'",
    "address_changes = address_changes + 1",
    "delivered_at = '2025-01-02T00:00:00.000000Z'",
)
