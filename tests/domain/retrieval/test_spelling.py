import pytest

from handrail.domain.retrieval.spelling import edits, edits_forgiven


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("refund", "refund", 0),
        ("refnd", "refund", 1),
        ("refuund", "refund", 1),
        ("refumd", "refund", 1),
        ("erfund", "refund", 1),
        ("rfeudn", "refund", 2),
        ("refund", "delivery", 3),
        ("", "ab", 2),
        ("a", "abcd", 3),
    ],
)
def test_edits_are_counted_up_to_the_limit(one: str, other: str, apart: int) -> None:
    assert edits(one, other, 2) == apart


@pytest.mark.parametrize(
    ("word", "forgiven"), [("abc", 0), ("word", 1), ("passwords", 2), ("v10.11.2", 0)]
)
def test_longer_words_are_forgiven_more_and_codes_nothing(word: str, forgiven: int) -> None:
    assert edits_forgiven(word) == forgiven
