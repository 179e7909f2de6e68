"""Customers pick a reading by number, by place or in words."""

import pytest

from handrail.domain.decision.choice_taken import choice_taken
from handrail.domain.decision.model import Choice
from handrail.domain.knowledge.model import PassageId
from tests.builders import REFUNDS

ORDER, CLUB, RENTAL = CHOICES = tuple(
    Choice(label=label, article=REFUNDS, passage=PassageId(label))
    for label in ("Cancel an order", "Cancel or pause your Club membership", "End a rental")
)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("1", ORDER),
        ("2.", CLUB),
        ("#3", RENTAL),
        ("number 2 please", CLUB),
        ("option two", CLUB),
        ("the second", CLUB),
        ("Second one", CLUB),
        ("la segunda", CLUB),
        ("the last one", RENTAL),
        ("the former", ORDER),
        ("one", ORDER),
        ("٢", CLUB),
        ("２", CLUB),
        ("membership", CLUB),
        ("my club membership, please", CLUB),
        ("I mean my order", ORDER),
        ("Cancel an order", ORDER),
        ("rentals", RENTAL),
    ],
)
def test_a_reply_takes_a_choice(reply: str, expected: Choice) -> None:
    assert choice_taken(reply, CHOICES) == expected


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "0",
        "9",
        "yes please",
        "both",
        "neither",
        "1 or 2",
        "cancel",
        "the other one",
        "2 days",
        "how do I get a refund",
        "my order from Tuesday has not come",
        "I would like to know something else and it takes many more words than a choice would",
    ],
)
def test_anything_else_takes_none(reply: str) -> None:
    assert choice_taken(reply, CHOICES) is None


def test_the_label_itself_wins_over_a_longer_one_that_contains_it() -> None:
    short = Choice(label="Refunds", article=REFUNDS, passage=PassageId("a"))
    long = Choice(label="Refunds for gifts", article=REFUNDS, passage=PassageId("b"))

    assert choice_taken("refunds", (long, short)) == short
