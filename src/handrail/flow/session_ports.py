"""What is asked of the database about who a customer is."""

from typing import Protocol

from handrail.domain.actions.model import CustomerSession
from handrail.domain.conversation.model import ConversationId


class SessionRead(Protocol):
    """Read sessions of customers."""

    def session_of(self, ref: ConversationId) -> CustomerSession | None:
        """Return the session of a conversation's customer, also one that has ended, or None."""
        ...
