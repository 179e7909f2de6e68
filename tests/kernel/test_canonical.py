import json
import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from handrail.kernel.canonical import (
    canonical_json,
    canonical_json_without_fractions,
    is_storable,
    storable,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcé"), inner),
    max_leaves=20,
)


@given(VALUES)
def test_another_implementation_of_the_standard_spells_every_value_alike(value: object) -> None:
    assert canonical_json(value).encode() == rfc8785.dumps(value)  # type: ignore[arg-type]


# the first eleven are from RFC 8785, appendix B
@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (-5e-324, "-5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (999999999999999900000.0, "999999999999999900000"),
        (1e21, "1e+21"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (0.000001, "0.000001"),
        (333333333.33333329, "333333333.3333333"),
        (1.0, "1"),
        (-12.5, "-12.5"),
        (100, "100"),
    ],
)
def test_numbers_are_spelled_as_the_standard_does(number: float, spelled: str) -> None:
    assert canonical_json(number) == spelled


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}

    ordered = list(json.loads(canonical_json(keys)))

    assert ordered == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_text_is_escaped_only_where_it_must_be() -> None:
    assert canonical_json('a"\\/\b\f\n\r\t\x1f\x7f€') == '"a\\"\\\\/\\b\\f\\n\\r\\t\\u001f\x7f€"'


@given(VALUES)
def test_what_is_spelled_can_be_read_again_and_spells_the_same(value: object) -> None:
    spelled = canonical_json(value)

    read = json.loads(spelled, parse_int=float)
    assert read == value
    assert canonical_json(read) == spelled


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["kind", "text", "a_b", "B"]),
            st.text(st.characters(categories=None)) | st.integers(-(2**53) + 1, 2**53 - 1),
        )
    )
)
def test_what_holds_no_fraction_is_spelled_the_same_sooner(value: object) -> None:
    assert canonical_json_without_fractions(value) == canonical_json(value)


@given(st.text(st.characters(categories=None)))
def test_any_text_becomes_storable_without_moving_a_character(text: str) -> None:
    stored = storable(text)

    stored.encode()
    assert is_storable(stored)
    assert len(stored) == len(text)
    assert all(a in (b, "\ufffd") for a, b in zip(stored, text, strict=True))


@pytest.mark.parametrize("bad", [math.nan, math.inf, 2**53, -(2**53)])
def test_numbers_that_json_would_change_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="survive"):
        canonical_json(bad)


def test_values_of_other_kinds_are_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical_json({"a": {1, 2}})
