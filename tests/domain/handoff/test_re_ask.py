"""Whoever asks for what was said already is noticed; whoever asks for something new is not."""

from dataclasses import replace

import pytest

from handrail.domain.conversation.model import Author, Message, MessageId
from handrail.domain.handoff.asking_phrases import AskedFor
from handrail.domain.handoff.facts import BriefFacts
from handrail.domain.handoff.re_ask import asked_for, held_by, re_asked
from handrail.domain.handoff.write_brief import write_brief
from tests.domain.handoff.told import a_refund_that, abstained, asks_for_a_person, handed_over, says

FACTS = handed_over(
    abstained("My cello from order CC-4410302 arrived cracked on Friday, it cost 900 EUR."),
    asks_for_a_person("I'm Orla Brennan, orla@example.com. A person please."),
)


def after(facts: BriefFacts, *said: str) -> list[Message]:
    """Return the messages of a conversation in which an agent goes on."""
    messages = list(facts.conversation.messages)
    for text in said:
        number = len(messages) + 1
        ref = MessageId(f"message:{number}")
        agents = replace(messages[-1], id=ref, sequence=number, author=Author.AGENT, text=text)
        messages.append(agents)
    return messages


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Could you give me your order number?", AskedFor.REFERENCE),
        ("May I have your e-mail address?", AskedFor.EMAIL),
        ("Who am I speaking with?", AskedFor.NAME),
        ("What happened?", AskedFor.WHAT_HAPPENED),
        ("Which product is damaged?", AskedFor.PRODUCT),
        ("How much was it?", AskedFor.AMOUNT),
        ("When did it arrive?", AskedFor.DATE),
    ],
)
def test_what_was_said_before_is_asked_again(text: str, again: AskedFor) -> None:
    assert re_asked(after(FACTS, text), write_brief(FACTS)) == {again}


@pytest.mark.parametrize(
    "text",
    [
        "What is your phone number?",
        "Where should it be delivered?",
        "Do you have another order number?",
        "I see order number CC-4410302.",
        "Could you send a photo of the crack?",
    ],
)
def test_what_was_never_said_is_asked_for_the_first_time(text: str) -> None:
    assert re_asked(after(FACTS, text), write_brief(FACTS)) == frozenset()


def test_only_the_first_two_messages_count() -> None:
    said = after(FACTS, "Hello.", "One moment.", "What is your order number?")

    assert re_asked(said, None) == frozenset()


def test_messages_of_an_earlier_handover_do_not_count() -> None:
    said = after(FACTS, "What is your order number?")

    assert re_asked(said, None, since=said[-1].sequence) == frozenset()


def test_what_stands_on_a_card_is_held_although_nobody_wrote_it() -> None:
    facts = handed_over(
        says("refund it", "ruled", action="a1"),
        asks_for_a_person(),
        actions=a_refund_that("failed"),
    )
    messages = facts.conversation.messages

    without, with_brief = held_by(messages, None), held_by(messages, write_brief(facts))

    assert {AskedFor.REFERENCE, AskedFor.AMOUNT} <= with_brief
    assert without.isdisjoint({AskedFor.REFERENCE, AskedFor.AMOUNT})


def test_who_the_token_shows_is_not_an_order_number() -> None:
    facts = handed_over(asks_for_a_person(), customer="cus-1001", minutes=5)

    assert AskedFor.REFERENCE not in held_by(facts.conversation.messages, write_brief(facts))


def test_nothing_is_asked_for_where_nothing_is_asked() -> None:
    assert asked_for("Your order number is on its way to your e-mail address.") == frozenset()


@pytest.mark.parametrize(
    "text", ["the tuner is a TUNER-2", "my cello broke", "Mein Cello ist kaputt"]
)
def test_things_are_known_as_things(text: str) -> None:
    facts = handed_over(abstained(text), asks_for_a_person())

    assert AskedFor.PRODUCT in held_by(facts.conversation.messages, None)


def test_an_order_or_a_refund_is_not_a_thing() -> None:
    facts = handed_over(abstained("where is my order and the refund"), asks_for_a_person())

    assert AskedFor.PRODUCT not in held_by(facts.conversation.messages, None)
