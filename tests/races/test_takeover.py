"""A person speaks while the assistant is writing: from their first word on nothing else is said."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import Author, ConversationId, Event
from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.language_model import ModelPorts
from handrail.flow.take_over import (
    return_to_assistant,
    say_as_agent,
    take_conversation,
    take_over,
)
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import Conflict
from handrail.kernel.ids import RandomIds
from tests.builders import a_calibration, a_conversation, an_article, an_entry, an_inbound
from tests.flow.writers import ScriptedWriter
from tests.vault import a_cipher
from tests.web.running import ANSWER, PASSAGE, QUESTION, LaidOut, message_ports

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

_ROUNDS = int(os.environ.get("RACE_ROUNDS", "100"))
"""`make races` runs 1,000."""
_OTHER_ROUNDS = _ROUNDS // 4
_AGENTS = 4
_SPOKEN = frozenset({"reply.started", "reply.claim", "reply.finished"})
DRAFT = (
    ("A refund takes five days.", ANSWER),
    ("You can ask within 30 days of delivery.", "Ask within 30 days of delivery."),
)


@dataclass
class Desk:
    """Hold a database, an assistant that writes claim by claim, and people who may speak."""

    store: SqlStore
    messages: MessagePorts
    staff: DeskPorts
    draw: random.Random = field(default_factory=lambda: random.Random(5))

    def opened(self, number: int, customer: str | None = None) -> ConversationId:
        """Open a conversation."""
        ref = ConversationId(f"conv_{number}")
        with self.store.write() as writing:
            writing.open_conversation(a_conversation(ref, customer=customer), an_entry())
        return ref

    def events(self, ref: ConversationId) -> tuple[Event, ...]:
        """Return all that was told in a conversation."""
        with self.store.read() as reading:
            return reading.events_after(ref, 0)

    def authors(self, ref: ConversationId) -> list[Author]:
        """Return who wrote each message that is kept, in order."""
        with self.store.read() as reading:
            held = reading.conversation(ref)
        assert held is not None
        return [message.author for message in held.messages]


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    pen = random.Random(7)
    writer = ScriptedWriter([DRAFT], before_each=lambda: time.sleep(pen.uniform(0.0, 0.004)))
    models = ModelPorts(writers=(writer,), reader=None, clock=SystemClock(), seconds=30.0)
    anything = Threshold(value=0.0001, answered=100, wrong=0, upper_bound=0.03)
    with store.write() as writing:
        writing.publish(an_article(PASSAGE.article, PASSAGE.version), (PASSAGE,), an_entry())
        writing.save_calibration(
            a_calibration(threshold=anything, by_topic={}, bound_to={"writer": writer.name}),
            an_entry(),
        )
    ports = replace(message_ports(store, LaidOut(), models), ids=RandomIds())
    yield Desk(
        store=store,
        messages=ports,
        staff=DeskPorts(store=store, clock=SystemClock(), ids=RandomIds()),
    )
    store.close()


def an_agent(number: int = 0) -> StaffSession:
    return StaffSession(staff=StaffId(f"agent{number}"), role=Role.AGENT)


def asks(ref: ConversationId, desk: Desk) -> TurnRecord:
    """Ask as the web server does: anew where the conversation moved on meanwhile."""
    for _ in range(5):
        try:
            return handle_message(an_inbound(QUESTION, conversation=ref), desk.messages)
        except Conflict:
            continue
    return handle_message(an_inbound(QUESTION, conversation=ref), desk.messages)


def outcome(act: Callable[[], Handoff]) -> Handoff | None:
    try:
        return act()
    except Conflict:
        return None


def spoken_over(events: tuple[Event, ...]) -> list[str]:
    """Return what the assistant told after the first word of a person."""
    kinds = [event.kind for event in events]
    return [kind for kind in kinds[kinds.index("agent.message") :] if kind in _SPOKEN]


def how_it_ended(record: TurnRecord, kinds: list[str]) -> str:
    """Return whether the reply was whole before, begun and taken back, or never begun."""
    if "reply.withdrawn" in kinds:
        return "withdrawn"
    return "said" if record.reply else "silent"


@pytest.mark.parametrize("customer", [None, "ada@example.com"])
def test_nothing_is_said_by_the_assistant_after_the_first_word_of_a_person(
    customer: str | None, desk: Desk
) -> None:
    start = threading.Barrier(2)

    def speaks(ref: ConversationId, wait: float) -> None:
        start.wait()
        time.sleep(wait)
        say_as_agent(ref, "Kim here.", an_agent(), desk.staff)

    def is_asked(ref: ConversationId) -> TurnRecord:
        start.wait()
        return asks(ref, desk)

    over, ends = [], Counter[str]()
    with ThreadPoolExecutor(2) as both:
        for number in range(_ROUNDS // 2):
            ref = desk.opened(number, customer)
            is_late = number % 10 == 0  # a reply that was whole before stays as it is
            wait = desk.draw.uniform(0.3, 0.4) if is_late else desk.draw.uniform(0.0, 0.03)
            speaking, asking = both.submit(speaks, ref, wait), both.submit(is_asked, ref)
            speaking.result(30)
            record = asking.result(30)
            told, authors = desk.events(ref), desk.authors(ref)
            kinds = [event.kind for event in told]
            over += spoken_over(told)
            over += [a for a in authors[authors.index(Author.AGENT) :] if a is Author.ASSISTANT]
            ends[how_it_ended(record, kinds)] += 1
            assert authors.count(Author.CUSTOMER) == 1

    assert over == []
    assert min(ends["said"], ends["withdrawn"]) > 0, dict(ends)


def test_of_many_who_take_at_once_one_has_it(desk: Desk) -> None:
    start = threading.Barrier(_AGENTS)

    def takes(number: int, handoff: Handoff) -> Handoff | None:
        start.wait()
        if number % 2:
            return outcome(lambda: take_over(handoff.id, an_agent(number), desk.staff))
        ref = handoff.conversation
        return outcome(lambda: take_conversation(ref, an_agent(number), desk.staff))

    winners, told = [], []
    with ThreadPoolExecutor(_AGENTS) as crowd:
        for number in range(_OTHER_ROUNDS):
            ref = desk.opened(number)
            handle_message(an_inbound("a human please", conversation=ref), desk.messages)
            with desk.store.read() as reading:
                handoff = reading.open_handoff_of(ref)
            assert handoff is not None
            taken = list(crowd.map(takes, range(_AGENTS), [handoff] * _AGENTS))
            winners.append(sum(held is not None for held in taken))
            told.append([e.kind for e in desk.events(ref)].count("agent.joined"))

    assert winners == told == [1] * _OTHER_ROUNDS


def test_of_a_person_who_steps_in_and_a_customer_who_asks_for_one_one_handoff_comes(
    desk: Desk,
) -> None:
    start = threading.Barrier(2)

    def steps_in(ref: ConversationId) -> Handoff | None:
        start.wait()
        return outcome(lambda: take_conversation(ref, an_agent(), desk.staff))

    def asks_for_one(ref: ConversationId) -> None:
        start.wait()
        inbound = an_inbound("a human please", conversation=ref)
        while True:
            try:
                handle_message(inbound, desk.messages)
            except Conflict:
                continue
            return

    with ThreadPoolExecutor(2) as both:
        for number in range(_OTHER_ROUNDS):
            ref = desk.opened(number)
            stepping, asking = both.submit(steps_in, ref), both.submit(asks_for_one, ref)
            taken = stepping.result(30)
            asking.result(30)
            with desk.store.read() as reading:
                [handoff] = reading.handoffs_of(ref)
            assert taken is not None
            assert handoff.agent == "agent0"
            assert desk.authors(ref)[0] is Author.CUSTOMER


def test_what_is_returned_while_a_customer_writes_is_answered_or_silent_never_both(
    desk: Desk,
) -> None:
    start = threading.Barrier(2)

    def returns(handoff: Handoff) -> None:
        start.wait()
        return_to_assistant(handoff.id, an_agent(), desk.staff)

    def is_asked(ref: ConversationId) -> TurnRecord:
        start.wait()
        return asks(ref, desk)

    with ThreadPoolExecutor(2) as both:
        for number in range(_OTHER_ROUNDS):
            ref = desk.opened(number)
            handoff = take_conversation(ref, an_agent(), desk.staff)
            returning, asking = both.submit(returns, handoff), both.submit(is_asked, ref)
            returning.result(30)
            record = asking.result(30)
            kinds = [event.kind for event in desk.events(ref)]
            if record.reply:
                assert kinds.index("agent.left") < kinds.index("reply.started")
            assert desk.authors(ref).count(Author.CUSTOMER) == 1
