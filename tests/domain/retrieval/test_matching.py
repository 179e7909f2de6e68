import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.retrieval.matching import (
    WORDING_SIGNALS,
    Asked,
    AskedWord,
    Rows,
    codes_of,
    places_of,
    wording_signals,
    words_found,
)


def _rows(*texts: str) -> Rows:
    codes = [codes_of([part.split() for part in text.split("|")]) for text in texts]
    starts = np.cumsum([0, *(len(row) for row in codes)]).astype(np.int64)
    flat = np.array([code for row in codes for code in row], dtype=np.uint32)
    return Rows(codes=flat, starts=starts)


def _asked(question: str, weights: dict[str, float] | None = None) -> Asked:
    words = list(dict.fromkeys(question.split()))
    return Asked(
        words=tuple(
            AskedWord(weight=(weights or {}).get(word, 1.0), forms={word: 1.0}) for word in words
        ),
        order=tuple(words.index(word) for word in question.split()),
    )


def _signal(name: str, asked: Asked, *bodies: str, head: str = "other") -> list[float]:
    heads = _rows(*[head] * len(bodies))
    words = words_found(asked, bodies=_rows(*bodies), heads=heads, titles=heads)
    found = wording_signals(asked, words)
    return [round(float(value), 3) for value in found[name]]


def test_coverage_is_the_share_of_weight_that_stands_in_the_text() -> None:
    asked = _asked("refund time", {"refund": 3.0, "time": 1.0})

    assert _signal("cover_body", asked, "refund", "time", "refund time", "") == [0.75, 0.25, 1, 0]


def test_a_heading_completes_what_the_body_lacks() -> None:
    assert _signal("cover", _asked("refund time"), "time of day", head="refund") == [1.0]


def test_words_far_apart_are_not_close() -> None:
    far = "refund " + "x " * 30 + "time"

    assert _signal("close", _asked("refund time"), "refund x time", far) == [1.0, 0.5]


def test_closeness_does_not_reach_into_the_next_text() -> None:
    assert _signal("close", _asked("refund time"), "refund", "time") == [0.5, 0.5]


def test_pairs_count_neighbours_in_the_order_asked() -> None:
    asked = _asked("refund time")

    assert _signal("pairs_body", asked, "refund time", "time refund", "refund x time") == [1, 0, 0]


def test_pairs_do_not_reach_from_one_heading_into_the_next() -> None:
    asked = _asked("refund time")

    assert _signal("pairs_head", asked, "x", head="refund|time") == [0.0]


def test_a_mended_spelling_counts_less_than_the_word_itself() -> None:
    asked = Asked(words=(AskedWord(weight=1.0, forms={"refnd": 1.0, "refund": 0.8}),), order=(0,))

    assert _signal("cover_body", asked, "refund") == [0.8]


@pytest.mark.parametrize("name", WORDING_SIGNALS)
def test_a_question_without_weight_matches_nothing(name: str) -> None:
    assert _signal(name, Asked(words=(), order=()), "refund") == [0.0]


@given(st.frozensets(st.integers(1, 2**17)), st.lists(st.integers(0, 2**17)))
def test_asked_words_are_found_wherever_they_stand(asked: frozenset[int], text: list[int]) -> None:
    known = np.array(sorted(asked), dtype=np.uint32)

    places, which = places_of(known, np.array(text, dtype=np.uint32))

    assert places.tolist() == [place for place, code in enumerate(text) if code in asked]
    assert known[which].tolist() == [code for code in text if code in asked]
