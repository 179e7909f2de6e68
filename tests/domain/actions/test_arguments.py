"""Arguments and facts: declared ones, each of its kind, and nothing else counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.actions.arguments import (
    Flaw,
    Flawed,
    facts_of,
    fits,
    flaws_of,
)
from handrail.domain.actions.spec import Parameter, ParameterKind
from tests.domain.actions.asking import a_parameter, a_spec

K = ParameterKind
_COLUMNS = (a_parameter("sku"), a_parameter("price", K.MONEY, is_required=False))
PARAMETERS = {
    K.TEXT: a_parameter("it", K.TEXT, longest=5),
    K.WHOLE: a_parameter("it", K.WHOLE),
    K.MONEY: a_parameter("it", K.MONEY),
    K.EMAIL: a_parameter("it", K.EMAIL),
    K.CHOICE: a_parameter("it", K.CHOICE, choices=("slow", "fast")),
    K.FLAG: a_parameter("it", K.FLAG),
    K.REFERENCE: a_parameter("it", K.REFERENCE),
    K.REFERENCES: a_parameter("it", K.REFERENCES, longest=2),
    K.ROWS: a_parameter("it", K.ROWS, longest=2, columns=_COLUMNS),
}
FIT: list[tuple[ParameterKind, object]] = [
    *((K.TEXT, text) for text in ("a", "abcde", "ä ö", "日本")),
    *((K.WHOLE, number) for number in (0, 1, 2**53 - 1)),
    (K.MONEY, 250),
    *((K.EMAIL, text) for text in ("a@b.example", "o'neil+x@mail.b-c.example".replace("'", ""))),
    (K.CHOICE, "fast"),
    *((K.FLAG, flag) for flag in (True, False)),
    *((K.REFERENCE, text) for text in ("CC-4410287", "#W12", "a", "a" * 64)),
    (K.REFERENCES, ("a", "b")),
    (K.ROWS, ({"sku": "x", "price": 1}, {"sku": "y"})),
]
UNFIT: list[tuple[ParameterKind, object]] = [
    *((K.TEXT, text) for text in ("", " ", "abcdef", "a\nb", "a\u202eb", "\x00", "\ud800", 5)),
    *((K.TEXT, value) for value in (None, True, ("a",))),
    *((K.WHOLE, number) for number in (-1, 2**53, True, "1", 1.0, None)),
    *((K.MONEY, value) for value in (-1, "5.00", 5.5, True)),
    *((K.EMAIL, text) for text in ("a", "a@b", "a@@b.example", "a b@c.example", "a@c.example\n")),
    *((K.EMAIL, text) for text in ("\u202ea@c.example", "\ud800@c.example", "@c.example", 5)),
    (K.EMAIL, "x" * 65 + "@c.example"),
    *((K.CHOICE, value) for value in ("Fast", "", None, 1)),
    *((K.FLAG, value) for value in (1, 0, "true", None)),
    *((K.REFERENCE, text) for text in ("", "a b", "../x", "a\n", "a" * 66, "-a", 5, "ä")),
    *((K.REFERENCES, value) for value in ((), ("a", "b", "c"), ["a"], ("a", 1), "ab")),
    *((K.ROWS, value) for value in ((), ({"sku": "x"},) * 3, ({"price": 1},), ("x",), None)),
    *((K.ROWS, value) for value in (({"sku": "x", "role": "admin"},), ({"sku": 5},))),
]


@pytest.mark.parametrize(("kind", "value"), FIT)
def test_a_value_fits(kind: ParameterKind, value: object) -> None:
    assert fits(PARAMETERS[kind], value)


@pytest.mark.parametrize(("kind", "value"), UNFIT)
def test_a_value_does_not_fit(kind: ParameterKind, value: object) -> None:
    assert not fits(PARAMETERS[kind], value)


@pytest.mark.parametrize(
    ("value", "is_fit"),
    [
        ("CC-123", True),
        ("CC-12", False),
        ("xCC-123", False),
        ("CC-1234", False),
        ("CC-123\n", False),
    ],
)
def test_a_reference_fits_its_whole_pattern(value: str, *, is_fit: bool) -> None:
    order = a_parameter("order", K.REFERENCE, pattern=r"^CC-\d{3}$")

    assert fits(order, value) is is_fit


@given(st.sampled_from(list(PARAMETERS)), st.text())
def test_no_text_that_fits_breaks_a_line_or_turns_it_round(kind: ParameterKind, text: str) -> None:
    if fits(PARAMETERS[kind], text):
        assert text.isprintable()
        assert text.strip()


def test_flaws_are_named_in_the_order_of_the_parameters() -> None:
    spec = a_spec(
        parameters=(a_parameter("a"), a_parameter("b"), a_parameter("c", is_required=False))
    )

    flaws = flaws_of(spec, {"c": 5, "b": "", "role": "admin"})

    assert flaws == (
        Flawed("a", Flaw.MISSING),
        Flawed("b", Flaw.WRONG),
        Flawed("c", Flaw.WRONG),
        Flawed("role", Flaw.UNKNOWN),
    )


def test_what_is_not_declared_is_no_parameter() -> None:
    spec = a_spec(parameters=(a_parameter("a", is_required=False), a_parameter("b")))

    assert spec.parameter("b") == spec.parameters[1]
    assert spec.parameter("z") is None


_FACTS = (
    a_parameter("left", K.MONEY),
    a_parameter("note", is_required=False),
    a_parameter("stops", K.REFERENCES, is_required=False),
    a_parameter("rows", K.ROWS, columns=_COLUMNS, is_required=False),
)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"left": 5}, {"left": 5}),
        ({"left": 5, "colour": object()}, {"left": 5}),
        ({"left": 5, "note": "x", "stops": (), "rows": ()},) * 2,
        ({"left": 5, "stops": ("a",), "rows": ({"sku": "x"},)},) * 2,
        ({}, None),
        ({"note": "x"}, None),
        ({"left": True}, None),
        ({"left": None}, None),
        ({"left": 5, "note": ""}, None),
        ({"left": 5, "note": ()}, None),
        ({"left": 5, "stops": []}, None),
        ({"left": 5, "rows": ({"price": 5},)}, None),
    ],
)
def test_of_what_a_system_tells_the_declared_facts_count(
    told: dict[str, object], known: dict[str, object] | None
) -> None:
    assert facts_of(a_spec(facts=_FACTS), told) == known


def test_a_parameter_is_a_value() -> None:
    assert Parameter(name="a", kind=K.TEXT, label="A") == a_parameter("a")
