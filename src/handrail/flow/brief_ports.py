"""What is asked of the database to write a brief, beside turns and messages."""

from typing import Protocol

from handrail.domain.actions.model import Action
from handrail.domain.conversation.model import ConversationId


class BriefRead(Protocol):
    """Read what was to be done in a conversation."""

    def actions_of(self, ref: ConversationId) -> tuple[Action, ...]:
        """Return the actions that were proposed in a conversation, oldest first."""
        ...
