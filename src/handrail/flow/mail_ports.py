"""Mail that came in, and how answers to a mail find their conversation again."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.delivery import DeliveryId
from handrail.flow.delivery_ports import DeliveryRead
from handrail.flow.parcels import Letter
from handrail.kernel.ids import digest

EMAIL = "email"
"""The channel of conversations by mail, and the name of its sink and of its mailbox."""
MAILTO = "mailto:"
"""What the name of a customer begins with whom only an address tells apart."""

MailKey = NewType("MailKey", str)
"""SHA-256 of a Message-ID, or of a thread's token, with the customer's address."""
_TOKEN_CHARACTERS = 16  # 64 bits of a hash over the conversation's unguessable id


class Refusal(StrEnum):
    """Why a mail is not read."""

    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NO_TEXT = "no_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """Hold a mail that a person sent, with what matters of it; nothing of it is trusted."""

    sender: str
    """The address that it says it comes from, in lower case; it proves nothing."""
    subject: str
    text: str
    """What was written anew: without quotes, without signature."""
    message_id: str
    """A hash of the mail, where it says none."""
    refers_to: tuple[str, ...] = ()
    """Message-IDs that it answers, the nearest first."""
    token: str | None = None
    """The thread's mark, from the subject or the address that it was sent to."""
    attached: tuple[str, ...] = ()
    """Names of files, which are not read."""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredMail:
    """Hold why a mail is nobody's question: a machine wrote it, or we did."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedMail:
    """Say that mails of ours came back."""

    deliveries: tuple[DeliveryId, ...]


HeardMail = ReceivedMail | IgnoredMail | ReturnedMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Hold how far a mailbox was looked through."""

    name: str
    validity: int
    uid: int
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMail:
    """Hold one mail of a mailbox, read as far as it can be."""

    uid: int
    heard: HeardMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold what a look into a mailbox brought."""

    validity: int
    mails: tuple[FetchedMail, ...]


class MailSource(Protocol):
    """Fetch mails in the order in which they came."""

    def newest(self) -> tuple[int, int]:
        """Return the mailbox's UIDVALIDITY and the highest UID; raises Unavailable."""
        ...

    def after(self, box: Mailbox, limit: int = 20) -> Looked:
        """Return the mails that follow; all, where numbers began anew. Raises Unavailable."""
        ...


class MailRead(DeliveryRead, Protocol):
    """Read threads of mails."""

    def mailbox(self, name: str) -> Mailbox | None:
        """Return how far a mailbox was looked through, or None where it never was."""
        ...

    def conversation_of_mail(self, keys: Sequence[MailKey]) -> ConversationId | None:
        """Return the conversation that the first known one of these keys belongs to, or None."""
        ...

    def mails_since(self, customer: str, moment: datetime) -> int:
        """Return how many mails of a customer came since a moment."""
        ...


class MailWritten(MailRead, Protocol):
    """Change threads of mails; every change says why."""

    def open_conversation(self, conversation: Conversation, entry: AuditEntry) -> None:
        """Store a new, empty conversation."""
        ...

    def add_mail(
        self, conversation: ConversationId, mail: ReceivedMail, at: datetime, entry: AuditEntry
    ) -> None:
        """Note that a mail came, and to which conversation it belongs."""
        ...

    def save_mailbox(self, box: Mailbox, entry: AuditEntry | None = None) -> None:
        """Note how far a mailbox was looked through; without an entry where nothing came of it."""
        ...

    def return_mail(self, delivery: DeliveryId, at: datetime, entry: AuditEntry) -> bool:
        """Note that a mail came back: it failed after all; tell whether it counted as delivered."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Write down what happened outside the database."""
        ...


class MailStore(Protocol):
    """Open transactions on threads of mails."""

    def read(self) -> AbstractContextManager[MailRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[MailWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


def mail_key(message_id: str, address: str) -> MailKey:
    """Return how a mail is known: the same Message-ID of another sender is another mail."""
    return MailKey(digest("mail", message_id, address))


def token_key(token: str, address: str) -> MailKey:
    """Return how a thread's mark is known: it counts for its own customer's address alone."""
    return MailKey(digest("token", token, address))


def token_of(conversation: ConversationId) -> str:
    """Return the mark of a conversation's mails; nobody can guess it."""
    return digest("thread", conversation)[:_TOKEN_CHARACTERS]


def keys_of_letter(letter: Letter, message_id: str | None) -> tuple[MailKey, ...]:
    """Return by which keys an answer to a letter is known."""
    named = () if message_id is None else (mail_key(message_id, letter.to),)
    return (token_key(letter.token, letter.to), *named)


def keys_of(mail: ReceivedMail) -> tuple[MailKey, ...]:
    """Return by which keys the thread of a mail may be known, the surest first."""
    named = [mail_key(ref, mail.sender) for ref in mail.refers_to]
    if mail.token is not None:
        named.append(token_key(mail.token, mail.sender))
    return tuple(named)
