import pytest

from handrail.domain.conversation.spelling import clauses_of, fold, is_misspelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PLEEEASE", "please"),
        ("Atención", "atencion"),
        ("ｈｅｌｌｏ", "hello"),
        ("hu\u200bman", "human"),
        ("إنسان", "انسان"),
        ("轉人工", "转人工"),
        ("bookkeeper", "bookkeeper"),
    ],
)
def test_typing_habits_are_set_aside(typed: str, meant: str) -> None:
    assert fold(typed) == meant


def test_vowel_signs_that_carry_meaning_stay() -> None:
    assert fold("मुझे") == "मुझे"
    assert fold("ガ") == "ガ"


def test_clauses_end_at_punctuation_and_words_lose_their_apostrophes() -> None:
    assert clauses_of("I don't know, OK? 转人工") == (
        ("i", "dont", "know"),
        ("ok",),
        ("转", "人", "工"),
    )


@pytest.mark.parametrize(
    ("word", "meant", "slipped"),
    [
        ("agnet", "agent", True),
        ("humann", "human", True),
        ("representitve", "representative", True),
        ("urgent", "agent", False),
        ("bot", "boat", False),
        ("agency", "agent", False),
    ],
)
def test_a_slip_of_the_finger_is_one_letter_or_two_in_long_words(
    word: str, meant: str, *, slipped: bool
) -> None:
    assert is_misspelt(word, meant) is slipped
