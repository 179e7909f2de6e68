"""Note what becomes of an action: every change of its row with its audit entry and its events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from handrail.domain.actions.carry import BeginAnew, Doubt, Drop, GiveUp, Rest, Step, key_of, pause
from handrail.domain.actions.model import Action, ActionState, Refuse
from handrail.domain.actions.pace import PACE, Pace
from handrail.domain.actions.states import FINAL
from handrail.flow.action_ports import ActionsWritten, Said
from handrail.flow.judge_action import ActionPorts
from handrail.flow.propose_action import entry_of, settled_events

_ENDED = {
    ActionState.EXPIRED: "action.expired",
    ActionState.REFUSED: "action.refused",
    ActionState.CANCELLED: "action.shadowed",
    ActionState.FAILED: "action.failed",
}

_TOLD = FINAL | {ActionState.UNKNOWN, ActionState.NEEDS_PERSON}
"""The conversation hears of these; one whose effect nobody knows is never called failed."""


Ending = Drop | Doubt | BeginAnew | GiveUp


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPorts:
    """Hold what carrying out actions needs."""

    actions: ActionPorts
    worker: str
    """Unlike every other worker's name, and every earlier one's."""
    pace: Pace = PACE
    require_continuity: Callable[[], None] = lambda: None
    """Raise LogStopped where the database has forgotten what it gave out; nothing is sent then."""

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.actions.clock.now()


def reach(name: str, ports: CarryPorts) -> None:
    """Pass one of the failpoints of carrying out."""
    ports.actions.failpoints.reach(f"action.{name}")


def note_try(action: Action, tx: ActionsWritten, ports: CarryPorts) -> Action:
    """Note that it is about to be tried, and hold it."""
    now = ports.now
    tried = replace(
        _held(action, ports),
        state=ActionState.EXECUTING,
        key=action.key or key_of(action),
        attempts=action.attempts + 1,
        first_attempt_at=action.first_attempt_at or now,
        last_attempt_at=now,
        why=None,
    )
    return _move(tried, "action.attempted", tx, ports)


def claim(action: Action, tx: ActionsWritten, ports: CarryPorts) -> Action:
    """Note that it is about to be asked for, and hold it."""
    held = replace(_held(action, ports), state=ActionState.RECONCILING)
    return _move(held, "action.claimed", tx, ports)


def succeed(action: Action, said: Said, tx: ActionsWritten, ports: CarryPorts) -> None:
    """Note that the effect is there."""
    done = replace(
        _free(action), state=ActionState.SUCCEEDED, result=said, settled_at=ports.now, why=None
    )
    _move(done, "action.succeeded", tx, ports)


def refuse(refused: Refuse, action: Action, tx: ActionsWritten, ports: CarryPorts) -> None:
    """Note that it is no longer allowed; one that was in hand is known to have failed."""
    why = f"No longer allowed: {refused.reason.value}."
    is_begun = action.state is not ActionState.APPROVED
    state = ActionState.FAILED if is_begun else ActionState.REFUSED
    marked = replace(action, policies=refused.policies)
    end(Drop(state, why, refused.reason), marked, tx, ports)


def end(step: Ending, action: Action, tx: ActionsWritten, ports: CarryPorts) -> None:
    """Note that it ends, that nobody knows, or that nothing has happened."""
    match step:
        case Drop(state=state, why=why, refusal=refusal):
            settled = ports.now if state is ActionState.FAILED else None
            ended = replace(
                _free(action), state=state, why=why, refusal=refusal, settled_at=settled
            )
            _move(ended, _ENDED[state], tx, ports)
        case Doubt(why=why, ask_at=ask_at):
            unknown = replace(_free(action, ask_at), state=ActionState.UNKNOWN, why=why)
            _move(unknown, "action.unknown", tx, ports)
        case BeginAnew(why=why, at=at):
            untouched = replace(_free(action, at), state=ActionState.APPROVED, why=why)
            _move(replace(untouched, first_attempt_at=None), "action.untouched", tx, ports)
        case GiveUp(why=why):
            if action.state is ActionState.EXECUTING:
                unknown = replace(_free(action), state=ActionState.UNKNOWN, why=why)
                action = _move(unknown, "action.unknown", tx, ports)
            handed = replace(_free(action), state=ActionState.NEEDS_PERSON, why=why)
            _move(handed, "action.needs_person", tx, ports)
        case other:
            assert_never(other)


def doubt(step: Step, why: str, action: Action, tx: ActionsWritten, ports: CarryPorts) -> None:
    """Note a reply, or none, that leaves open whether it was done."""
    match step:
        case Doubt() | GiveUp() | Drop() | BeginAnew():
            end(step, action, tx, ports)
        case _:
            waiting = replace(_free(action, ports.now + pause(action, ports.pace)), why=why)
            _move(waiting, "action.postponed", tx, ports)


def postpone(action: Action, why: str, ports: CarryPorts) -> None:
    """Let it rest for a while, as it stands."""
    with ports.actions.store.decide() as tx:
        counted = replace(action, fence=action.fence + 1)
        doubt(Rest(None), why, counted, tx, ports)


def _held(action: Action, ports: CarryPorts) -> Action:
    lease_until = ports.now + ports.pace.lease
    return replace(action, fence=action.fence + 1, worker=ports.worker, lease_until=lease_until)


def _free(action: Action, until: datetime | None = None) -> Action:
    return replace(action, worker=None, lease_until=until)


def _move(action: Action, kind: str, tx: ActionsWritten, ports: CarryPorts) -> Action:
    entry = entry_of(action, kind, "system", ports.now)
    carried: Mapping[str, str | int | None] = {
        "attempt": action.attempts,
        "fence": action.fence,
        "worker": action.worker,
        "key": action.key,
        "refusal": None if action.refusal is None else action.refusal.value,
    }
    told = settled_events(action) if action.state in _TOLD else ()
    return tx.move_action(action, replace(entry, facts={**entry.facts, **carried}), told)
