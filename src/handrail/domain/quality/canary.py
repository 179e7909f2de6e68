"""A canary: a share of the new conversations is answered under a change, until that is worse."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.calibration import Calibration
from handrail.domain.quality.sequential import NO_ARMS, NO_PAST, Arms, Looked, Past, look
from handrail.kernel.ids import digest

_DIGITS = 12


class CanaryState(StrEnum):
    """Where a canary stands."""

    RUNNING = "running"
    STOPPED_WORSE = "stopped_worse"
    """The change was found to be worse."""
    PASSED = "passed"
    """As many conversations as were planned went by, and it was not found to be worse."""
    ENDED = "ended"
    """Somebody ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Hold a canary; `version` grows with every change."""

    id: str
    state: CanaryState
    version: int
    share: float
    """Share of the new conversations that the change answers."""
    most: int
    """Conversations, of both arms together, after which it has passed."""
    values: str
    """What its candidate.toml said, as JSON: settings of answers and models."""
    change: Mapping[str, str]
    calibration: Calibration | None
    """What holds for the change; None: the project's own."""
    started_at: datetime
    past: Past = NO_PAST
    """How conversations had turned out before it began."""
    ended_at: datetime | None = None
    arms: Arms = NO_ARMS
    evidence: float = 1.0


def takes_part(canary: Canary, opened_at: datetime) -> bool:
    """Tell whether a conversation that was opened then belongs to one of the arms."""
    return canary.state is CanaryState.RUNNING and opened_at >= canary.started_at


def is_changed(canary: Canary, conversation: ConversationId) -> bool:
    """Tell whether a conversation gets the change: always the same for the same conversation."""
    drawn = int(digest(canary.id, conversation)[:_DIGITS], 16) / 16**_DIGITS
    return bool(drawn < canary.share)


def looked_at(canary: Canary, arms: Arms, now: datetime) -> tuple[Canary, Looked]:
    """Return a canary after a look at how its conversations turned out."""
    seen = look(arms, canary.share, canary.past)
    counted = replace(canary, arms=arms, evidence=seen.evidence)
    if canary.state is not CanaryState.RUNNING:
        return canary, seen
    if seen.is_worse:
        return _ended(counted, CanaryState.STOPPED_WORSE, now), seen
    if arms.n >= canary.most:
        return _ended(counted, CanaryState.PASSED, now), seen
    return counted, seen


def ended(canary: Canary, now: datetime) -> Canary:
    """Return a canary that somebody ended."""
    return _ended(canary, CanaryState.ENDED, now)


def _ended(canary: Canary, state: CanaryState, now: datetime) -> Canary:
    return replace(canary, state=state, ended_at=now)
