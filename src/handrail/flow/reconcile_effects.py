"""Compare, once a day, what the operator's systems list with what we say was done.

Differences become tasks for a person. Nothing is sent, and nothing that is settled is changed; an
action that waits for a person is settled where the list shows its effect, once and as agreed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handrail.domain.actions.compare import (
    Difference,
    ListedEffect,
    differences,
    found_done,
)
from handrail.domain.actions.model import Action, ActionState, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.flow.action_ports import ActionsWritten, OperatorSystem
from handrail.flow.judge_action import ActionPorts
from handrail.flow.propose_action import entry_of, settled_events
from handrail.kernel.errors import Unavailable

_AT_FIRST = timedelta(days=30)
_OVERLAP = timedelta(days=1)
"""A list may be completed late: each day is compared twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold what a comparison found."""

    found: tuple[Difference, ...] = ()
    """Those that were not known before."""
    settled: tuple[Action, ...] = ()
    """Those that waited for a person and that the system lists."""
    not_listed: Mapping[str, str] = field(default_factory=dict)
    """Systems that could not be asked, and why; they are asked again next time."""


def reconcile_effects(ports: ActionPorts) -> Compared:
    """Compare the list of every system with our actions, and note what differs."""
    found: list[Difference] = []
    settled: list[Action] = []
    not_listed: dict[str, str] = {}
    for name, system in _systems(ports):
        asked_at = ports.clock.now()
        with ports.store.read() as reading:
            until = reading.compared_until(name)
        since = asked_at - _AT_FIRST if until is None else until - _OVERLAP
        try:
            listed = tuple(system.effects(since))
        except Unavailable as error:
            not_listed[name] = error.message
            continue
        with ports.store.decide() as tx:
            new, done = _note(name, since, asked_at, listed, tx)
        found += new
        settled += done
    return Compared(found=tuple(found), settled=tuple(settled), not_listed=not_listed)


def close_difference(ref: str, staff: StaffSession, ports: ActionPorts) -> None:
    """Note that one of the staff looked into a difference; raises NotFound."""
    entry = AuditEntry(
        kind="effects.looked_into",
        actor=f"staff:{staff.staff}",
        subject=ref,
        at=ports.clock.now(),
    )
    with ports.store.decide() as tx:
        tx.close_difference(ref, entry)


def _systems(ports: ActionPorts) -> Iterator[tuple[str, OperatorSystem]]:
    """Yield each system once, named for the first of its actions."""
    seen: set[int] = set()
    for name in sorted(ports.systems):
        system = ports.systems[name]
        if id(system) not in seen:
            seen.add(id(system))
            yield name, system


def _note(
    name: str,
    since: datetime,
    asked_at: datetime,
    listed: tuple[ListedEffect, ...],
    tx: ActionsWritten,
) -> tuple[list[Difference], list[Action]]:
    keys = sorted({effect.key for effect in listed if effect.key is not None})
    ours = tx.actions_to_compare(since, keys)
    done = [_settle(action, asked_at, tx) for action in found_done(ours, listed)]
    new = [d for d in differences(ours, listed, asked_at) if _is_new(d, asked_at, tx)]
    facts = {"listed": len(listed), "actions": len(ours), "found": len(new)}
    entry = AuditEntry(
        kind="effects.compared", actor="system", subject=name, at=asked_at, facts=facts
    )
    tx.save_comparison(name, asked_at, entry)
    return new, done


def _settle(action: Action, at: datetime, tx: ActionsWritten) -> Action:
    settled = replace(action, state=ActionState.SUCCEEDED, settled_at=at, why=None)
    entry = entry_of(settled, "action.found_done", "system", at)
    return tx.move_action(settled, entry, settled_events(settled))


def _is_new(difference: Difference, at: datetime, tx: ActionsWritten) -> bool:
    entry = AuditEntry(
        kind="effects.differ",
        actor="system",
        subject=difference.id,
        at=at,
        facts={
            "difference": difference.kind.value,
            "action": difference.action,
            "name": difference.name,
            "key": difference.key,
            "ours": difference.ours,
            "theirs": difference.theirs,
        },
    )
    return tx.save_difference(difference, entry)
