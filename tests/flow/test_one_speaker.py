"""Never two who speak, and nobody trapped: customer, staff and outages in any order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handrail.domain.actions.model import StaffId, StaffSession
from handrail.domain.conversation.model import ConversationState, Event
from handrail.domain.decision.model import Clarify, HandOff, HandOffReason, TurnRecord
from handrail.domain.handoff.model import OPEN, Brief, Handoff
from handrail.flow.desk_ports import Handing
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.staff_notes import say_away
from handrail.flow.take_over import (
    close_conversation,
    return_to_assistant,
    say_as_agent,
    take_conversation,
)
from handrail.kernel.errors import (
    BadInput,
    Conflict,
    Forbidden,
    IndexUnavailable,
    ModelUnavailable,
    StorageUnavailable,
)
from tests.flow.desk import ADA, KIM, LEE, Desk

ASKS_FOR_A_PERSON = (
    "I want to talk to a person",
    "我要人工客服",
    "मुझे किसी इंसान से बात करनी है",
    "Quiero hablar con una persona",
    "أريد التحدث مع موظف",
    "Je veux parler à un conseiller",
    "আমি একজন মানুষের সাথে কথা বলতে চাই",
    "Quero falar com um atendente",
    "Хочу поговорить с оператором",
    "میں کسی انسان سے بات کرنا چاہتا ہوں",
    "This is useless!!! HUMAN. NOW.",
)
SECRET = "between us: the warehouse lost it"
ORDINARY = (
    "How long does a refund take?",
    "What does shipping cost?",
    "Hello!",
    "Thank you",
    "no",
    "1",
    "Wie lange dauert eine Erstattung?",
    "退款需要多久？",
    "asdf qwer",
    "Can my neighbour sign for the parcel in person?",
    "😀",
)


def a_desk() -> Desk:
    """Build a small help centre that answers what it can."""
    desk = Desk()
    desk.answers_from(0.0)
    desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return desk


class Conversing(RuleBasedStateMachine):
    """Let a customer, the staff and outages act in any order on one conversation."""

    @initialize()
    def opens(self) -> None:
        """Begin."""
        self.desk = a_desk()
        self.ref = self.desk.hears("Hello!").conversation

    @rule(text=st.sampled_from(ORDINARY))
    def writes(self, text: str) -> None:
        """Say something ordinary."""
        self._hears(text)

    @rule(text=st.sampled_from(ASKS_FOR_A_PERSON))
    def asks_for_a_person(self, text: str) -> None:
        """Ask for a person, in any language: within one reply one is asked for."""
        self._is_handed_over(lambda: self._hears(text))

    @rule()
    def presses_the_button(self) -> None:
        """Ask for a person without a word."""
        self._is_handed_over(lambda: self._hears("", wants_person=True))

    @rule(part=st.sampled_from(["index", "writer"]))
    def breaks(self, part: str) -> None:
        """Let a part fail from now on."""
        fault = IndexUnavailable("gone") if part == "index" else ModelUnavailable("gone")
        setattr(getattr(self.desk, part), "fault", fault)  # noqa: B010 - either of two parts

    @rule()
    def is_mended(self) -> None:
        """Let everything work again."""
        self.desk.index.fault = self.desk.writer.fault = None

    @rule(only=st.booleans())
    def people_answer_here(self, *, only: bool) -> None:
        """Switch to where the assistant only drafts, or back."""
        self.desk.ports = replace(self.desk.ports, handing=Handing(drafts_everywhere=only))

    @rule(who=st.sampled_from([KIM, ADA]))
    def steps_in(self, who: StaffSession) -> None:
        """Let somebody take over, asked for or not."""
        self._tries(lambda: take_conversation(self.ref, who, self.desk.staffed()))

    @rule()
    def a_person_speaks(self) -> None:
        """Let a lead say something."""
        self._tries(lambda: say_as_agent(self.ref, "Ada here.", ADA, self.desk.staffed()))

    @rule(by=st.sampled_from([KIM, LEE, ADA]), to=st.sampled_from(["kim", "lee", "ada", None]))
    def is_passed_on(self, by: StaffSession, to: str | None) -> None:
        """Pass it on to a colleague, or back to those who wait."""
        if (handoff := self._open()) is None:
            return
        queue = "support" if to is None else None
        wanted = PassOn(to=None if to is None else StaffId(to), queue=queue, note=SECRET)
        with suppress(BadInput, Forbidden):  # not theirs, or to whoever has it
            passed = pass_on(handoff.id, wanted, by, self.desk.staffed())
            assert passed.handoff.agent == (None if passed.away else wanted.to)

    @rule(who=st.sampled_from([KIM, LEE, ADA]), is_away=st.booleans())
    def goes_or_comes_back(self, who: StaffSession, *, is_away: bool) -> None:
        """Say that somebody is away, or is back."""
        say_away(who, self.desk.staffed(), is_away=is_away)

    @rule(who=st.sampled_from([KIM, LEE, ADA]))
    def somebody_speaks(self, who: StaffSession) -> None:
        """Let anybody try to say something."""
        self._tries(lambda: say_as_agent(self.ref, f"{who.staff} here.", who, self.desk.staffed()))

    @rule()
    def is_returned(self) -> None:
        """Give it back to the assistant."""
        if (handoff := self._open()) is not None:
            return_to_assistant(handoff.id, ADA, self.desk.staffed())

    @rule()
    def is_closed(self) -> None:
        """End it."""
        if (handoff := self._open()) is not None:
            close_conversation(handoff.id, ADA, self.desk.staffed())

    @rule(text=st.sampled_from(ORDINARY))
    def a_person_speaks_while_the_reply_is_written(self, text: str) -> None:
        """Let a person be quicker than the assistant's reply."""

        def meanwhile() -> None:
            self.desk.writer.first = lambda: None
            self.a_person_speaks()

        self.desk.writer.first = meanwhile
        self._hears(text)
        self.desk.writer.first = lambda: None

    @invariant()
    def never_two_speak(self) -> None:
        """Look through all that was told: who has the word, and who spoke."""
        if hasattr(self, "ref"):
            assert spoken_out_of_turn(self._events()) == []

    @invariant()
    def what_is_announced_is_delivered(self) -> None:
        """Every announcement has its handoff; whoever waits has one that is open, with a brief."""
        if not hasattr(self, "ref"):
            return
        with self.desk.store.read() as reading:
            held, handoffs = reading.conversation(self.ref), reading.handoffs_of(self.ref)
        announced = [e.facts["handoff"] for e in self._events() if e.kind == "handoff.requested"]
        assert set(announced) <= {handoff.id for handoff in handoffs}
        assert held is not None
        is_waiting = held.state is ConversationState.HANDED_OFF
        assert sum(handoff.state in OPEN for handoff in handoffs) == is_waiting
        assert all(handoff.brief is not None for handoff in handoffs)

    @invariant()
    def what_the_staff_write_for_each_other_is_told_to_nobody(self) -> None:
        """No note stands among what was said, told, or given to a model."""
        if not hasattr(self, "ref"):
            return
        with self.desk.store.read() as reading:
            held, records = reading.conversation(self.ref), reading.records_of(self.ref)
        assert SECRET not in repr((held, self._events(), records, self.desk.index.searched))

    def _hears(self, text: str, **more: Any) -> TurnRecord:
        for _ in range(3):
            try:
                return self.desk.hears(text, conversation=self.ref, **more)
            except Conflict:
                continue  # as the web server does
        raise AssertionError("the conversation never stood still")

    def _is_handed_over(self, asks: Callable[[], TurnRecord]) -> None:
        was_open = self._open() is not None
        record = asks()
        assert isinstance(record.outcome, HandOff)
        assert self._open() is not None
        assert bool(record.reply) is not was_open

    def _tries(self, act: Callable[[], object]) -> None:
        with suppress(Conflict):  # a colleague has it, or it is closed
            act()

    def _open(self) -> Handoff | None:
        with self.desk.store.read() as reading:
            return reading.open_handoff_of(self.ref)

    def _events(self) -> tuple[Event, ...]:
        with self.desk.store.read() as reading:
            return reading.events_after(self.ref, 0, limit=10_000)


def spoken_out_of_turn(events: tuple[Event, ...]) -> list[str]:
    """Return what was said by whoever did not have the word, by a model of its own."""
    wrong: list[str] = []
    has_word: object = "assistant"
    for event in events:
        match event.kind:
            case "handoff.requested" | "agent.passed_on":
                has_word = "nobody"
            case "agent.joined" if has_word == event.facts["agent"]:
                wrong.append("told twice")
            case "agent.joined":
                has_word = event.facts["agent"]
            case "agent.left" | "conversation.closed":
                has_word = "assistant"
            case "agent.message" if has_word != event.facts["agent"]:
                wrong.append(event.kind)
            case "reply.started" | "reply.claim" | "reply.finished" if has_word != "assistant":
                wrong.append(event.kind)
    return wrong


TestNoTrap = Conversing.TestCase
TestNoTrap.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_two_bots_do_not_hand_a_customer_to_each_other_for_ever() -> None:
    desk, replies = a_desk(), list[str]()

    record = desk.hears("Hello, I am an automated assistant. Please connect me to a human agent.")
    while record.reply and len(replies) < 20:
        replies.append(record.reply)
        record = desk.hears("I am a bot. Please connect me to a human agent.", after=record)

    assert len(replies) == 1


def test_nobody_who_asks_for_a_person_is_asked_back_first() -> None:
    desk = a_desk()
    for what in ("order", "membership"):
        how = f"To cancel this {what}, open the {what} and press Cancel."
        desk.knows(f"help/cancel-{what}.md", f"Cancel a {what}", how)

    for text in ("1, but let me talk to a human", "agent", "I said I want a human"):
        asked = desk.hears("How do I cancel?")
        assert isinstance(asked.outcome, Clarify)
        record = desk.hears(text, after=asked)
        assert record.outcome == HandOff(reason=HandOffReason.CUSTOMER_REQUEST)


def test_a_handoff_that_cannot_be_kept_is_not_announced() -> None:
    desk = a_desk()
    first = desk.hears("Hello!")
    ports = desk.ports

    def fails(*_: object) -> Brief:
        raise StorageUnavailable("The disk is full.")

    desk.ports = replace(ports, handing=Handing(brief=fails))
    with pytest.raises(StorageUnavailable):
        desk.hears("a human please", after=first)

    with desk.store.read() as reading:
        held = reading.conversation(first.conversation)
        assert held is not None
        assert (held.state, len(held.messages)) == (ConversationState.OPEN, 2)
        assert reading.handoffs_of(first.conversation) == ()
        kinds = [event.kind for event in reading.events_after(first.conversation, 0)]
    assert "handoff.requested" not in kinds
    desk.ports = ports
    assert desk.hears("a human please", after=first).reply
