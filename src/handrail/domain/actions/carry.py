"""What is done next with an action: try, wait, ask, or give it to a person?

What the row says decides, whoever wrote it and however that worker ended. An action that is
executing and that nobody holds any more was tried, and nobody knows with what effect. Class A is
then tried again under its key, within the key's window. Class B is asked by our reference once a
late request can no longer land. Class C goes to a person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from handrail.domain.actions.card import digest_of
from handrail.domain.actions.model import Action, ActionState, RefusalReason, Switches
from handrail.domain.actions.pace import Pace
from handrail.domain.actions.spec import ActionSpec, BackendClass
from handrail.kernel.ids import digest

_KEY_CHARACTERS = 40  # 160 bits: no two actions meet, and no system finds it too long
_SPREAD = 2**32


@dataclass(frozen=True, slots=True)
class Rest:
    """Do nothing before a moment, or ever (None): others hold it, or it is settled."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Drop:
    """End it without having tried it."""

    state: ActionState
    why: str
    refusal: RefusalReason | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """Send it to the operator's system.

    The rules are asked again before, unless an earlier try may have had its effect already.
    """

    asks_rules: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Note that nobody knows whether it was done, and ask the system from a moment on."""

    why: str
    ask_at: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the operator's system by our reference whether it was done."""


@dataclass(frozen=True, slots=True)
class BeginAnew:
    """Begin again from a moment on: nothing of it has happened."""

    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Give it to a person."""

    why: str


Step = Rest | Drop | Try | Doubt | Ask | BeginAnew | GiveUp

_LOST = "The worker ended, or lost its hold, before it noted what the system answered."
_OFF = "Switched off while nobody knew whether it was done."
_NO_SPEC = "No action of this name and version is declared any more."
_NOT_INTACT = "It is not what was agreed to any more; its customer may have been erased."
_NOT_SINGLE = "The system can neither be asked nor told the same thing twice."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold an action with what bears on what is done next."""

    action: Action
    spec: ActionSpec | None
    """None where the catalogue holds none of this name and version."""
    switches: Switches
    now: datetime
    pace: Pace
    is_resource_taken: bool = False
    """Whether another action on the same resource is under way: facts are about to change."""

    @property
    def is_intact(self) -> bool:
        """Tell whether it still is what was agreed to: its customer may have been erased."""
        return digest_of(self.action) == self.action.digest

    @property
    def is_stopped(self) -> bool:
        """Tell whether nothing may be sent for it now."""
        name = self.action.name
        return self.switches.is_off(name) or name in self.switches.shadow


def next_step(standing: Standing) -> Step:
    """Return what a worker does now with an action, held by nobody or by a worker that is gone."""
    action = standing.action
    if action.lease_until is not None and action.lease_until > standing.now:
        return Rest(action.lease_until)
    match action.state:
        case ActionState.APPROVED:
            return _begin(standing)
        case ActionState.EXECUTING:
            return after_uncertain(standing, action.why or _LOST)
        case ActionState.UNKNOWN | ActionState.RECONCILING:
            return _clear_up(standing)
        case _:
            return Rest(None)


def after_uncertain(standing: Standing, why: str) -> Step:
    """Return what follows a try whose effect nobody knows."""
    action, spec, now = standing.action, standing.spec, standing.now
    if spec is None:
        return GiveUp(f"{why} {_NO_SPEC}")
    does = spec.consequences
    match does.backend:
        case BackendClass.A:
            if standing.is_stopped:
                return Doubt(f"{why} {_OFF}", now)
            if not standing.is_intact or not _may_be_sent_again(standing, spec):
                return Doubt(f"{why} It may not be sent again.", now)
            return Try(asks_rules=False)
        case BackendClass.B:
            tried, settle = action.last_attempt_at, does.settle_time
            assert tried is not None
            assert settle is not None
            lands_until = max(settle, standing.pace.send_within)  # it may be on its way so long
            return Doubt(why, tried + lands_until)
        case BackendClass.C:
            return GiveUp(f"{why} {_NOT_SINGLE}")
        case other:
            assert_never(other)


def after_untouched(standing: Standing, why: str) -> Step:
    """Return what follows a try that surely had no effect: it begins anew after a pause.

    Where an earlier try may have had its effect this one changes nothing of that doubt.
    """
    action, spec = standing.action, standing.spec
    is_keyed = spec is None or spec.consequences.backend is BackendClass.A
    if is_keyed and not is_only_try(action):
        return after_uncertain(standing, why)
    if action.attempts >= standing.pace.most_attempts:
        return Drop(ActionState.FAILED, f"{why} Tried {action.attempts} times.")
    return BeginAnew(why, standing.now + pause(action, standing.pace))


def after_not_there(standing: Standing) -> Step:
    """Return what follows where the system, asked by our reference, knows of no effect."""
    action, spec = standing.action, standing.spec
    if spec is None or spec.consequences.backend is not BackendClass.B:
        return GiveUp("The system shows no effect, and a late request could still have one.")
    if standing.is_stopped:
        return Drop(ActionState.FAILED, "Stopped before it was done.", RefusalReason.SWITCHED_OFF)
    if not standing.is_intact:
        return Drop(ActionState.FAILED, _NOT_INTACT, RefusalReason.CHANGED)
    if standing.now >= action.expires_at:
        return Drop(ActionState.FAILED, "It was not done before what was agreed to ran out.")
    if action.attempts >= standing.pace.most_attempts:
        return Drop(ActionState.FAILED, f"Tried {action.attempts} times without an effect.")
    return Try(asks_rules=True)


def after_no_reply(standing: Standing, why: str) -> Step:
    """Return what follows where the system could not be asked for an effect."""
    action, spec = standing.action, standing.spec
    asked_from = action.last_attempt_at or standing.now
    if spec is not None and spec.consequences.settle_time is not None:
        asked_from += spec.consequences.settle_time
    if spec is None or standing.now >= asked_from + standing.pace.ask_for:
        return GiveUp(why)
    return Rest(standing.now + pause(standing.action, standing.pace))


def pause(action: Action, pace: Pace) -> timedelta:
    """Return how long to wait before the next try: doubled each time, capped, spread by half.

    It is counted over claims, so that pauses grow across workers, and drawn from the action's own
    id: no two actions that failed together come back together.
    """
    tries = max(action.fence, action.attempts, 1)
    doubled = pace.first_pause * float(2 ** min(tries - 1, 20))
    longest = min(doubled, pace.longest_pause)
    drawn = int(digest(action.id, str(tries))[:8], 16) / _SPREAD
    return longest * (0.5 + drawn / 2)


def key_of(action: Action) -> str:
    """Return the idempotency key and reference of an action.

    It follows from the action alone: a database restored from before the first attempt sends the
    same key again.
    """
    return f"hr_{digest(action.id, action.digest)[:_KEY_CHARACTERS]}"


def not_after(action: Action, spec: ActionSpec, pace: Pace) -> datetime:
    """Return when a try is worth nothing any more: never past the key's window."""
    assert action.last_attempt_at is not None
    latest = action.last_attempt_at + pace.send_within
    window, first = spec.consequences.key_window, action.first_attempt_at
    return latest if window is None or first is None else min(latest, first + window)


def is_only_try(action: Action) -> bool:
    """Tell whether no earlier try may have had an effect: only then does a refusal settle it.

    Whoever refuses a later try (a gateway, a system that does not look for the key first) does not
    say that an earlier one had none.
    """
    return action.first_attempt_at == action.last_attempt_at


def is_held_long_enough(action: Action, now: datetime, pace: Pace) -> bool:
    """Tell whether a worker's hold is fresh enough to send: a sleeper wakes up without it."""
    return action.lease_until is not None and now + pace.lease / 2 <= action.lease_until


def _begin(standing: Standing) -> Step:
    action, switches = standing.action, standing.switches
    if standing.now >= action.expires_at:
        return Drop(ActionState.EXPIRED, "What was agreed to ran out before it was begun.")
    if standing.spec is None:
        return Drop(ActionState.REFUSED, _NO_SPEC, RefusalReason.UNKNOWN_ACTION)
    if not standing.is_intact:
        return Drop(ActionState.REFUSED, _NOT_INTACT, RefusalReason.CHANGED)
    if switches.is_off(action.name):
        return Drop(ActionState.REFUSED, "Switched off.", RefusalReason.SWITCHED_OFF)
    if action.is_shadow or action.name in switches.shadow:
        return Drop(ActionState.CANCELLED, "Only decided and recorded: it runs in shadow mode.")
    if standing.is_resource_taken:
        return Rest(standing.now + standing.pace.first_pause)
    return Try(asks_rules=True)


def _clear_up(standing: Standing) -> Step:
    spec = standing.spec
    if spec is None:
        return GiveUp(standing.action.why or _NO_SPEC)
    if spec.consequences.backend is BackendClass.C:
        return GiveUp(standing.action.why or _NOT_SINGLE)
    return Ask()


def _may_be_sent_again(standing: Standing, spec: ActionSpec) -> bool:
    action, window = standing.action, spec.consequences.key_window
    assert window is not None
    assert action.first_attempt_at is not None
    ends = action.first_attempt_at + window
    is_in_window = standing.now + standing.pace.send_within <= ends
    return is_in_window and action.attempts < standing.pace.most_attempts
