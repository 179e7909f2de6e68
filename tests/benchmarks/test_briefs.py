"""The labelled conversations keep their floor: what a change of the rules would lose is seen."""

from benchmarks.brief_cases import rows
from benchmarks.briefs import measure, re_ask_counts

COMPLETENESS = 0.95
RE_ASK_PRECISION = 0.95
RE_ASK_RECALL = 0.9
UNSEEN_RECALL = 0.5


def test_briefs_of_the_sample_company_are_whole_and_say_nothing_of_their_own() -> None:
    measured = measure([*rows("shop"), *rows("shop_unseen")])

    assert measured.completeness.value >= COMPLETENESS
    assert measured.refused == measured.unsupported == []
    assert measured.right_steps == measured.briefs == 56


def test_every_labelled_line_is_of_its_own_conversation() -> None:
    ids = [row["id"] for row in (*rows("shop"), *rows("shop_unseen"))]

    assert len(ids) == len(set(ids))


def test_what_is_asked_again_is_told() -> None:
    seen, unseen = re_ask_counts("re_ask"), re_ask_counts("re_ask_unseen")

    assert seen["right"] / (seen["right"] + seen["wrong"]) >= RE_ASK_PRECISION
    assert seen["right"] / (seen["right"] + seen["missed"]) >= RE_ASK_RECALL
    assert unseen["wrong"] == 0
    assert unseen["right"] / (unseen["right"] + unseen["missed"]) >= UNSEEN_RECALL
