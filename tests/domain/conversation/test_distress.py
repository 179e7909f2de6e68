import json
import time
from pathlib import Path

import pytest

from benchmarks.halves import half_of
from handrail.domain.conversation.distress import CALM, Concern, Level, distress_of

LABELLED = Path(__file__).parents[3] / "evaluations" / "datasets" / "distress.jsonl"


def held_out() -> list[dict[str, str]]:
    rows = map(json.loads, LABELLED.read_text("utf-8").splitlines())
    return [row for row in rows if half_of(row["text"]) == "report"]


def test_the_labelled_set_is_large_enough_to_mean_something() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]

    assert len(rows) >= 200
    assert len({row["lang"] for row in rows}) >= 10
    assert sum(row["level"] == "distress" for row in rows) >= 100


def test_nineteen_in_twenty_in_distress_are_noticed_and_hardly_anybody_else() -> None:
    rows = held_out()
    in_need = [row for row in rows if row["level"] == "distress"]

    taken = [row for row in rows if distress_of(row["text"]).level is Level.DISTRESS]
    right = [row for row in taken if row["level"] == "distress"]

    assert len(right) >= 0.95 * len(in_need)
    assert len(right) >= 0.97 * len(taken)


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("I don't want to live anymore", Concern.SELF_HARM),
        ("i want to die", Concern.SELF_HARM),
        ("quiero morirme", Concern.SELF_HARM),
        ("我不想活了", Concern.SELF_HARM),
        ("there is a bomb in your warehouse", Concern.THREAT),
        ("someone is following me, I am afraid to leave the house", Concern.DANGER),
        ("All my savings are gone!!! Please help me", Concern.HARDSHIP),
        ("my mum just died and you keep sending her bills", Concern.BEREAVEMENT),
        ("I just can't cope any longer", Concern.DESPAIR),
    ],
)
def test_what_the_distress_is_about_is_told(text: str, concern: Concern) -> None:
    found = distress_of(text)

    assert (found.level, found.concern) == (Level.DISTRESS, concern)
    assert found.phrase


@pytest.mark.parametrize(
    "text",
    [
        "",
        "this bug is killing me",
        "I'm dying to know when the new model comes out",
        "how do I kill a background process?",
        "shut up and take my money!",
        "What happens to my points if I pass away?",
        "My phone died, how do I sign in?",
        "My card is broken",
        "haha my cat wants to murder your delivery guy",
    ],
)
def test_an_idiom_a_joke_and_a_question_are_no_distress(text: str) -> None:
    assert distress_of(text) == CALM


def test_strong_anger_is_upset_and_no_distress() -> None:
    found = distress_of("you fucking idiots lost my parcel again")

    assert (found.level, found.concern) == (Level.UPSET, None)


def test_a_laugh_takes_back_a_threat_and_never_what_somebody_says_of_dying() -> None:
    assert distress_of("I will kill you all lol").level is Level.NONE
    assert distress_of("I want to die lol").level is Level.DISTRESS


def test_the_gravest_of_several_things_counts() -> None:
    found = distress_of("You are all thieves! My husband died last week. I don't want to live.")

    assert found.concern is Concern.SELF_HARM


@pytest.mark.parametrize("hostile", ["i want to " * 60_000, "kill " * 200_000, "不想" * 200_000])
def test_a_hostile_text_costs_no_more_than_a_long_one(hostile: str) -> None:
    started = time.perf_counter()

    distress_of(hostile)

    assert time.perf_counter() - started < 2.0
