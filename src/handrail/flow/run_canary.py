"""Start a canary, look at it, stop it. Whatever is in doubt goes back to how it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.decision.calibration import Calibration
from handrail.domain.quality.canary import (
    Canary,
    CanaryState,
    ended,
    looked_at,
)
from handrail.domain.quality.sequential import Looked
from handrail.flow.canary_ports import CanaryStore
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, NotFound
from handrail.kernel.ids import Ids

SETTLED_AFTER = timedelta(hours=24)
"""Younger conversations are not counted: the customer may come back to them."""
_LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryPorts:
    """Hold what canaries need."""

    store: CanaryStore
    clock: Clock
    ids: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Say what a canary is to try, on how much of the traffic, for how long."""

    values: str
    change: Mapping[str, str]
    share: float
    most: int
    calibration: Calibration | None


def start_canary(wanted: Wanted, ports: CanaryPorts) -> Canary:
    """Begin a canary; raises BadInput where nothing would change, Conflict where one runs."""
    if not wanted.change:
        raise BadInput("The candidate changes nothing.", hint="Set something else in it.")
    if not 0.0 < wanted.share <= 0.5:
        raise BadInput(f"A share of {wanted.share:g} is none.", hint="Name one up to 0.5.")
    now = ports.clock.now()
    canary = Canary(
        id=ports.ids.new("canary"),
        state=CanaryState.RUNNING,
        version=0,
        share=wanted.share,
        most=wanted.most,
        values=wanted.values,
        change=wanted.change,
        calibration=wanted.calibration,
        started_at=now,
        past=ports.store.past(now - _LOOKED_BACK, now - SETTLED_AFTER),
    )
    ports.store.add(canary, _entry(canary, "canary.started", "operator", ports))
    return canary


def look_at_canary(ports: CanaryPorts) -> tuple[Canary, Looked] | None:
    """Count again, and stop the canary where it is worse; None where there never was one."""
    held = ports.store.newest()
    if held is None:
        return None
    now = ports.clock.now()
    if held.state is not CanaryState.RUNNING:
        return looked_at(held, held.arms, now)
    found, seen = looked_at(held, ports.store.arms(held, now - SETTLED_AFTER), now)
    is_over = found.state is not CanaryState.RUNNING
    entry = _entry(found, f"canary.{found.state.value}", "system", ports) if is_over else None
    ports.store.move(found, entry)
    return found, seen


def stop_canary(ports: CanaryPorts) -> Canary:
    """End the canary that runs: from the next message on all is as it was; raises NotFound."""
    held = ports.store.running()
    if held is None:
        raise NotFound("No canary runs.", hint="`handrail canary show` tells of the last one.")
    stopped = ended(held, ports.clock.now())
    ports.store.move(stopped, _entry(stopped, "canary.ended", "operator", ports))
    return stopped


def _entry(canary: Canary, kind: str, actor: str, ports: CanaryPorts) -> AuditEntry:
    facts: Facts = {
        "share": canary.share,
        "sections": ", ".join(sorted(canary.change)),
        "conversations": canary.arms.n,
        "evidence": round(min(canary.evidence, 1e12), 3),
    }
    at = ports.clock.now()
    return AuditEntry(kind=kind, actor=actor, subject=canary.id, at=at, facts=facts)
