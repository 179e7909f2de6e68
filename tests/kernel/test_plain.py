from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NewType

import pytest

from handrail.kernel.plain import NotPlainError, from_plain, tag_of, to_plain

Name = NewType("Name", str)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cat:
    lives: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseDog:
    name: Name
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoo:
    opened: datetime
    animals: tuple[Cat | HouseDog, ...]
    spans: tuple[tuple[int, int], ...] = ()
    colours: frozenset[Colour] = frozenset()
    prices: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    best: Cat | HouseDog | None = None


ZOO = Zoo(
    opened=datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC),
    animals=(Cat(lives=9), HouseDog(name=Name("Rex"), born=date(2020, 2, 29))),
    spans=((0, 3), (4, 7)),
    colours=frozenset({Colour.RED}),
    prices={"adult": 12.5, "child": 1.0},
    facts={"s": "x", "i": 1, "f": 0.5, "b": True, "n": None},
    best=Cat(lives=1),
)
PLAIN: dict[str, Any] = {
    "opened": "2026-03-02T12:00:00.000250+00:00",
    "animals": [
        {"type": "cat", "lives": 9},
        {"type": "house_dog", "name": "Rex", "born": "2020-02-29"},
    ],
    "spans": [[0, 3], [4, 7]],
    "colours": ["red"],
    "prices": {"adult": 12.5, "child": 1.0},
    "facts": {"s": "x", "i": 1, "f": 0.5, "b": True, "n": None},
    "best": {"type": "cat", "lives": 1},
}


def test_a_value_is_spelled_with_a_type_where_it_could_be_another() -> None:
    assert to_plain(ZOO, Zoo) == PLAIN


def test_what_was_spelled_is_read_again_unchanged() -> None:
    assert from_plain(Zoo, PLAIN) == ZOO


def test_fields_that_were_not_known_when_it_was_stored_take_their_default() -> None:
    stored = {"opened": PLAIN["opened"], "animals": []}

    assert from_plain(Zoo, stored) == Zoo(opened=ZOO.opened, animals=())


def test_a_whole_number_is_read_as_the_fraction_it_was() -> None:
    found = from_plain(Zoo, PLAIN | {"prices": {"adult": 12}})

    assert type(found.prices["adult"]) is float


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"extra": 1}, "no field 'extra'"),
        ({"opened": 5}, "opened: 5 is not str"),
        ({"opened": "yesterday"}, "opened: Invalid isoformat"),
        ({"animals": [{"type": "cow"}]}, "animals: 0: its type is none of cat, house_dog"),
        ({"animals": [{"lives": 9}]}, "animals: 0: its type is none of"),
        ({"animals": [{"type": "cat"}]}, "animals: 0: .*lives"),
        ({"animals": [{"type": "cat", "lives": True}]}, "lives: True is not int"),
        ({"animals": {}}, "animals: {} is not a list"),
        ({"spans": [[1, 2, 3]]}, "spans: 0: 2 items are needed, there are 3"),
        ({"colours": ["blue"]}, "colours: 0: 'blue' is not a valid Colour"),
        ({"prices": {"adult": "12"}}, "prices: adult: '12' is not a number"),
        ({"prices": {"adult": True}}, "prices: adult: True is not a number"),
        ({"facts": {"s": []}}, "facts: s: .* is not a plain value"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_path_to_it(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotPlainError, match=said):
        from_plain(Zoo, PLAIN | change)


def test_a_missing_field_without_a_default_is_refused() -> None:
    with pytest.raises(NotPlainError, match="opened"):
        from_plain(Zoo, {"animals": []})


def test_a_class_is_tagged_with_its_name_in_small_letters() -> None:
    assert tag_of(HouseDog) == "house_dog"


def test_kinds_without_a_spelling_are_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="no plain spelling"):
        to_plain(1j, complex)
