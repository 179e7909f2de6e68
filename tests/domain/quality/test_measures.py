"""What one conversation adds to each measure, and what a day's conversations add up to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.model import (
    ActionRuled,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    HandOffReason,
    ModelCall,
    NothingDone,
    Outcome,
)
from handrail.domain.decision.topics import Topic
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.conversation_facts import facts_of, kind_of
from handrail.domain.quality.day import Added, add_up
from handrail.domain.quality.judged import Adds, Hands, Tally
from handrail.domain.quality.measures import Case, hands_of, tallies_of
from handrail.domain.quality.outcome import Outcome as Ending
from handrail.domain.quality.outcome import TurnKind, outcome_of
from handrail.domain.quality.people import people_outcome
from handrail.domain.quality.seen import Seen, SeenAction, trusts_none
from handrail.domain.quality.slices import slices_of, topic_of_conversation
from tests.builders import NOON, a_brief, a_conversation, a_handoff, a_record

CUSTOMER, AGENT = Author.CUSTOMER, Author.AGENT
ASKED = "My order 4711 never came. How long does a refund take?"
NO_RETURN = None


def said(*words: tuple[Author, str]) -> tuple[Message, ...]:
    return tuple(
        Message(
            id=MessageId(f"msg_{n}"),
            conversation=ConversationId("conv_1"),
            sequence=n,
            author=author,
            text=text,
            at=NOON + timedelta(minutes=n),
        )
        for n, (author, text) in enumerate(words, start=1)
    )


def seen(*words: tuple[Author, str], **changes: Any) -> Seen:
    held = a_conversation(messages=said(*(words or ((CUSTOMER, ASKED),))))
    values: dict[str, Any] = {"conversation": held, "records": (a_record(),)}
    return Seen(**(values | changes))


def case(one: Seen, returned_in: ConversationId | None = NO_RETURN) -> Case:
    facts = facts_of(one, returned_in, trusts_none)
    ended = outcome_of(facts, NOON + timedelta(days=9))
    assert ended is not None
    people = people_outcome(facts, one.conversation.messages)
    return Case(seen=one, facts=facts, outcome=ended.outcome, people=people, hands=hands_of(facts))


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Clarify(choices=()), TurnKind.ASKED_BACK),
        (AskForAction(text="Which order?"), TurnKind.ASKED_BACK),
        (HandOff(reason=HandOffReason.DISTRESS), TurnKind.HANDED_OFF),
        (ActionRuled(name="r", title="R", state=ActionState.SUCCEEDED), TurnKind.ACTED),
        (Courtesy(kind="thanks"), TurnKind.COURTESY),
        (NothingDone(text="Nothing was done."), TurnKind.COURTESY),
    ],
)
def test_what_the_assistant_did_is_told_from_what_came_of_a_message(
    outcome: Outcome, kind: TurnKind
) -> None:
    assert kind_of(outcome) is kind


@pytest.mark.parametrize(
    ("after", "rating", "ending"),
    [
        ("That solved it, thank you", None, Ending.CONFIRMED),
        ("It didn't help.", None, Ending.ABANDONED),
        ("Thanks", None, Ending.SILENT),
        ("And which size do I need?", None, Ending.SILENT),
        ("Thanks", 5, Ending.CONFIRMED),
        ("That solved it, thank you", 1, Ending.ABANDONED),
        (None, None, Ending.SILENT),
    ],
)
def test_people_are_held_to_the_same_standard(
    after: str | None, rating: int | None, ending: Ending
) -> None:
    last = () if after is None else ((CUSTOMER, after),)
    one = seen((CUSTOMER, ASKED), (AGENT, "We sent it again."), *last, rating=rating)

    assert case(one).people is ending


def test_whoever_comes_back_after_a_person_was_not_helped_by_them() -> None:
    one = seen((CUSTOMER, ASKED), (AGENT, "Sent again."), rating=5, persons=frozenset({"p"}))

    tallies = tallies_of(case(one, ConversationId("conv_2")))

    assert tallies["human_returned"] == Tally(1, 1)
    assert tallies["human_resolved"] == Tally(0, 1)
    assert tallies["escalated"] == Tally(1, 1)
    assert "returned" not in tallies


@pytest.mark.parametrize(
    ("one", "hands"),
    [
        (seen(), Hands.ASSISTANT),
        (seen(handoffs=(a_handoff(),)), Hands.NOBODY),
        (seen((CUSTOMER, ASKED), (AGENT, "Hello")), Hands.BOTH),
        (seen((CUSTOMER, ASKED), (AGENT, "Hello"), records=()), Hands.STAFF),
    ],
)
def test_who_ended_a_conversation_is_told_from_who_spoke(one: Seen, hands: Hands) -> None:
    found = case(one)

    assert found.hands is hands
    assert tallies_of(found)["deflected"].hits == int(hands is Hands.ASSISTANT)


def test_what_an_agent_asks_again_is_counted_per_handover() -> None:
    words = ((CUSTOMER, ASKED), (AGENT, "Could you tell me your order number?"))
    came: dict[str, Any] = {"requested_at": NOON + timedelta(minutes=1), "brief": a_brief(ASKED)}
    handoff = a_handoff(
        first_word_at=NOON + timedelta(minutes=2), due_at=NOON + timedelta(minutes=1), **came
    )

    tallies = tallies_of(case(seen(*words, handoffs=(handoff, a_handoff("hand_2")))))

    assert tallies["reasked"] == Tally(1, 1)
    assert tallies["to_person_seconds"] == Tally(0, 1, 60.0, 3600.0)


def test_cost_mood_drafts_and_reversals_are_added_up_where_they_are_known() -> None:
    call = ModelCall(task="write", model="m", prompt="p", result="finished", cost=0.02)
    unpriced = replace(call, cost=None)
    done = SeenAction(name="refund", state=ActionState.SUCCEEDED, is_reversed=True)
    one = seen(
        (CUSTOMER, ASKED),
        (CUSTOMER, "THIS IS USELESS!!! WHERE IS MY MONEY"),
        records=(a_record(calls=(call, unpriced)),),
        actions=(
            done,
            replace(done, is_reversed=False),
            SeenAction(name="x", state=ActionState.FAILED),
        ),
        drafts=(True, False, False),
    )

    tallies = tallies_of(case(one))

    assert tallies["cost"] == Tally(0, 1, 0.02, 0.02**2)
    assert (tallies["mood"].hits, tallies["mood"].cases) == (1, 1)
    assert tallies["corrected"] == Tally(1, 3)
    assert tallies["reversed"] == Tally(1, 2)
    assert "cost" not in tallies_of(case(seen()))


def test_a_conversation_without_records_is_a_case_of_no_turn() -> None:
    tallies = tallies_of(case(seen(records=())))

    assert {"asked", "abstained", "rating", "mood"}.isdisjoint(tallies)


def test_a_topic_of_the_settings_comes_before_the_folder_of_an_article() -> None:
    promise = Promise(max_wrong=0.02, confidence=0.95)
    lax = Topic(name="orders", promise=replace(promise, max_wrong=0.05), words=("order",))
    strict = Topic(name="money", promise=promise, words=("refund",))

    assert topic_of_conversation(seen(), ()) == "help/billing"
    assert topic_of_conversation(seen(), (lax, strict)) == "money"
    assert topic_of_conversation(seen(records=()), ()) is None


def test_an_article_in_the_root_of_its_source_is_a_topic_of_its_own() -> None:
    record = a_record()
    [used] = record.evidence
    in_root = replace(record, evidence=(replace(used, article=ArticleId("help/shipping.md")),))

    assert topic_of_conversation(seen(records=(in_root,)), ()) == "help/shipping.md"


def test_slices_leave_out_what_a_conversation_has_none_of() -> None:
    found = slices_of(seen(records=()), None)

    assert found == {"all": ("",), "locale": ("any",), "channel": ("api",)}


def adds(**tallies: Tally) -> Adds:
    slices = {"all": ("",), "article": ("help/a.md",), "action": ("refund",)}
    return Adds(slices=slices, tallies=tallies, reversals={"refund": Tally(1, 2)})


def test_returns_count_once_the_days_are_over_and_an_article_is_spared_what_is_not_its() -> None:
    held = adds(returned=Tally(1, 1), effort=Tally(0, 1, 2.0, 4.0), reversed=Tally(1, 2))
    early = Added(is_simulated=False, is_over=False, adds=held)

    figures = list(add_up(NOON.date(), [early, replace(early, is_over=True)]))

    found = {(f.measure, f.slice, f.of): f.tally for f in figures}
    assert found["returned", "all", ""] == Tally(1, 1)
    assert found["returned", "article", "help/a.md"] == Tally(1, 1)
    assert found["effort", "all", ""] == Tally(0, 2, 4.0, 8.0)
    assert ("effort", "article", "help/a.md") not in found
    assert found["reversed", "action", "refund"] == Tally(2, 4)
