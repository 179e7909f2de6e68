"""Nobody is trapped: random conversations, in many languages, while parts go down and come back."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handrail.domain.actions.model import StaffId
from handrail.domain.decision.model import (
    Abstain,
    Answer,
    Clarify,
    Courtesy,
    HandOff,
    HandOffReason,
    TurnRecord,
)
from handrail.domain.decision.reply_json import claims_of
from handrail.flow.inbox import Wanted, inbox
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.staff_notes import say_away
from handrail.kernel.errors import IndexUnavailable, ModelUnavailable
from tests.flow.desk import ADA, KIM, LEE, Desk

MOST_TURNS = 2
WISHES = (
    "I want to talk to a person",
    "this bot is useless, human pls",
    "Quiero hablar con una persona",
    "Je veux parler à un conseiller",
    "Quero falar com um atendente",
    "我要人工客服",
    "मुझे किसी इंसान से बात करनी है",
    "kisi insaan se baat karni hai",
    "أريد التحدث مع موظف",
    "Хочу поговорить с оператором",
    "আমি একজন মানুষের সাথে কথা বলতে চাই",
    "مجھے کسی انسان سے بات کرنی ہے",
    "Saya ingin bicara dengan manusia",
)
DISTRESSED = (
    "I don't want to live anymore",
    "quiero morirme",
    "我不想活了",
    "хочу умереть",
    "mujhe marna hai, khudkushi kar lunga",
)
QUESTIONS = (
    "How long does a refund take?",
    "how long do refunds take",
    "How much does shipping a parcel cost?",
    "How do I cancel?",
    "the membership",
    "Do you sell submarines to Peru?",
    "Which opera singers live on the moon?",
    "¿Venden submarinos a Perú?",
    "你们卖潜艇吗？",
    "Please paint my bicycle purple",
)
REACTIONS = (
    "That's not what I asked",
    "still doesn't work!",
    "no es lo que pregunté",
    "不是我问的",
    "thanks",
    "hi",
    "asdf",
    "???",
    "Automatic reply: I am out of the office",
    "Thank you for contacting Acme! Your ticket #7 has been received.",
)


class Conversations(RuleBasedStateMachine):
    """Talk at random; after every message, check what nobody may have to live through."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.desk.answers_from(0.0)
        self.desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
        self.desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
        for what in ("order", "membership"):
            self.desk.knows(
                f"help/cancel-{what}.md",
                f"Cancel a {what}",
                f"To cancel the {what}, open the {what} and press Cancel.",
            )
        self.last: TurnRecord | None = None
        self.turns: list[tuple[str, TurnRecord]] = []

    @rule(text=st.sampled_from((*QUESTIONS, *REACTIONS)))
    def say(self, text: str) -> None:
        self._hears(text)

    @rule(text=st.sampled_from(REACTIONS))
    def say_it_again(self, text: str) -> None:
        self._hears(text)
        self._hears(text)

    @precondition(lambda self: not self.is_handed_off)
    @rule(wish=st.sampled_from(WISHES))
    def ask_for_a_person(self, wish: str) -> None:
        record = self._hears(wish)

        assert isinstance(record.outcome, HandOff)
        assert record.outcome.reason is HandOffReason.CUSTOMER_REQUEST
        assert record.reply

    @precondition(lambda self: not self.is_handed_off)
    @rule()
    def press_the_button(self) -> None:
        record = self._hears("", wants_person=True)

        assert isinstance(record.outcome, HandOff)
        assert record.reply

    @precondition(lambda self: not self.is_handed_off)
    @rule(text=st.sampled_from(DISTRESSED))
    def be_in_distress(self, text: str) -> None:
        record = self._hears(text)

        assert isinstance(record.outcome, HandOff)
        assert record.outcome.reason is HandOffReason.DISTRESS

    @rule()
    def lose_the_index(self) -> None:
        self.desk.index.fault = IndexUnavailable("The index is gone.")

    @rule()
    def lose_the_model(self) -> None:
        self.desk.writer.fault = ModelUnavailable("The model is gone.")

    @rule()
    def mend_everything(self) -> None:
        self.desk.index.fault = None
        self.desk.writer.fault = None

    @precondition(lambda self: self.is_handed_off)
    @rule()
    def open_another_conversation(self) -> None:
        self.last = None
        self.turns = []

    @precondition(lambda self: self.is_handed_off)
    @rule(to=st.sampled_from(["lee", None]), is_away=st.booleans())
    def is_passed_on(self, to: str | None, *, is_away: bool) -> None:
        """Let a lead pass on whoever waits: they wait still, or somebody has them."""
        assert self.last is not None
        staffed = self.desk.staffed()
        with self.desk.store.read() as reading:
            handoff = reading.open_handoff_of(self.last.conversation)
        assert handoff is not None
        say_away(LEE, staffed, is_away=is_away)
        if to is not None and handoff.agent != to:
            pass_on(handoff.id, PassOn(to=StaffId(to)), ADA, staffed)
        elif to is None:
            pass_on(handoff.id, PassOn(queue="billing"), ADA, staffed)

    # Taking over, giving back and the invariant that there are never two speakers:
    # test_one_speaker.py.

    @property
    def is_handed_off(self) -> bool:
        return self.last is not None and isinstance(self.last.outcome, HandOff)

    def _hears(self, text: str, **more: bool) -> TurnRecord:
        was_handed_off = self.is_handed_off
        record = self.desk.hears(text, after=self.last, **more)
        assert not (was_handed_off and record.reply), "nobody speaks over the person's head"
        self.last = record
        self.turns.append((text, record))
        return record

    @invariant()
    def a_person_is_waited_for_wherever_one_was_promised(self) -> None:
        found = inbox(Wanted(), KIM, self.desk.staffed())
        waiting = {held.conversation for held in found}

        if self.last is not None:
            assert self.is_handed_off == (self.last.conversation in waiting)

    @invariant()
    def no_more_turns_lead_nowhere_than_may(self) -> None:
        assert turns_nowhere(self.turns) < MOST_TURNS

    @invariant()
    def a_customer_is_never_left_without_a_word(self) -> None:
        spoken = [record for _, record in self.turns if record.reply]

        if self.turns:
            assert self.turns[0][1] in spoken


def turns_nowhere(turns: list[tuple[str, TurnRecord]]) -> int:
    """Count, in a way of its own, the last turns in which the assistant was of no use."""
    count = 0
    told: set[str] = set()
    for text, record in turns:
        match record.outcome:
            case HandOff():
                count, told = 0, set()
            case Abstain():
                count += 1
            case Answer():
                claims = {claim.text for claim in claims_of(record.outcome)}
                is_news = not claims <= told and text not in REACTIONS
                count = 0 if is_news else count
                told = claims if is_news else told | claims
            case Clarify() | Courtesy() | _:
                pass
    return count


FAST = settings(
    max_examples=12,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestConversations = Conversations.TestCase
TestConversations.settings = FAST


@pytest.mark.slow
def test_many_more_conversations_trap_nobody() -> None:
    many = settings(FAST, max_examples=200, stateful_step_count=25)

    run_state_machine_as_test(Conversations, settings=many)
