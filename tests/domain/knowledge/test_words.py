import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.knowledge.wording.words import (
    WordKind,
    content_words,
    likeness,
    likest,
    parts,
    rarity,
    stem,
)
from handrail.domain.knowledge.wording.words import read_words as read


@pytest.mark.parametrize(
    "forms",
    [
        ("refund", "refunds", "refunded", "refundable"),
        ("cancelling", "cancellation"),
        ("price", "prices", "pricing"),
        ("policy", "policies"),
    ],
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("asked", "found", "alike"),
    [
        ("delivery", "delivery", 1.0),
        ("delivrey", "delivery", 0.8),
        ("delivry", "delivery", 0.8),
        ("deliveryy", "delivery", 0.8),
        ("subscript", "subscrib", 0.8),
        ("cancell", "cancel", 0.8),
        ("cat", "car", 0.0),
        ("v10.11", "v10.12", 0.0),
        ("refund", "return", 0.0),
    ],
)
def test_typos_and_shared_roots_are_alike(asked: str, found: str, alike: float) -> None:
    assert likeness(asked, found) == alike


def test_names_and_numbers_are_told_from_other_words() -> None:
    kinds = {word.text: word.kind for word in read("Pay Klarna twelve euros at GitHub for C++ 4K")}

    assert kinds == {
        "Pay": WordKind.CONTENT,
        "Klarna": WordKind.NAME,
        "twelve": WordKind.NUMBER,
        "euros": WordKind.CONTENT,
        "at": WordKind.STOP,
        "GitHub": WordKind.NAME,
        "for": WordKind.STOP,
        "C++": WordKind.NAME,
        "4K": WordKind.NUMBER,
    }


def test_a_capital_that_opens_a_sentence_makes_no_name() -> None:
    words = content_words("Returns are free. Refunds follow.")

    assert {word.kind for word in words} == {WordKind.CONTENT}


def test_a_compound_is_known_by_its_parts() -> None:
    (word,) = content_words("sign-ins")

    assert parts(word) == ("sign-in", "sign", "ins")


def test_rare_words_tell_more_than_common_ones() -> None:
    assert rarity("the") < rarity("account") < rarity("embouchure") == 1.0


def test_numbers_in_words_equal_their_digits() -> None:
    assert read("fourteen")[0].stem == read("14")[0].stem == "14"


@given(
    st.text("abcde1", min_size=1, max_size=8),
    st.frozensets(st.text("abcde1", min_size=1, max_size=8)),
)
def test_the_likest_is_what_looking_at_each_would_find(asked: str, stems: frozenset[str]) -> None:
    assert likest(asked, stems) == max((likeness(asked, stem) for stem in stems), default=0.0)
