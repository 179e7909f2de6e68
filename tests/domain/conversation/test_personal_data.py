"""Personal data is masked before a model sees it, and restored exactly after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.conversation.personal_data import (
    KnownPerson,
    PersonalKind,
    PersonalSpan,
    mask,
    unmask,
    without_overlaps,
)

EMAIL, PHONE, CARD, NAME = (
    PersonalKind.EMAIL,
    PersonalKind.PHONE,
    PersonalKind.CARD,
    PersonalKind.NAME,
)


def spans_of(text: str, **values: PersonalKind) -> list[PersonalSpan]:
    return [
        PersonalSpan(start=text.index(value), end=text.index(value) + len(value), kind=kind)
        for value, kind in values.items()
    ]


def a_span(start: int, end: int, kind: PersonalKind = EMAIL) -> PersonalSpan:
    return PersonalSpan(start=start, end=end, kind=kind)


def masked_one(text: str, *spans: PersonalSpan) -> tuple[str, dict[str, str]]:
    masked = mask({"text": text}, {"text": spans})
    return masked.texts["text"], dict(masked.kept)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, list[PersonalSpan]]]:
    piece = st.one_of(
        st.text(max_size=12),
        st.text(alphabet="[]【】\\ _-CARDcardEMIL1023", max_size=14),
        st.sampled_from(["[CARD_1]", "EMAIL_1", "[email 2", "NATIONAL-ID_3]", "[CARD_", "_1"]),
    )
    texts = {name: draw(piece) + draw(piece) + draw(piece) for name in ("a", "b", "c")}
    spans = {
        name: [
            a_span(min(cut), max(cut), kind)
            for cut, kind in draw(
                st.lists(
                    st.tuples(
                        st.tuples(st.integers(0, len(text)), st.integers(0, len(text))),
                        st.sampled_from(PersonalKind),
                    ),
                    max_size=4,
                )
            )
        ]
        for name, text in texts.items()
    }
    return texts, spans


@given(texts_with_spans())
def test_what_was_masked_comes_back_exactly(
    drawn: tuple[dict[str, str], dict[str, list[PersonalSpan]]],
) -> None:
    texts, spans = drawn

    masked = mask(texts, spans)

    assert {name: unmask(text, masked.kept) for name, text in masked.texts.items()} == texts


@given(
    st.lists(st.from_regex(r"[a-z]{4,9}@[a-z]{3}\.x", fullmatch=True), min_size=1, max_size=5),
    st.lists(st.sampled_from(["see", "or", "(", ")", "and", "\n"]), max_size=6),
)
def test_no_masked_value_survives_in_any_text_of_the_request(
    values: list[str], words: list[str]
) -> None:
    first = " ".join(values)
    again = " ".join([*words, *values, *words])
    ends = [at + len(value) for at, value in zip(_starts(values), values, strict=True)]
    spans = [a_span(start, end) for start, end in zip(_starts(values), ends, strict=True)]

    masked = mask({"message": first, "history": again}, {"message": spans})

    assert [v for v in values for text in masked.texts.values() if v in text.split()] == []


def _starts(values: list[str]) -> list[int]:
    """Return where each of some values begins when they are joined by a space."""
    return [sum(len(value) + 1 for value in values[:place]) for place in range(len(values))]


def test_a_value_has_one_placeholder_over_all_the_texts_of_a_request() -> None:
    message = "I am ann@x.org, not bob@x.org"
    texts = {"message": message, "history": "ann@x.org wrote", "brief": "From ann@x.org."}

    masked = mask(texts, {"message": spans_of(message, **{"ann@x.org": EMAIL, "bob@x.org": EMAIL})})

    assert masked.texts == {
        "message": "I am [EMAIL_1], not [EMAIL_2]",
        "history": "[EMAIL_1] wrote",
        "brief": "From [EMAIL_1].",
    }
    assert masked.kept == {"[EMAIL_1]": "ann@x.org", "[EMAIL_2]": "bob@x.org"}


def test_a_found_value_is_not_masked_inside_another_word() -> None:
    text = "anna met annabel and joanna"

    masked, _ = masked_one(text, a_span(0, 4, NAME))

    assert masked == "[NAME_1] met annabel and joanna"


def test_a_short_value_is_masked_where_it_was_found_only() -> None:
    text = "cvv 123, or 123 pieces"

    masked, _ = masked_one(text, a_span(4, 7, CARD))

    assert masked == "cvv [CARD_1], or 123 pieces"


@pytest.mark.parametrize(
    "text", ["[EMAIL_1] is a@b.c", "email_1 is a@b.c", "【Email 1】 is a@b.c", "[email-01] a@b.c"]
)
def test_a_placeholder_that_the_customer_wrote_is_never_taken_for_ours(text: str) -> None:
    masked, kept = masked_one(text, *spans_of(text, **{"a@b.c": EMAIL}))

    assert kept == {"[EMAIL_2]": "a@b.c"}
    assert unmask(masked, kept) == text


@pytest.mark.parametrize(
    "written",
    [
        *("[EMAIL_1]", "[email_1]", "[Email 1]", "[EMAIL-1]", "[ EMAIL_1 ]", "[EMAIL1]"),
        *("EMAIL_1", "email_1", "【EMAIL_1】", "[EMAIL\\_1]", "EMAIL\\_1"),
    ],
)
def test_a_models_slips_are_forgiven(written: str) -> None:
    restored = unmask(f"We wrote to {written}.", {"[EMAIL_1]": "a@b.c"})

    assert restored == "We wrote to a@b.c."


@pytest.mark.parametrize(
    "written",
    ["email 1", "E-mail 1", "my_email_1", "EMAIL_1x", "[EMAIL_2]", "[EMAIL_12]", "[MAIL_1]"],
)
def test_what_was_not_issued_is_never_restored(written: str) -> None:
    assert unmask(written, {"[EMAIL_1]": "a@b.c"}) == written


def test_a_restored_value_is_not_looked_into_again() -> None:
    kept = {"[NAME_1]": "[EMAIL_1]", "[EMAIL_1]": "a@b.c"}

    assert unmask("[NAME_1]", kept) == "[EMAIL_1]"


def test_kinds_of_two_words_are_restored_however_they_are_joined() -> None:
    kept = {"[NATIONAL_ID_1]": "QX"}

    assert unmask("[national id 1] NATIONAL_ID_1 [National-ID_1]", kept) == "QX QX QX"


def test_where_spans_overlap_all_their_signs_go_under_the_longest() -> None:
    joined = without_overlaps([a_span(8, 12, NAME), a_span(0, 9, PHONE), a_span(20, 21, CARD)])

    assert joined == (a_span(0, 12, PHONE), a_span(20, 21, CARD))


def test_of_two_spans_as_long_the_more_specific_kind_wins() -> None:
    assert without_overlaps([a_span(0, 9, PHONE), a_span(0, 9, CARD)]) == (a_span(0, 9, CARD),)


def test_spans_that_touch_stay_apart_and_empty_ones_vanish() -> None:
    spans = [a_span(0, 3, CARD), a_span(3, 6, CARD), a_span(9, 9, CARD)]

    assert without_overlaps(spans) == (spans[0], spans[1])


def test_nothing_personal_shows_where_a_value_is_printed() -> None:
    masked = mask({"text": "a@b.c"}, {"text": [a_span(0, 5)]})

    shown = repr(KnownPerson(names=("Ann",), emails=("a@b.c",))) + repr(masked)

    assert "Ann" not in shown
    assert "a@b.c" not in shown
