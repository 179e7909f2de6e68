"""Named places where a test can stop the process, as a power cut would.

A failpoint costs one dictionary look-up when none is armed. `HANDRAIL_FAILPOINTS` arms them from
outside: `name=kill` ends the process with SIGKILL, `name=kill:3` at the third visit, `name=error`
raises.
"""

import os
import signal
from collections.abc import Callable, Mapping

from handrail.kernel.errors import BadSettings, Unavailable

Effect = Callable[[str], None]

SYNC_FAILPOINTS = (
    "sync.read",
    "sync.before_write",
    "sync.in_transaction",
    "sync.after_write",
    "index.before_build",
    "index.lexical_written",
    "index.vectors_written",
    "index.before_swap",
    "index.after_swap",
    "index.before_sweep",
)

ACTION_FAILPOINTS = (
    "action.read",
    "action.facts_read",
    "action.attempt_in_transaction",
    "action.attempt_noted",
    "action.sent",
    "action.reply_in_transaction",
    "action.reply_noted",
    "action.claim_in_transaction",
    "action.claim_noted",
    "action.asked",
    "action.end_in_transaction",
    "action.end_noted",
)

DELIVERY_FAILPOINTS = (
    "delivery.made_in_transaction",
    "delivery.made",
    "delivery.claim_in_transaction",
    "delivery.claimed",
    "delivery.composed",
    "delivery.sent",
    "delivery.end_in_transaction",
    "delivery.ended",
)


def _kill(_name: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(name: str) -> None:
    raise Unavailable(f"Failpoint {name} was armed to fail.", hint="Unset HANDRAIL_FAILPOINTS.")


_EFFECTS: Mapping[str, Effect] = {"kill": _kill, "error": _raise}


class Failpoints:
    """Hold which failpoints are armed and count visits to them."""

    def __init__(self, armed: Mapping[str, tuple[Effect, int]] | None = None) -> None:
        self._armed = dict(armed or {})
        self.visited: dict[str, int] = {}

    def reach(self, name: str) -> None:
        """Do what the failpoint called `name` is armed with, or nothing."""
        self.visited[name] = self.visited.get(name, 0) + 1
        if name in self._armed:
            effect, at_visit = self._armed[name]
            if self.visited[name] == at_visit:
                effect(name)


def failpoints_from(spelled: str) -> Failpoints:
    """Read `name=kill:2,other=error`; raise ValueError for anything else."""
    armed: dict[str, tuple[Effect, int]] = {}
    for item in filter(None, (part.strip() for part in spelled.split(","))):
        name, _, action = item.partition("=")
        effect, _, visit = action.partition(":")
        if effect not in _EFFECTS or not (visit or "1").isdigit():
            raise ValueError(f"cannot read failpoint {item!r}")
        armed[name] = (_EFFECTS[effect], int(visit or "1"))
    return Failpoints(armed)


def armed_failpoints(environment: Mapping[str, str]) -> Failpoints:
    """Return what `HANDRAIL_FAILPOINTS` arms; raises BadSettings where it cannot be read."""
    try:
        return failpoints_from(environment.get("HANDRAIL_FAILPOINTS", ""))
    except ValueError as error:
        raise BadSettings(
            f"HANDRAIL_FAILPOINTS: {error}.", hint="Spell it name=kill or name=kill:2."
        ) from error
