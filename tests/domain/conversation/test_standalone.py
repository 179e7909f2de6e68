import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.conversation.standalone import standalone

MONTHLY = "How much does the monthly plan cost?"


@pytest.mark.parametrize(
    ("question", "before", "searched"),
    [
        ("and for teams?", MONTHLY, "How much does the monthly plan cost for teams"),
        ("what about students", MONTHLY, "How much does the monthly plan cost students"),
        (
            "and France?",
            "How long does delivery take in Germany?",
            "How long does delivery take in France?",
        ),
        (
            "in the Czech Republic?",
            "Do you deliver in Germany?",
            "Do you deliver in the Czech Republic?",
        ),
        ("Is it refundable?", MONTHLY, "Is it refundable monthly plan cost"),
        (
            "what about Ben Nevis",
            "How high is Mont Blanc Massif?",
            "How high is Ben Nevis?",
        ),
        (
            "and in France?",
            "Do parcels in Germany for members arrive?",
            "Do parcels in Germany for members arrive in France",
        ),
        ("What if it fails?", "Is the lamp insured?", "What if it fails lamp insured"),
        ("cheaper?", MONTHLY, "cheaper monthly plan cost"),
        ("why?", "Can I return opened items?", "why return opened items"),
        ("Why not that one?", MONTHLY, "Why not that one monthly plan cost"),
        (
            "how long does that take",
            "how do I request a refund",
            "how long does that take request refund",
        ),
        (
            "What payment methods do they accept?",
            "Who runs the Berlin stores?",
            "What payment methods do they accept runs Berlin stores",
        ),
        ("if I live in Spain?", "Do I pay tax?", "if I live in Spain pay tax"),
        ("I meant the annual plan", MONTHLY, "How much does the monthly plan cost the annual plan"),
        ("And what if it breaks?", "Is the lamp insured?", "And what if it breaks lamp insured"),
    ],
)
def test_a_follow_up_is_completed_from_what_was_asked_before(
    question: str, before: str, searched: str
) -> None:
    result = standalone(question, [before])

    assert result.is_follow_up
    assert result.text == searched
    assert result.carried


@pytest.mark.parametrize(
    "question",
    [
        "How do I reset my password?",
        "Is it possible to export my data?",
        "If I cancel my subscription, can I restart it?",
        "How long does it take to get a refund?",
        "And how do I change the billing address on an invoice?",
        "refund policy?",
        "Thanks. How do I export all invoices?",
        "Does this app work offline?",
        "I heard that shipping costs more abroad",
        "¿Cómo cambio mi contraseña de la cuenta?",
        "?!",
        "",
    ],
)
def test_a_question_that_stands_on_its_own_is_left_exactly_as_it_is(question: str) -> None:
    result = standalone(question, [MONTHLY])

    assert not result.is_follow_up
    assert result.text == question
    assert result.carried == ()


def test_without_anything_before_nothing_is_carried() -> None:
    assert standalone("and for teams?", []).text == "and for teams?"
    assert standalone("and for teams?", ["hi", "thanks"]).text == "and for teams?"


def test_small_talk_in_between_does_not_hide_the_subject() -> None:
    result = standalone("and for teams?", ["hello", MONTHLY, "ok thanks"])

    assert result.text == "How much does the monthly plan cost for teams"


def test_a_chain_of_follow_ups_leads_back_to_the_question_that_began_it() -> None:
    chain = ["How much does delivery cost in Germany?", "and in France?"]

    assert standalone("and in Spain?", chain).text == "How much does delivery cost in Spain?"


def test_a_longer_follow_up_before_brings_its_subject_along() -> None:
    chain = ["How do I cancel the pro plan?", "does it still bill me until the end of the month?"]

    result = standalone("why?", chain)

    assert "pro" in result.carried


def test_the_heading_last_cited_completes_what_the_messages_do_not_say() -> None:
    result = standalone("Is it refundable?", [MONTHLY], topic="Pricing and billing")

    assert result.text == "Is it refundable monthly plan cost Pricing billing"


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("y para equipos?", "¿Cuánto cuesta el plan mensual?"),
        ("それは無料ですか？", "月額プランの料金はいくらですか？"),
        ("а для команд?", "Сколько стоит месячный тариф?"),
    ],
)
def test_in_other_languages_a_short_message_is_joined_to_the_one_before(
    question: str, before: str
) -> None:
    result = standalone(question, [before])

    assert result.is_follow_up
    assert result.text.endswith(question)
    assert result.carried == (before,)


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=8))
def test_whatever_was_said_the_result_is_the_question_or_a_follow_up(
    question: str, history: list[str]
) -> None:
    result = standalone(question, history)

    assert result.is_follow_up or result.text == question


def test_a_hostile_text_costs_no_more_than_a_long_one() -> None:
    started = time.perf_counter()

    standalone("and it-" * 100_000, ["In Germany- " * 20_000] * 8)

    assert time.perf_counter() - started < 1.0
