"""What is asked of the database about who a customer is, and about what they were told."""

from typing import Protocol

from handrail.domain.actions.model import CustomerSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import TurnRecord


class SessionRead(Protocol):
    """Read sessions of customers."""

    def session_of(self, ref: ConversationId) -> CustomerSession | None:
        """Return the session of a conversation's customer, also one that has ended, or None."""
        ...


class RecordRead(Protocol):
    """Read what was decided in the turns of a conversation."""

    def latest_record(self, ref: ConversationId) -> TurnRecord | None:
        """Return the newest turn record of a conversation, or None."""
        ...

    def recent_records(self, ref: ConversationId, most: int) -> tuple[TurnRecord, ...]:
        """Return up to `most` of the newest turn records of a conversation, oldest first."""
        ...
