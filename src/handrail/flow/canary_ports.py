"""What a canary needs from outside, and what a turn needs of a canary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation
from handrail.domain.decision.calibration import Calibration
from handrail.domain.quality.canary import Canary, is_changed, takes_part
from handrail.domain.quality.sequential import Arms, Past
from handrail.flow.thought import ThinkPorts


class CanaryStore(Protocol):
    """Keep canaries, and count how their conversations turned out."""

    def running(self) -> Canary | None:
        """Return the canary that runs, or None."""
        ...

    def newest(self) -> Canary | None:
        """Return the newest canary, whether it runs or not, or None."""
        ...

    def add(self, canary: Canary, entry: AuditEntry) -> None:
        """Add a canary; raises Conflict where one runs already."""
        ...

    def move(self, canary: Canary, entry: AuditEntry | None) -> None:
        """Store a canary that changed; raises Conflict where it has moved on meanwhile.

        Counts alone, which can be counted again, need no entry.
        """
        ...

    def arms(self, canary: Canary, until: datetime) -> Arms:
        """Count how its conversations turned out, of those whose last message is older."""
        ...

    def past(self, since: datetime, until: datetime) -> Past:
        """Count how conversations turned out between two moments."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Hold which arm of a canary answers a conversation, and what it thinks with."""

    canary: str
    is_changed: bool
    think: ThinkPorts
    calibration: Calibration | None
    """What holds under the change; None: the project's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """Split the traffic while a canary runs."""

    changed: Callable[[Canary], ThinkPorts]
    """Return what the change thinks with; opened once."""

    def arm_of(self, canary: Canary, conversation: Conversation, base: ThinkPorts) -> Arm | None:
        """Return the arm that a conversation belongs to; None where it belongs to none."""
        if not takes_part(canary, conversation.opened_at):
            return None
        changed = is_changed(canary, conversation.id)
        return Arm(
            canary=canary.id,
            is_changed=changed,
            think=self.changed(canary) if changed else base,
            calibration=canary.calibration if changed else None,
        )
