"""Typed functions as actions: what their signatures say, and what they may do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.functions import Actions, FunctionSystem, open_functions
from handrail.adapters.systems.signatures import Email, Money, Reference
from handrail.domain.actions.arguments import facts_of
from handrail.domain.actions.model import CustomerId
from handrail.domain.actions.spec import (
    ActionName,
    BackendClass,
    Consequences,
    MoneyTerms,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.flow.action_ports import Done, Rejected, Uncertain, WorkOrder
from handrail.kernel.errors import BadSettings, Unavailable
from tests.contracts.operator_systems import a_work_order

DOES = Consequences(
    reversibility=Reversibility.REVERSIBLE,
    money=MoneyTerms(),
    personal_data=PersonalData.NONE,
    reach=Reach.ONE_CUSTOMER,
    backend=BackendClass.C,
)
BORN = datetime(2026, 1, 1, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    sku: Reference
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    id: str
    owner: str | None
    colour: Colour
    price: Money
    born: datetime
    died: datetime | None
    nickname: str | None
    lines: tuple[Line, ...]


def a_thing(number: str) -> Thing | None:
    return Thing(
        id=number.upper(),
        owner="cus-1",
        colour=Colour.RED,
        price=5,
        born=BORN,
        died=None,
        nickname=None,
        lines=(Line(sku="A-1", count=2),),
    )


def acting(function: Callable[..., Any], reader: Callable[..., Any] = a_thing) -> FunctionSystem:
    actions = Actions()
    actions.reads(reader)
    actions.action(title="Do it", resource=Thing, named_by="thing", does=DOES)(function)
    return FunctionSystem("shop", actions)


def an_order(**arguments: Any) -> WorkOrder:
    return a_work_order("refund", name=ActionName("act"), arguments=arguments)


def test_a_signature_says_what_is_asked_of_a_customer() -> None:
    def act(
        thing: Reference,
        amount: Money,
        email: Email,
        colour: Colour,
        speed: Literal["slow", "fast"],
        lines: tuple[Line, ...],
        tags: tuple[str, ...] = (),
        note: str | None = None,
        count: int = 1,
        *,
        is_gift: bool = False,
    ) -> None:
        """Act."""

    taken = {p.name: (p.kind, p.is_required) for p in acting(act).specs[0].parameters}

    assert taken == {
        "thing": (ParameterKind.REFERENCE, True),
        "amount": (ParameterKind.MONEY, True),
        "email": (ParameterKind.EMAIL, True),
        "colour": (ParameterKind.CHOICE, True),
        "speed": (ParameterKind.CHOICE, True),
        "lines": (ParameterKind.ROWS, True),
        "tags": (ParameterKind.REFERENCES, False),
        "note": (ParameterKind.TEXT, False),
        "count": (ParameterKind.WHOLE, False),
        "is_gift": (ParameterKind.FLAG, False),
    }


def test_arguments_arrive_as_the_types_that_were_written() -> None:
    seen: list[object] = []

    def act(thing: Reference, colour: Colour, lines: tuple[Line, ...], work: WorkOrder) -> None:
        seen.extend((thing, colour, lines, work.key))

    row = {"sku": "A-1", "count": 2}
    acting(act).send(an_order(thing="T-1", colour="blue", lines=(row,)))

    assert seen == ["T-1", Colour.BLUE, (Line(sku="A-1", count=2),), "key-of-refund"]


def test_facts_are_read_as_the_gate_knows_them() -> None:
    def act(thing: Reference) -> None:
        """Act."""

    system = acting(act)

    thing = system.resource(system.specs[0], CustomerId("cus-1"), {"thing": "T-1"})

    assert thing is not None
    assert thing.owner == "cus-1"
    assert facts_of(system.specs[0], thing.facts) == {
        "colour": "red",
        "price": 5,
        "born": int(BORN.timestamp()),
        "died": 0,
        "lines": ({"sku": "A-1", "count": 2},),
    }


def test_a_resource_bears_the_systems_own_id_and_not_what_was_asked() -> None:
    def act(thing: Reference) -> None:
        """Act."""

    system = acting(act)

    thing = system.resource(system.specs[0], CustomerId("cus-1"), {"thing": "t-1"})

    assert thing is not None
    assert thing.id == "Thing/T-1"


def test_a_moment_without_an_offset_is_no_fact() -> None:
    def naive(number: str) -> Thing | None:
        held = a_thing(number)
        return None if held is None else replace(held, born=datetime(2026, 1, 1))  # noqa: DTZ001

    def act(thing: Reference) -> None:
        """Act."""

    system = acting(act, naive)

    thing = system.resource(system.specs[0], CustomerId("cus-1"), {"thing": "T-1"})

    assert thing is not None
    assert facts_of(system.specs[0], thing.facts) is None


@pytest.mark.parametrize("said", [Rejected(why="no"), Uncertain(why="?"), Done()])
def test_a_function_may_say_itself_what_came_of_it(said: Done | Rejected | Uncertain) -> None:
    def act(thing: Reference) -> Done | Rejected | Uncertain:
        return said

    assert acting(act).send(an_order(thing="T-1")) == said


def test_what_a_function_raises_is_never_taken_for_a_refusal(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def act(thing: Reference) -> None:
        raise ValueError("hunter2")

    reply = acting(act).send(an_order(thing="T-1"))

    assert reply == Uncertain(why="It raised ValueError.")
    assert "act raised ValueError in" in caplog.text
    assert "hunter2" not in caplog.text


def test_a_reader_that_raises_is_an_error_and_not_nothing() -> None:
    def act(thing: Reference) -> None:
        """Act."""

    def broken(number: str) -> Thing | None:
        raise TimeoutError

    system = acting(act, broken)

    with pytest.raises(Unavailable, match="TimeoutError"):
        system.resource(system.specs[0], CustomerId("cus-1"), {"thing": "T-1"})


def test_without_a_lister_nothing_is_listed_and_that_is_said() -> None:
    def act(thing: Reference) -> None:
        """Act."""

    with pytest.raises(Unavailable, match="does not list"):
        list(acting(act).effects(BORN))


def test_an_action_without_consequences_stops_the_start() -> None:
    with pytest.raises(BadSettings, match="'act' declares no consequences"):

        @Actions().action(title="Do it", resource=Thing, named_by="thing")
        def act(thing: Reference) -> None:
            """Act."""


def _untyped(thing, amount):  # type: ignore[no-untyped-def]
    """Say nothing of types."""


def _fraction(thing: Reference, amount: float) -> None:
    """Take a fraction of a cent."""


def _anything(thing: Reference, **more: str) -> None:
    """Take anything."""


@pytest.mark.parametrize("function", [_untyped, _fraction, _anything])
def test_a_function_that_a_customer_cannot_be_asked_for_is_refused(
    function: Callable[..., Any],
) -> None:
    with pytest.raises(BadSettings, match=function.__name__):
        acting(function)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (replace(DOES, backend=BackendClass.A, key_window=timedelta(1)), "takes no key"),
        (replace(DOES, backend=BackendClass.B, settle_time=timedelta(1)), "nothing finds"),
    ],
)
def test_a_class_that_the_functions_cannot_keep_is_refused(does: Consequences, said: str) -> None:
    actions = Actions()
    actions.reads(a_thing)

    @actions.action(title="Do it", resource=Thing, named_by="thing", does=does)
    def act(thing: Reference) -> None:
        """Act."""

    with pytest.raises(BadSettings, match=said):
        FunctionSystem("shop", actions)


def test_a_reader_must_say_whose_it_is() -> None:
    def nobodys(number: str) -> Line | None:
        return None

    with pytest.raises(BadSettings, match="an `id` and an `owner`"):
        Actions().reads(nobodys)


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "cannot be imported"), ("X = 1\n", "has no ACTIONS"), ("import nowhere\n", "nowhere")],
)
def test_a_module_that_holds_no_actions_is_named(
    tmp_path: Path, text: str | None, said: str
) -> None:
    module = f"shop_{tmp_path.name.replace('-', '_')}"
    if text is not None:
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")

    with pytest.raises(BadSettings, match=said):
        open_functions("shop", SystemSettings(kind="python", module=module), tmp_path)
