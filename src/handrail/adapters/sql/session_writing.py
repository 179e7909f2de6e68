"""Bind a conversation to the customer whom a signed token stands for."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from handrail.adapters.sql.action_tables import customer_sessions, nonces
from handrail.adapters.sql.binding import bind
from handrail.adapters.sql.named_addresses import name_address
from handrail.adapters.sql.staff_writing import WriteStaff
from handrail.adapters.sql.tables import conversations
from handrail.domain.actions.model import CustomerId, CustomerSession
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.kernel.errors import Conflict, NotFound

_CLOCKS_DIFFER = timedelta(minutes=5)
"""Another server's clock may be this late: to it, a token has not expired yet."""


class WriteSessions(WriteStaff):
    """Change sessions of customers through one transaction."""

    def identify(
        self,
        conversation: Conversation,
        session: CustomerSession,
        token_digest: str,
        entry: AuditEntry,
    ) -> None:
        """Make a conversation the customer's, under a new token; what was said is sealed for them.

        Raises NotFound, and Conflict where the conversation moved on or is somebody else's.
        """
        c, s = conversations.c, customer_sessions.c
        held = self._first(select(conversations).where(c.id == conversation.id).with_for_update())
        if held is None:
            raise NotFound(f"No conversation {conversation.id!r} exists.")
        known = self._customer(held)
        if held.version != conversation.version or known not in (None, session.customer):
            raise Conflict(f"Conversation {conversation.id} has moved on.", hint="Try again.")
        if known is None:
            person = self._texts.person(session.customer, entry.at)
            theirs = replace(conversation, customer=session.customer)
            bind(theirs, person, self._connection, self._texts)
        self._connection.execute(
            update(conversations).where(c.id == held.id).values(token_digest=token_digest)
        )
        row = {"until": session.expires_at, "proof": session.proof}
        changed = self._connection.execute(
            update(customer_sessions).where(s.conversation == held.id).values(**row)
        )
        if changed.rowcount == 0:
            self._put(customer_sessions, conversation=held.id, **row)
        self._note(entry)

    def name_address(self, customer: CustomerId, address: CustomerId, at: datetime) -> None:
        """Keep that a customer and the writer from an address are one, for measuring alone."""
        person, other = (self._texts.person(one, at) for one in (customer, address))
        name_address(person, other, at, self._connection)

    def change_token(
        self, conversation: ConversationId, before: str, token_digest: str, entry: AuditEntry
    ) -> None:
        """Let another token open a conversation; raises Conflict where `before` does not."""
        c = conversations.c
        changed = self._connection.execute(
            update(conversations)
            .where(c.id == conversation, c.token_digest == before)
            .values(token_digest=token_digest)
        )
        if changed.rowcount == 0:
            raise Conflict("This token was changed meanwhile.", hint="Use the newer one.")
        self._note(entry)

    def use_nonce(self, nonce: str, until: datetime, now: datetime) -> None:
        """Keep a token's nonce and drop those of tokens long expired.

        Raises Conflict where it was used before.
        """
        self._connection.execute(delete(nonces).where(nonces.c.until < now - _CLOCKS_DIFFER))
        self._put(nonces, nonce=nonce, until=until)
