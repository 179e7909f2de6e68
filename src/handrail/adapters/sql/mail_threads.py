"""Read and write threads of mails and webhooks that came in, and how far mailboxes were read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, func, select, update

from handrail.adapters.sql.deliveries import ReadDeliveries
from handrail.adapters.sql.delivery_writing import WriteDeliveries
from handrail.adapters.sql.desk_tables import (
    deliveries,
    mail_threads,
    mailboxes,
    received_hooks,
)
from handrail.adapters.sql.mail_rows import mail_document
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.flow.delivery import MAIL_KINDS, DeliveryId, DeliveryState, SinkName
from handrail.flow.mail_ports import Mailbox, MailKey, ReceivedMail, mail_key
from handrail.kernel.errors import Conflict

_m = mail_threads.c


class ReadMails(ReadDeliveries):
    """Read threads of mails through one transaction."""

    def mailbox(self, name: str) -> Mailbox | None:
        """Return how far a mailbox was looked through, or None where it never was."""
        held = self._first(select(mailboxes).where(mailboxes.c.name == name))
        if held is None:
            return None
        return Mailbox(name=held.name, validity=held.validity, uid=held.uid, begun_at=held.begun_at)

    def conversation_of_mail(self, keys: Sequence[MailKey]) -> ConversationId | None:
        """Return the conversation that the first known one of these keys belongs to, or None."""
        if not keys:
            return None
        rows = self._connection.execute(
            select(_m.message, _m.conversation).where(_m.message.in_(keys))
        )
        found = {row.message: row.conversation for row in rows}
        return next((ConversationId(found[key]) for key in keys if key in found), None)

    def mails_since(self, customer: str, moment: datetime) -> int:
        """Return how many mails of a customer came since a moment."""
        theirs = conversations.c.person.in_(self._texts.persons_of(customer))
        counted = (
            select(func.count())
            .select_from(mail_threads.join(conversations, conversations.c.id == _m.conversation))
            .where(theirs, _m.document.is_not(None), _m.at > moment)
        )
        return int(self._connection.execute(counted).scalar_one())


class WriteMails(ReadMails, WriteDeliveries):
    """Write threads of mails through one transaction."""

    def add_mail(
        self, conversation: ConversationId, mail: ReceivedMail, at: datetime, entry: AuditEntry
    ) -> None:
        """Note that a mail came, and to which conversation it belongs; raises Conflict if known."""
        person = self._person_of(conversation)
        key = mail_key(mail.message_id, mail.sender)
        document = mail_document(mail.subject, mail.message_id, key, person, self._texts)
        put = self._insert(mail_threads).values(
            message=key,
            conversation=conversation,
            at=at,
            document=document,
            refused=None if mail.refusal is None else mail.refusal.value,
        )
        if not self._is_new(put, _m.message):
            raise Conflict("The mail came in twice at once.", hint="Look at it again.")
        self._note(entry)

    def save_mailbox(self, box: Mailbox, entry: AuditEntry | None = None) -> None:
        """Note how far a mailbox was looked through; without an entry where nothing came of it."""
        held = {"validity": box.validity, "uid": box.uid, "begun_at": box.begun_at}
        put = self._insert(mailboxes).values(name=box.name, **held)
        self._connection.execute(put.on_conflict_do_update(index_elements=["name"], set_=held))
        if entry is not None:
            self._note(entry)

    def return_mail(self, delivery: DeliveryId, at: datetime, entry: AuditEntry) -> bool:
        """Note that a mail came back: it failed after all; tell whether it counted as delivered."""
        d = deliveries.c
        done = self._connection.execute(
            update(deliveries)
            .where(d.id == delivery, d.state == DeliveryState.DELIVERED.value)
            .where(d.kind.in_(sorted(MAIL_KINDS)))
            .values(
                state=DeliveryState.FAILED.value, why="The mail came back undelivered.", ended_at=at
            )
        )
        if done.rowcount != 1:
            return False
        self._note(entry)
        return True

    def receive_hook(self, sink: SinkName, ref: str, at: datetime) -> bool:
        """Note that a webhook came; tell whether it is new. What it does has entries of its own."""
        put = self._insert(received_hooks).values(sink=sink, id=ref, at=at)
        return self._is_new(put, received_hooks.c.id)

    def is_erased(self, conversation: ConversationId) -> bool:
        """Tell whether a conversation's customer was erased."""
        person = self._person_of(conversation)
        return person is not None and self._texts.is_erased(person)

    def forget_hooks(self, before: datetime) -> int:
        """Forget deliveries of webhooks that came before a moment; return how many.

        The messages that they told of are known for ever: not every helpdesk signs a time.
        """
        h = received_hooks.c
        done = self._connection.execute(
            delete(received_hooks).where(h.at < before, h.id.startswith("hook "))
        )
        return int(done.rowcount)


class SqlChannelStore:
    """Open transactions on deliveries, mails and webhooks."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def read(self) -> Iterator[ReadMails]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield ReadMails(connection, self._store.cipher, self._store.known)

    @contextmanager
    def decide(self) -> Iterator[WriteMails]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        with self._store.counting_connection() as connection:
            yield WriteMails(connection, self._store.cipher, self._store.known)
