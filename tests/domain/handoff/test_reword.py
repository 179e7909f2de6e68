"""A model may choose and smooth words; it may not add one that matters."""

import pytest

from handrail.domain.handoff.model import Brief, BriefLine, Slot
from handrail.domain.handoff.reword import lines_to_word, reworded, with_quotes
from handrail.domain.handoff.write_brief import write_brief
from tests.domain.handoff.told import (
    LOST,
    a_refund_that,
    abstained,
    asks_for_a_person,
    handed_over,
    says,
    texts,
)

TEXT = "Hello. I do not want a refund. Where is my parcel?"
FACTS = handed_over(
    says("Refund CC-4410287", "ruled", action="a1"),
    abstained(TEXT, LOST),
    asks_for_a_person(),
    actions=a_refund_that("awaiting_staff"),
)
BRIEF = write_brief(FACTS)
MESSAGE = FACTS.customer_messages[1]


def the_reply() -> BriefLine:
    return next(line for line in BRIEF.of(Slot.NEXT_STEP) if line.text.startswith("Reply"))


def test_lines_about_an_action_stay_as_the_rules_wrote_them() -> None:
    lines = lines_to_word(BRIEF)

    assert lines
    assert all(source.kind != "action" for line in lines for source in line.sources)
    assert {line.slot for line in lines} <= {Slot.MISSING, Slot.NEXT_STEP}


def test_a_line_may_be_put_in_plain_words() -> None:
    line = the_reply()
    title = FACTS.titles[FACTS.records[1].evidence[0].article]
    quoted = line.text.removeprefix("Reply to ").partition(";")[0]

    better = reworded(line, f"Tell the customer, from “{title}”, what is said to {quoted}", FACTS)

    assert better is not None
    assert better.sources == line.sources


@pytest.mark.parametrize(
    "text",
    [
        "Approve the refund of {}; the nearest article is {}",
        "Reply to {} and pay 59.70 EUR; the nearest article is {}",
        "Do not reply to {}; the nearest article is {}",
        "Reply to Orla on {}; the nearest article is {}",
        "Reply to the customer",
        "Reply to {}; the nearest article is “something else”",
        "",
    ],
)
def test_words_that_nobody_said_do_not_come_in(text: str) -> None:
    line = the_reply()
    said, _, article = line.text.removeprefix("Reply to ").partition("; the nearest article is ")

    assert reworded(line, text.format(said, article), FACTS) is None


def test_a_denial_does_not_get_lost() -> None:
    facts = handed_over(asks_for_a_person())
    line = write_brief(facts).of(Slot.MISSING)[0]
    assert line.text == "What the customer wants: they have not said it."

    assert reworded(line, "What the customer wants: they have said it.", facts) is None
    assert reworded(line, "They have not said what the customer wants.", facts) is not None


def test_of_a_message_a_model_chooses_whole_sentences() -> None:
    chosen = with_quotes(BRIEF, [(MESSAGE, "Where is my parcel?")])

    assert "“Where is my parcel?”" in [line.text for line in chosen]
    assert len(chosen) == len(BRIEF.of(Slot.WANTS))


@pytest.mark.parametrize(
    "words",
    ["want a refund.", "I want a refund.", "", "I do not want a", "Where is my parcel? " * 30],
)
def test_words_that_the_customer_did_not_say_so_are_not_chosen(words: str) -> None:
    assert with_quotes(BRIEF, [(MESSAGE, words)]) == BRIEF.of(Slot.WANTS)


def test_a_line_that_says_that_nothing_is_known_is_nobodys_to_word() -> None:
    facts = handed_over(asks_for_a_person())
    brief = write_brief(facts)

    assert with_quotes(brief, [(facts.customer_messages[0], "a person please")]) == brief.of(
        Slot.WANTS
    )
    assert all(not line.is_unknown for line in lines_to_word(brief))
    assert texts(Brief(lines=(), writer=""), Slot.WANTS) == []
