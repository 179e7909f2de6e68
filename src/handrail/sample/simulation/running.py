"""Let scripted customers talk to a project's assistant over some days, on a clock of their own."""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handrail.app import App
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage, Origin
from handrail.domain.decision.model import TurnRecord
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.ports import Progress
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.take_over import close_conversation
from handrail.sample.simulation.model import SERVED, Customer, Got, Visit
from handrail.sample.simulation.talk import talk

_SIMULATION = StaffSession(staff=StaffId("simulation"), role=Role.ADMIN)
_BETWEEN = timedelta(seconds=40)
_COMES_BACK = timedelta(hours=20), timedelta(days=3)
_BUSY = (9, 19)  # hours between which three quarters of the customers write
_IN_BUSY_HOURS = 0.75
_STARS = {True: ((3, 4, 5), (1, 3, 5)), False: ((1, 2, 3), (5, 3, 1))}


class SetClock:
    """Tell a time that is set, and moves on with what is said."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now

    def monotonic(self) -> float:
        """Return the same, in seconds."""
        return self._now.timestamp()

    def set_to(self, moment: datetime) -> None:
        """Go to a moment."""
        self._now = moment

    def step(self, by: timedelta) -> None:
        """Move on."""
        self._now += by


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Hold a project on a clock of its own, in which nothing can be done but answered."""

    app: App
    clock: SetClock
    draw: random.Random
    is_known: bool = True
    """Customers are signed in, so that who comes back can be told."""


@dataclass(order=True, slots=True)
class _Due:
    at: datetime
    number: int
    customer: Customer = field(compare=False)


def staged(project: App, start: datetime, seed: int) -> Stage:
    """Return the project on a clock that begins at a moment; `close` its app afterwards."""
    clock = SetClock(start)
    app = App(project.project, project.settings, clock=clock)
    return Stage(app=app, clock=clock, draw=random.Random(seed))  # noqa: S311 - the same each time


def run_days(
    customers: Sequence[Customer],
    stage: Stage,
    days: int,
    progress: Progress,
    each_day: Callable[[int], None] = lambda _day: None,
) -> Iterator[Visit]:
    """Yield how each conversation went, in the order in which they are held.

    Customers are spread over the days by hours at which people write. Who was told something wrong
    and found out comes back. `each_day` is called as a day begins.
    """
    start = stage.clock.now()
    due = [
        _Due(start + _moment(days, stage.draw), number, customer)
        for number, customer in enumerate(customers)
    ]
    heapq.heapify(due)
    day, done = -1, 0
    ports = _ports(stage.app)
    while due:
        next_ = heapq.heappop(due)
        while day < (next_.at - start).days:
            day += 1
            stage.clock.set_to(start + timedelta(days=day))
            each_day(day)
            ports = _ports(stage.app)
        stage.clock.set_to(max(next_.at, stage.clock.now()))
        visit = _visit(next_.customer, stage, ports)
        done += 1
        progress("simulate", done, done + len(due))
        yield visit
        if visit.notices and not next_.customer.is_back:
            again = next_.at + _between(*_COMES_BACK, stage.draw)
            if again < start + timedelta(days=days):
                back = replace(next_.customer, is_back=True)
                heapq.heappush(due, _Due(again, len(customers) + done, back))


def _visit(customer: Customer, stage: Stage, ports: MessagePorts) -> Visit:
    speaking = _Speaking(customer, stage, ports)
    visit = talk(customer, speaking, stage.draw)
    if stage.draw.random() < customer.persona.rates:
        stars, weights = _STARS[visit.got in SERVED - {Got.ABSTAINED_RIGHTLY}]
        score = stage.draw.choices(stars, weights)[0]
        stage.clock.step(_BETWEEN)
        rate_conversation(visit.conversation, score, None, stage.app.desk_ports())
    return visit


def release(ref: ConversationId, app: App) -> None:
    """Let nobody of the team wait on a scripted customer: end at once what waits for a person."""
    with app.store.read() as reading:
        held = reading.open_handoff_of(ref)
    if held is not None:
        close_conversation(held.id, _SIMULATION, app.desk_ports())


def _ports(app: App) -> MessagePorts:
    """Return what answering needs, without anything that could be done: nobody real asks for it."""
    ports = app.message_ports()
    return replace(ports, actions=None, think=replace(ports.think, requests=None))


class _Speaking:
    """Speak in a conversation of one's own, through the same flow as everybody."""

    def __init__(self, customer: Customer, stage: Stage, ports: MessagePorts) -> None:
        self._customer = customer
        self._stage = stage
        self._ports = ports
        app, persona = stage.app, customer.persona
        opening = Opening(
            locale=customer.goal.locale,
            channel=persona.channel,
            customer=customer.id if stage.is_known else None,
            origin=Origin.SIMULATION,
        )
        opened = open_conversation(
            opening, OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
        )
        self._ref = opened.id

    @property
    def conversation(self) -> ConversationId:
        """Return which one."""
        return self._ref

    def say(self, text: str) -> TurnRecord:
        """Send a message and return the record of the reply."""
        self._stage.clock.step(_BETWEEN)
        inbound = InboundMessage(
            conversation=self._ref,
            text=text,
            locale=self._customer.goal.locale,
            channel=self._customer.persona.channel,
        )
        return handle_message(inbound, self._ports)


def _moment(days: int, draw: random.Random) -> timedelta:
    """Return a moment within the days, mostly at hours at which people write."""
    hours = _BUSY if draw.random() < _IN_BUSY_HOURS else (0, 24)
    return timedelta(days=draw.randrange(days), hours=draw.uniform(*hours))


def _between(low: timedelta, high: timedelta, draw: random.Random) -> timedelta:
    return low + (high - low) * draw.random()
