"""Take one check out of the product's code at a time: guards, and the parts of their conditions.

The checks are found in the code itself, as a tree, so that none is forgotten: each `if` that
raises, returns or drops, each operand of an `and` or `or`, each value chosen by a condition. A
function keeps its name and its place; only its body is exchanged while a removal lasts.
"""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from types import FunctionType
from typing import Any

from handrail.adapters.sql.action_writing import WriteActions
from handrail.domain.actions import carry, gate, recheck
from handrail.flow import (
    carry_out_action,
    confirm_action,
    decide_approval,
    expire_actions,
    identify_customer,
    judge_action,
    propose_action,
)

CHECKED: tuple[Callable[..., Any], ...] = (
    confirm_action._theirs,
    confirm_action._same_click,
    confirm_action.require_shown,
    confirm_action._decided,
    confirm_action._confirmed,
    decide_approval.require_may_decide,
    decide_approval._takes_a_lead,
    decide_approval._decided,
    decide_approval._approved,
    decide_approval._require_own_total,
    propose_action.case_of,
    propose_action.place,
    propose_action._as_ruled,
    judge_action.open_case,
    gate.still_allowed,
    recheck.refusal_now,
    carry.next_step,
    carry._begin,
    carry.after_uncertain,
    carry.after_untouched,
    carry.after_not_there,
    carry._may_be_sent_again,
    carry.Standing.is_stopped.fget,  # type: ignore[attr-defined]
    carry_out_action._refusal,
    carry_out_action._try,
    carry_out_action._is_somebody_elses,
    WriteActions.move_action,
    WriteActions.hold,
    identify_customer.identify_customer,
    expire_actions._expire,
)
"""Every function on the way to an effect that can say no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Hold one check that is taken away."""

    function: FunctionType
    check: str
    change: str
    tree: ast.FunctionDef

    @property
    def name(self) -> str:
        """Return where it stands and what it is."""
        module = self.function.__module__.rsplit(".", 1)[-1]
        return f"{module}.{self.function.__qualname__}: {self.check} {self.change}"


@cache
def removals() -> tuple[Removal, ...]:
    """Return every check of the listed functions, taken away; read before any of them is."""
    functions = [function for function in CHECKED if isinstance(function, FunctionType)]
    return tuple(one for function in functions for one in _of(function))


@contextmanager
def removed(*gone: Removal) -> Iterator[None]:
    """Let the product run without these checks, of different functions."""
    kept = [(one.function, one.function.__code__) for one in gone]
    try:
        for one in gone:
            one.function.__code__ = _code(one)
        yield
    finally:
        for function, code in kept:
            function.__code__ = code


def _of(function: FunctionType) -> Iterator[Removal]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list = []
    for place, node in enumerate(ast.walk(tree)):
        for change, alter in _changes(node):
            other = copy.deepcopy(tree)
            alter(list(ast.walk(other))[place])
            yield Removal(function=function, check=_spelled(node), change=change, tree=other)


Alter = Callable[[Any], None]


def _changes(node: ast.AST) -> Iterator[tuple[str, Alter]]:
    match node:
        case ast.If() if _ends(node):
            yield "left out", lambda found: setattr(found, "test", ast.Constant(value=False))
        case ast.IfExp(body=ast.Constant(value=None)):
            yield "left out", lambda found: setattr(found, "test", ast.Constant(value=True))
        case ast.BoolOp(op=ast.Or(), values=values) | ast.BoolOp(op=ast.And(), values=values):
            if _stands_in(values[-1]):
                return  # a value where there is none, no condition
            for number, value in enumerate(values):
                words = f"without `{ast.unparse(value)}`"
                yield words, partial(_neutral, number)
        case _:
            return


def _stands_in(last: ast.expr) -> bool:
    return isinstance(last, ast.Constant) or ast.unparse(last) in ("_LOST", "Control.NONE")


def _neutral(number: int, found: ast.BoolOp) -> None:
    found.values[number] = ast.Constant(value=isinstance(found.op, ast.And))


def _ends(node: ast.If) -> bool:
    return isinstance(node.body[-1], ast.Raise | ast.Return)


def _spelled(node: ast.AST) -> str:
    shown = node.test if isinstance(node, ast.If | ast.IfExp) else node
    return f"`{' '.join(ast.unparse(shown).split())}`"


def _code(removal: Removal) -> Any:
    module = ast.fix_missing_locations(ast.Module(body=[removal.tree], type_ignores=[]))
    made: dict[str, Any] = {}
    exec(compile(module, f"<{removal.name}>", "exec"), removal.function.__globals__, made)
    code = made[removal.tree.name].__code__
    return code.replace(co_name=removal.function.__name__)
