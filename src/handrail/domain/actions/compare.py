"""Does the operator's system list the effects that we say there are, and no others under our keys?

It is the only check that finds what was left out of our own books. Effects without a key of ours
are somebody else's and none of our business, but for class C, whose effects bear none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handrail.domain.actions.model import Action, ActionId, ActionState, ResourceId
from handrail.domain.actions.spec import ActionName
from handrail.kernel.ids import digest

OUR_PREFIX = "hr_"
"""Every key of ours begins so."""
_CLOCKS = timedelta(minutes=5)
"""By how much the system's clock and ours may differ."""
_MAY_BE_THERE = frozenset(
    {ActionState.SUCCEEDED, ActionState.NEEDS_PERSON, ActionState.EXECUTING, ActionState.UNKNOWN}
    | {ActionState.RECONCILING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEffect:
    """Hold one effect from the system's own list, for the daily comparison with ours."""

    key: str | None
    """Our key or reference; None where somebody else caused it."""
    name: ActionName
    resource: ResourceId
    amount: int
    at: datetime


class DifferenceKind(StrEnum):
    """How the system's list and our books differ."""

    NO_ACTION = "no_action"
    """An effect under a key of ours, and no action that has it."""
    TWICE = "twice"
    """More than one effect under one key."""
    AMOUNT = "amount"
    """An effect of another amount than the action's."""
    NOT_LISTED = "not_listed"
    """The system said that it was done, and does not list it."""
    THOUGH_NOT_DONE = "though_not_done"
    """An effect of an action that failed or was never begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Hold one difference, for a person to look into."""

    kind: DifferenceKind
    name: ActionName
    key: str
    action: ActionId | None
    ours: int | None
    """Minor units that our action moves; None where there is no action."""
    theirs: int | None
    """Minor units that the system lists; None where it lists no effect."""

    @property
    def id(self) -> str:
        """Return an id that is the same whenever the same difference is found."""
        return f"diff_{digest(self.kind, self.key)[:32]}"


def differences(
    ours: Sequence[Action], listed: Sequence[ListedEffect], asked_at: datetime
) -> tuple[Difference, ...]:
    """Return how the list, asked for at a moment, differs from the actions that bear on it.

    `ours` are all actions that were tried in the time of the list, and all that bear a listed key.
    """
    by_key = {action.key: action for action in ours if action.key is not None}
    found: list[Difference] = []
    times = Counter(effect.key for effect in listed if effect.key is not None)
    for effect in listed:
        if effect.key is not None and effect.key.startswith(OUR_PREFIX):
            found += _wrong_with(effect, effect.key, by_key.get(effect.key), times)
    keyless = [effect for effect in listed if effect.key is None]
    for action in ours:
        is_due = action.settled_at is not None and action.settled_at < asked_at
        if (
            is_due
            and action.state is ActionState.SUCCEEDED
            and not _is_listed(action, times, keyless)
        ):
            found.append(_of(DifferenceKind.NOT_LISTED, action, None))
    return tuple({difference.id: difference for difference in found}.values())


def found_done(ours: Sequence[Action], listed: Sequence[ListedEffect]) -> tuple[Action, ...]:
    """Return those that wait for a person and that the system lists, once and as agreed."""
    effects: Mapping[str | None, list[ListedEffect]] = {
        effect.key: [e for e in listed if e.key == effect.key] for effect in listed
    }
    return tuple(
        action
        for action in ours
        if action.state is ActionState.NEEDS_PERSON
        and action.key is not None
        and [e.amount for e in effects.get(action.key, [])] == [action.amount]
    )


def _wrong_with(
    effect: ListedEffect, key: str, action: Action | None, times: Mapping[str, int]
) -> list[Difference]:
    if action is None:
        return [
            Difference(
                kind=DifferenceKind.NO_ACTION,
                name=effect.name,
                key=key,
                action=None,
                ours=None,
                theirs=effect.amount,
            )
        ]
    is_wrong = {
        DifferenceKind.TWICE: times[key] > 1,
        DifferenceKind.AMOUNT: effect.amount != action.amount,
        DifferenceKind.THOUGH_NOT_DONE: action.state not in _MAY_BE_THERE,
    }
    return [_of(kind, action, effect.amount) for kind, is_so in is_wrong.items() if is_so]


def _is_listed(action: Action, times: Mapping[str, int], keyless: list[ListedEffect]) -> bool:
    """Tell whether there is an effect of an action; one without a key stands for one action."""
    if times.get(str(action.key)):
        return True
    assert action.last_attempt_at is not None
    assert action.settled_at is not None
    for effect in keyless:
        is_its = (effect.name, effect.resource) == (action.name, action.resource)
        since, until = action.last_attempt_at - _CLOCKS, action.settled_at + _CLOCKS
        if is_its and since <= effect.at <= until:
            keyless.remove(effect)
            return True
    return False


def _of(kind: DifferenceKind, action: Action, theirs: int | None) -> Difference:
    return Difference(
        kind=kind,
        name=action.name,
        key=str(action.key),
        action=action.id,
        ours=action.amount,
        theirs=theirs,
    )
