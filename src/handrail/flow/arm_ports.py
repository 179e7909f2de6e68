"""What is noted of the arms of a canary."""

from typing import Protocol

from handrail.domain.conversation.model import ConversationId


class ArmWritten(Protocol):
    """Note which arm a conversation belongs to."""

    def keep_arm(self, conversation: ConversationId, canary: str, *, is_changed: bool) -> None:
        """Keep it once, in the transaction of the conversation's first turn."""
        ...
