"""What a turn reads and notes of a canary."""

from typing import Protocol

from handrail.domain.conversation.model import ConversationId
from handrail.domain.quality.canary import Canary


class ArmRead(Protocol):
    """Read which canary there is."""

    def running_canary(self) -> Canary | None:
        """Return the canary that runs, or None."""
        ...


class ArmWritten(Protocol):
    """Note which arm a conversation belongs to."""

    def keep_arm(self, conversation: ConversationId, canary: str, *, is_changed: bool) -> None:
        """Keep it once, in the transaction of the conversation's first turn."""
        ...
