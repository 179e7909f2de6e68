"""Typed Python functions as actions: their signatures are the parameters.

ACTIONS = Actions()

@ACTIONS.reads
def order(number: str) -> Order | None: ...

@ACTIONS.action(title="Refund an order", resource=Order, named_by="order", does=Consequences(…))
def refund(order: Reference, amount: Money, work: WorkOrder) -> Mapping[str, object]: ...
"""

import importlib
import logging
import sys
import traceback
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.signatures import (
    called_with,
    fact_from,
    facts_in,
    is_moment,
    parameters_of,
    work_order_in,
)
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    Arguments,
    BackendClass,
    Consequences,
)
from handrail.flow.action_ports import (
    Done,
    NotThere,
    Rejected,
    Said,
    Uncertain,
    WorkOrder,
)
from handrail.kernel.errors import BadSettings, Unavailable

_log = logging.getLogger("handrail.systems")


class Owned(Protocol):
    """Stand for what a reader returns: a frozen dataclass of facts, with an id and an owner."""

    @property
    def id(self) -> str:
        """Return the system's own id: what was asked for in another spelling is not found."""
        ...

    @property
    def owner(self) -> str | None:
        """Return the customer's id."""
        ...


_Function = TypeVar("_Function", bound=Callable[..., Any])
_Reader = Callable[[str], Any]
_Finder = Callable[[str], Mapping[str, Any] | None]
_Lister = Callable[[datetime], Iterable[ListedEffect]]


@dataclass(slots=True)
class Actions:
    """Hold the functions of one of the operator's modules, which calls this `ACTIONS`."""

    functions: dict[str, tuple[ActionSpec, Callable[..., Any]]] = field(default_factory=dict)
    readers: dict[str, tuple[type, _Reader]] = field(default_factory=dict)
    finder: _Finder | None = None
    lister: _Lister | None = None

    def action(
        self,
        *,
        title: str,
        resource: type,
        does: Consequences | None = None,
        named_by: str | None = None,
        version: str = "1",
        examples: tuple[str, ...] = (),
    ) -> Callable[[_Function], _Function]:
        """Declare the function below an action; `named_by` is the parameter with the resource."""

        def register(function: _Function) -> _Function:
            name = function.__name__
            if does is None:
                raise BadSettings(
                    f"Action {name!r} declares no consequences.",
                    hint="Say with `does=Consequences(…)` what it does to the world.",
                )
            spec = ActionSpec(
                name=ActionName(name),
                version=version,
                title=title,
                description=(function.__doc__ or "").strip().partition("\n")[0],
                parameters=parameters_of(function),
                consequences=does,
                resource=resource.__name__,
                resource_argument=named_by,
                facts=facts_in(resource),
                examples=examples,
            )
            self.functions[name] = (spec, function)
            return function

        return register

    def reads(self, function: _Function) -> _Function:
        """Declare the function below to read what its return type says, by id."""
        hint = typing.get_type_hints(function).get("return")
        kinds = [k for k in (*typing.get_args(hint), hint) if isinstance(k, type)]
        facts = next((k for k in kinds if hasattr(k, "__dataclass_fields__")), None)
        if facts is None or not {"id", "owner"} <= facts.__dataclass_fields__.keys():
            raise BadSettings(
                f"{function.__name__!r} reads no dataclass with an `id` and an `owner`.",
                hint="Annotate what it returns: `-> Order | None`.",
            )
        self.readers[facts.__name__] = (facts, function)
        return function

    def finds(self, function: _Function) -> _Function:
        """Declare the function below to find an effect by our reference; None: not there."""
        self.finder = function
        return function

    def lists(self, function: _Function) -> _Function:
        """Declare the function below to list all effects since a moment."""
        self.lister = function
        return function


class FunctionSystem:
    """Act by calling functions. What they raise is never taken for a refusal."""

    def __init__(self, name: str, actions: Actions) -> None:
        self._name = name
        self._actions = actions
        for spec, _ in actions.functions.values():
            self._require_means(spec)

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Return the actions that this system carries out."""
        return tuple(spec for spec, _ in self._actions.functions.values())

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return the thing that an action would be done to, or None; raises Unavailable."""
        named = spec.resource_argument
        ref = customer if named is None else str(arguments[named])
        kind, read = self._actions.readers[spec.resource]
        try:
            held = read(ref)
        except Exception as error:
            raise self._unavailable(error) from error
        return None if held is None else _resource(spec, kind, held)

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        """Try once; never raises for what the function does."""
        _, function = self._actions.functions[order.name]
        given = called_with(function, order.arguments)
        place = work_order_in(function)
        if place is not None:
            given[place] = order
        try:
            said = function(**given)
        except Exception as error:  # noqa: BLE001 - what it raises says not whether it was done
            _log_error(order, error)
            return Uncertain(why=f"It raised {type(error).__name__}.")
        if isinstance(said, Done | Rejected | Uncertain):
            return said
        return Done(said=_plain(said))

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        """Ask by our reference whether the effect is there; Uncertain where it cannot be asked."""
        spec, _ = self._actions.functions[order.name]
        if self._actions.finder is None or spec.consequences.backend is not BackendClass.B:
            return Uncertain(why=f"{self._name} cannot be asked by our reference.")
        try:
            found = self._actions.finder(order.key)
        except Exception as error:  # noqa: BLE001 - what it raises says not whether it was done
            _log_error(order, error)
            return Uncertain(why=f"It raised {type(error).__name__}.")
        return NotThere() if found is None else Done(said=_plain(found))

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        """Yield the system's own list of effects since a moment; raises Unavailable."""
        if self._actions.lister is None:
            raise Unavailable(
                f"The system {self._name!r} does not list its effects.",
                hint="Declare a function with `@ACTIONS.lists`.",
            )
        try:
            yield from self._actions.lister(since)
        except Exception as error:
            raise self._unavailable(error) from error

    def _require_means(self, spec: ActionSpec) -> None:
        if spec.resource not in self._actions.readers:
            raise self._unsound(spec, f"acts on {spec.resource}, which nothing reads")
        is_asked = spec.consequences.backend is BackendClass.B
        if is_asked and self._actions.finder is None:
            raise self._unsound(spec, "is of class B and nothing finds its effect")
        _, function = self._actions.functions[spec.name]
        takes_key = work_order_in(function) is not None
        if spec.consequences.backend is not BackendClass.C and not takes_key:
            raise self._unsound(spec, f"is of class {spec.consequences.backend} and takes no key")

    def _unsound(self, spec: ActionSpec, what: str) -> BadSettings:
        return BadSettings(
            f"The system {self._name!r}: {spec.name!r} {what}.",
            hint="See docs/how-to/connect-an-order-system.md.",
        )

    def _unavailable(self, error: Exception) -> Unavailable:
        return Unavailable(
            f"The system {self._name!r} cannot be read: it raised {type(error).__name__}.",
            hint="Look after its module.",
        )


def open_functions(name: str, settings: SystemSettings, project: Path) -> FunctionSystem:
    """Return the system whose functions a module holds, which may lie in the project's folder."""
    module = str(settings.module)
    if str(project) not in sys.path:
        sys.path.append(str(project))
    try:
        held = getattr(importlib.import_module(module), "ACTIONS", None)
    except ImportError as error:
        raise BadSettings(
            f"The system {name!r}: the module {module!r} cannot be imported: {error}.",
            hint=f"Check actions.systems.{name}.module.",
        ) from error
    if not isinstance(held, Actions) or not held.functions:
        raise BadSettings(
            f"The system {name!r}: {module!r} has no ACTIONS with an action.",
            hint="See docs/how-to/connect-an-order-system.md.",
        )
    return FunctionSystem(name, held)


def _resource(spec: ActionSpec, kind: type, held: Owned) -> Resource:
    facts = {}
    for fact in spec.facts:
        read = getattr(held, fact.name)
        value = 0 if read is None and is_moment(kind, fact.name) else fact_from(read)
        if value is not None:
            facts[fact.name] = value
    owner = None if held.owner is None else CustomerId(held.owner)
    return Resource(id=ResourceId(f"{spec.resource}/{held.id}"), owner=owner, facts=facts)


def _log_error(order: WorkOrder, error: Exception) -> None:
    """Log where it broke; its text is left out, for it may hold what the customer wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    name = type(error).__name__
    _log.error("The action %s raised %s in %s:%d.", order.name, name, last.filename, last.lineno)


def _plain(said: object) -> Said:
    if not isinstance(said, Mapping):
        return {}
    return {str(n): v for n, v in said.items() if v is None or isinstance(v, str | int)}
