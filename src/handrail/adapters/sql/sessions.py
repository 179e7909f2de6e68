"""Until when is a conversation's customer known to be who they are?"""

from sqlalchemy import select

from handrail.adapters.sql.action_tables import customer_sessions
from handrail.adapters.sql.staff import ReadStaff
from handrail.adapters.sql.tables import conversations
from handrail.domain.actions.model import CustomerId, CustomerSession
from handrail.domain.conversation.model import ConversationId

_s = customer_sessions.c


class ReadSessions(ReadStaff):
    """Read sessions of customers through one transaction."""

    def session_of(self, ref: ConversationId) -> CustomerSession | None:
        """Return the session of a conversation's customer, also one that has ended, or None."""
        held = self._first(select(_s.until, _s.proof).where(_s.conversation == ref))
        if held is None:
            return None
        customer = self._customer(
            self._first(select(conversations).where(conversations.c.id == ref))
        )
        if customer is None:
            return None
        return CustomerSession(
            customer=CustomerId(customer), expires_at=held.until, proof=held.proof
        )
