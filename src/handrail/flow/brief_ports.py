"""What is asked of the database to write a brief: all turns of a conversation, and its actions."""

from typing import Protocol

from handrail.domain.actions.model import Action
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import TurnRecord


class BriefRead(Protocol):
    """Read what happened in a conversation."""

    def records_of(self, ref: ConversationId) -> tuple[TurnRecord, ...]:
        """Return the records of a conversation's turns, oldest first."""
        ...

    def actions_of(self, ref: ConversationId) -> tuple[Action, ...]:
        """Return the actions that were proposed in a conversation, oldest first."""
        ...
