"""A customer signs in: a token that the host's own server signed says who they are, once.

Nothing that anybody writes identifies anybody. The conversation is bound to the customer and gets
a new token, so that whoever held the old one has nothing.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handrail.domain.actions.model import CustomerId, CustomerSession
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.mail_ports import MAILTO
from handrail.flow.ports import Reading
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, NotAuthenticated, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Hold whom a token stands for, and what makes it this token and no other."""

    customer: CustomerId
    nonce: str
    expires_at: datetime
    email: str | None = None
    """The customer's address, where the host's server names one, in lower case."""


class IdentityTokens(Protocol):
    """Check the tokens that the host's server signs."""

    def identity(self, token: str, now: datetime) -> Identity:
        """Return who the token stands for; raises NotAuthenticated for any that does not hold."""
        ...


class SessionWritten(Protocol):
    """Change sessions of customers."""

    def use_nonce(self, nonce: str, until: datetime, now: datetime) -> None:
        """Keep a token's nonce and drop those of tokens long expired.

        Raises Conflict where it was used before.
        """
        ...

    def change_token(
        self, conversation: ConversationId, before: str, token_digest: str, entry: AuditEntry
    ) -> None:
        """Let another token open a conversation; raises Conflict where `before` does not."""
        ...

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
        ...

    def name_address(self, customer: CustomerId, address: CustomerId, at: datetime) -> None:
        """Keep that a customer and the writer from an address are one, for measuring alone."""
        ...


class SessionStore(Protocol):
    """Open transactions on sessions of customers."""

    def read(self) -> AbstractContextManager[Reading]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[SessionWritten]:
        """Open a writing transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPorts:
    """Hold what identifying a customer needs from outside."""

    store: SessionStore
    clock: Clock
    tokens: IdentityTokens | None = None
    """None where the operator set no key: then nobody is ever known."""
    lasts: timedelta = timedelta(hours=1)


def identify_customer(
    conversation: ConversationId, token: str, new_token_digest: str, ports: IdentityPorts
) -> CustomerSession:
    """Bind a conversation to the token's customer; return their session.

    Raises NotAuthenticated for a token that does not hold or was used before, NotFound, Conflict
    where the conversation is another customer's.
    """
    if ports.tokens is None:
        raise NotAuthenticated(
            "Nobody can sign in here.", hint="The operator sets identity.secret in handrail.toml."
        )
    now = ports.clock.now()
    shown = ports.tokens.identity(token, now)
    session = CustomerSession(
        customer=shown.customer, expires_at=now + ports.lasts, proof=shown.nonce
    )
    with ports.store.read() as reading:
        found = reading.conversation(conversation)
    if found is None or found.customer not in (None, shown.customer):
        raise NotFound(f"There is no conversation {conversation!r}.", hint="Open a new one.")
    entry = AuditEntry(
        kind="customer.identified",
        actor="customer",
        subject=conversation,
        at=now,
        facts={"proof": shown.nonce, "until": session.expires_at.isoformat()},
    )
    with ports.store.decide() as tx:
        try:
            tx.use_nonce(shown.nonce, shown.expires_at, now)
        except Conflict as error:
            raise NotAuthenticated(
                "This identity token was used before.", hint="Let your server sign a new one."
            ) from error
        tx.identify(found, session, new_token_digest, entry)
        if shown.email is not None:
            tx.name_address(shown.customer, CustomerId(f"{MAILTO}{shown.email}"), now)
    return session


def renew_token(
    conversation: ConversationId, before: str, new_token_digest: str, ports: IdentityPorts
) -> None:
    """Let a new token take the place of one that is about to end; raises Conflict."""
    entry = AuditEntry(
        kind="conversation.token_renewed",
        actor="customer",
        subject=conversation,
        at=ports.clock.now(),
    )
    with ports.store.decide() as tx:
        tx.change_token(conversation, before, new_token_digest, entry)


def session_of(conversation: ConversationId, ports: IdentityPorts) -> CustomerSession:
    """Return the session of a conversation's customer; raises NotAuthenticated where none holds."""
    with ports.store.read() as reading:
        found = reading.session_of(conversation)
    if found is None or found.expires_at <= ports.clock.now():
        raise NotAuthenticated("You are not signed in.", hint="Sign in and try again.")
    return found
