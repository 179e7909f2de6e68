"""Scripted customers are the same for the same seed, and take a reply as a customer would."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.labelled import GivenPassage, LabelledQuestion
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    HandOff,
    HandOffReason,
    Outcome,
    TurnRecord,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.sample.simulation.goals import goals_of, sample_goals
from handrail.sample.simulation.model import Customer, Goal, Got, Persona, Visit, Want
from handrail.sample.simulation.noise import typed
from handrail.sample.simulation.personas import PERSONAS, crowd
from handrail.sample.simulation.report import simulated
from handrail.sample.simulation.story import page
from handrail.sample.simulation.talk import talk
from tests.builders import REFUNDS, a_claim, a_record

PLAIN = Persona(name="plain", share=1.0, greets=0.0, thanks=0.0, asks_again=0.0, wants_person=0.0)
GOAL = Goal(
    name="refund",
    want=Want.ANSWER,
    says=("How long does a refund take?", "When is my money back?"),
    articles=frozenset({REFUNDS}),
)
ANSWERED = Answer(claims=(a_claim(),))
UNKNOWN = Abstain(reason=AbstainReason.NO_EVIDENCE)
A_PERSON = HandOff(reason=HandOffReason.CUSTOMER_REQUEST)


@dataclass
class Replying:
    """Reply with outcomes in turn, the last one for ever."""

    outcomes: Sequence[Outcome]
    reply: str = "Refunds take five days."
    conversation: ConversationId = ConversationId("conv_1")
    heard: list[str] = field(default_factory=list)

    def say(self, text: str) -> TurnRecord:
        """Return the next one."""
        outcome = self.outcomes[min(len(self.heard), len(self.outcomes) - 1)]
        self.heard.append(text)
        return a_record(outcome=outcome, reply=self.reply)


def visited(replying: Replying, goal: Goal = GOAL, persona: Persona = PLAIN) -> Visit:
    return talk(Customer(number=1, persona=persona, goal=goal), replying, random.Random(3))


@pytest.mark.parametrize(
    ("outcome", "want", "got"),
    [
        (ANSWERED, Want.ANSWER, Got.REACHED),
        (ANSWERED, Want.UNKNOWN, Got.WRONG),
        (ANSWERED, Want.PERSON, Got.WRONG),
        (UNKNOWN, Want.ANSWER, Got.NOT_HELPED),
        (UNKNOWN, Want.UNKNOWN, Got.ABSTAINED_RIGHTLY),
        (UNKNOWN, Want.PERSON, Got.NOT_HELPED),
        (A_PERSON, Want.ANSWER, Got.HANDED_OFF),
        (A_PERSON, Want.PERSON, Got.HANDED_OFF),
    ],
)
def test_what_was_wanted_decides_what_a_reply_is_worth(
    outcome: Outcome, want: Want, got: Got
) -> None:
    visit = visited(Replying([outcome]), replace(GOAL, want=want))

    assert visit.got is got


def test_an_answer_from_another_article_or_with_another_fact_is_wrong() -> None:
    elsewhere = replace(GOAL, articles=frozenset({ArticleId("help/other.md")}))
    other_fact = replace(GOAL, tells="ten days")

    assert visited(Replying([ANSWERED]), elsewhere).got is Got.WRONG
    assert visited(Replying([ANSWERED]), other_fact).got is Got.WRONG


def test_who_asks_again_uses_other_words_and_leaves_once_a_person_is_promised() -> None:
    stubborn = replace(PLAIN, asks_again=1.0, patience=5)
    replying = Replying([UNKNOWN, A_PERSON])

    visit = visited(replying, persona=stubborn)

    assert visit.got is Got.HANDED_OFF
    assert sorted(replying.heard) == sorted(GOAL.says)


def test_who_is_impatient_writes_once_and_gives_up() -> None:
    replying = Replying([UNKNOWN])

    visited(replying, persona=replace(PLAIN, asks_again=1.0, patience=1))

    assert len(replying.heard) == 1


def test_who_comes_back_says_what_went_wrong() -> None:
    goal = replace(GOAL, comes_back=("You said five days, where is my money?",))
    replying = Replying([ANSWERED])

    talk(
        Customer(number=1, persona=PLAIN, goal=goal, is_back=True), replying, random.Random(1)
    )

    assert replying.heard == ["You said five days, where is my money?"]


def test_the_same_seed_brings_the_same_customers_and_the_same_slips() -> None:
    one, same, other = (crowd(200, sample_goals(), random.Random(seed)) for seed in (5, 5, 6))
    careless = replace(PLAIN, typos=1.0)
    slips = [typed("Can I exchange strings?", careless, random.Random(9)) for _ in range(2)]

    assert one == same
    assert one != other
    assert {customer.persona for customer in one} == set(PERSONAS)
    assert slips[0] == slips[1] != "Can I exchange strings?"


def test_numbers_are_typed_right_by_everybody() -> None:
    careless = replace(PLAIN, typos=1.0, is_curt=True)

    said = [typed("Refund CC-4410287, €129!", careless, random.Random(n)) for n in range(50)]

    assert all(text.endswith("cc-4410287, €129") for text in said)


def test_goals_come_of_labelled_questions_and_of_who_wants_a_person() -> None:
    labelled = (
        LabelledQuestion(question="How?", answerable=True, articles=(REFUNDS,), line=1),
        LabelledQuestion(question="Why?", answerable=False, history=("And how?",), line=2),
        LabelledQuestion(
            question="Given?", answerable=True, passages=(GivenPassage(title="t", text="x"),)
        ),
    )

    goals = goals_of(labelled)

    assert [goal.want for goal in goals[:2]] == [Want.ANSWER, Want.UNKNOWN]
    assert goals[1].about_before == ("And how?",)
    assert {goal.want for goal in goals[2:]} == {Want.PERSON}


def test_the_report_counts_a_person_and_an_honest_no_as_served() -> None:
    customer = Customer(number=1, persona=PLAIN, goal=GOAL)
    visits = [
        Visit(customer=customer, conversation=ConversationId(got), got=got, messages=1)
        for got in Got
    ]

    found = simulated(visits, 1.0, lambda hits, n, _certainty: (hits / n - 0.1, hits / n + 0.1))

    assert (found.served.value, found.wrong.value, found.served.n) == (0.6, 0.2, 5)
    assert found.counts(lambda visit: visit.customer.persona.name) == {
        "plain": dict.fromkeys(Got, 1)
    }


def test_the_story_s_edit_changes_what_is_told_and_nothing_else() -> None:
    right, wrong = (page("2026-11-01", is_wrong=is_wrong) for is_wrong in (False, True))
    told = [goal.tells for goal in sample_goals() if goal.tells]

    changed = [a for a, b in zip(right.splitlines(), wrong.splitlines(), strict=True) if a != b]

    assert len(changed) == 2
    assert {tells for tells in told if tells in right} == set(told)
    assert {tells for tells in told if tells not in wrong} == {"€12", "24 hours"}
