"""The labelled conversations keep their floor: what a change of the rules would lose is seen."""

import pytest

from benchmarks.brief_cases import rows
from benchmarks.briefs import measure, re_ask_counts

COMPLETENESS = 0.95
RE_ASK_PRECISION = 0.95
RE_ASK_RECALL = 0.95
UNSEEN_PRECISION = 0.85
UNSEEN_RECALL = 0.75


def test_briefs_of_the_sample_company_are_whole_and_say_nothing_of_their_own() -> None:
    measured = measure([*rows("shop"), *rows("shop_unseen")])

    assert measured.completeness.value >= COMPLETENESS
    assert measured.refused == measured.unsupported == []
    assert measured.right_steps == measured.briefs == 56


def test_every_labelled_line_is_of_its_own_conversation() -> None:
    ids = [row["id"] for row in (*rows("shop"), *rows("shop_unseen"))]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("re_ask", RE_ASK_PRECISION, RE_ASK_RECALL),
        ("re_ask_unseen", UNSEEN_PRECISION, UNSEEN_RECALL),
    ],
)
def test_what_is_asked_again_is_told(name: str, precision: float, recall: float) -> None:
    counts = re_ask_counts(name)

    assert counts["right"] / (counts["right"] + counts["wrong"]) >= precision
    assert counts["right"] / (counts["right"] + counts["missed"]) >= recall
