"""Of what was put into a thousand messages, nothing reaches a model."""

import re

import pytest

from handrail.adapters.language.personal_data import PatternFinder
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.flow.masking import masked_texts
from tests.adapters.language.seeded import messages


def compact(text: str) -> str:
    return re.sub(r"[\s().-]", "", text).casefold()


@pytest.mark.parametrize("seed", [7, 8])
def test_no_seeded_value_survives_and_every_message_comes_back(seed: int) -> None:
    finder = PatternFinder()
    left, unread, parted = [], [], []

    for seeded in messages(1_000, seed):
        sent, restore = masked_texts({"message": seeded.text}, finder, KnownPerson())
        shown = sent["message"]
        left += [value for value in seeded.values if compact(value) in compact(shown)]
        unread += [] if shown[:18] == seeded.text[:18] else [seeded.text]
        parted += [] if restore(shown) == seeded.text else [seeded.text]

    assert left == []
    assert unread == [], "the order number must stay readable"
    assert parted == []
