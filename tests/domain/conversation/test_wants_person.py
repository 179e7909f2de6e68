import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.halves import half_of
from handrail.domain.conversation.wants_person import person_request, wants_a_person

DATASETS = Path(__file__).parents[3] / "evaluations" / "datasets"
LABELLED = DATASETS / "person_requests.jsonl"
LANGUAGES = ["en", "zh", "hi", "es", "ar", "fr", "bn", "pt", "ru", "ur", "de", "ja", "id"]


def labelled(language: str | None = None) -> Iterator[tuple[str, bool]]:
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if language in (None, row["lang"]):
            yield row["text"], row["wants_person"]


def test_the_labelled_set_is_large_enough_to_mean_something() -> None:
    asked = {language: sum(wanted for _, wanted in labelled(language)) for language in LANGUAGES}

    ordinary = sum(not wanted for _, wanted in labelled())

    assert asked["en"] >= 40
    assert min(asked.values()) >= 15
    assert ordinary >= 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_in_ten_requests_for_a_person_are_heard_in_every_language(language: str) -> None:
    asked = [text for text, wanted in labelled(language) if wanted]

    heard = [text for text in asked if wants_a_person(text)]

    assert len(heard) >= 0.9 * len(asked)


def test_almost_nothing_else_is_taken_for_a_request_for_a_person() -> None:
    fired = [wanted for text, wanted in labelled() if wants_a_person(text)]

    assert sum(fired) >= 0.97 * len(fired)


def test_requests_that_no_rule_was_made_for_are_heard_and_mentions_are_not() -> None:
    lines = (DATASETS / "person_requests_unseen.jsonl").read_text("utf-8").splitlines()
    held_out = [row for row in map(json.loads, lines) if half_of(row["text"]) == "report"]
    asked = [row for row in held_out if row["wants_person"]]

    heard = [row for row in held_out if wants_a_person(row["text"])]
    right = [row for row in heard if row["wants_person"]]

    assert len(right) >= 0.9 * len(asked)
    assert len(right) >= 0.97 * len(heard)


@pytest.mark.parametrize(
    "text",
    [
        "HUMAN!!!",
        "0",
        "agnet please",
        "speek to a humann",
        "h\u200bu\u200bm\u200ba\u200bn please",
        "ＨＵＭＡＮ",
        "humaaaaaan pleeease",
        "I don't want a bot",
        "I don’t want a bot",
        "call me back?",
        "is there anybody there",
        "transfer me",
        "kisi insaan se baat karni hai",
    ],
)
def test_a_request_is_heard_however_it_is_typed(text: str) -> None:
    assert wants_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "how do I add a person to my team",
        "human-readable report",
        "Is there a phone number for the Berlin store?",
        "please call me Johnny",
        "my balance is 0",
        "When a customer asks to speak to a human, what does the widget do?",
        "urgent: the persona settings are gone",
    ],
)
def test_a_message_that_only_mentions_people_is_an_ordinary_question(text: str) -> None:
    assert not wants_a_person(text)


def test_the_words_that_asked_are_kept_with_their_language() -> None:
    request = person_request("Nothing works. Je veux parler à un humain!")

    assert request is not None
    assert request.language == "fr"
    assert request.phrase == "je veux parler a un humain"


@given(st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_a_request_as_its_own_sentence_is_heard_beside_anything(around: str) -> None:
    assert wants_a_person(f"{around}\nI want to speak to a human.")
    assert wants_a_person(f"I want to speak to a human.\n{around}")


@given(st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_asking_twice_never_asks_less(text: str) -> None:
    asked_once = wants_a_person(text)

    assert wants_a_person(f"{text}\n{text}, talk to an agent") or not asked_once


@pytest.mark.parametrize(
    "hostile",
    [
        "talk to " * 200_000,
        "a" * 1_000_000,
        "is there a real " * 60_000,
        "i want " * 100_000 + "a",
        "不要" * 300_000,
        "\u200b" * 1_000_000,
        "e\u0301" * 500_000,
        "?" * 1_000_000,
    ],
)
def test_a_hostile_text_costs_no_more_than_a_long_one(hostile: str) -> None:
    started = time.perf_counter()

    wants_a_person(hostile)

    assert time.perf_counter() - started < 2.0


def test_a_request_at_either_end_of_a_very_long_message_is_heard() -> None:
    story = "The parcel did not come. " * 2_000

    assert wants_a_person(f"Let me talk to a person. {story}")
    assert wants_a_person(f"{story} Let me talk to a person.")
