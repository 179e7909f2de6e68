"""A mail comes in: find its conversation, answer it like any message, and remember how far we read.

Each mail is noted with its conversation before it is answered, and is answered under an idempotency
key of its own: whoever ends in between, it is one message when it is fetched again. The customer is
whoever the mail says it comes from; that proves nothing, so nothing is ever done for them.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    InboundMessage,
)
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.mail_ports import (
    EMAIL,
    MAILTO,
    FetchedMail,
    IgnoredMail,
    Mailbox,
    MailKey,
    MailSource,
    MailStore,
    MailWritten,
    ReceivedMail,
    ReturnedMail,
    keys_of,
    mail_key,
)
from handrail.flow.try_again import try_again
from handrail.kernel.errors import BadInput

_ATTEMPTS = 3
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPorts:
    """Hold what receiving mail needs."""

    store: MailStore
    source: MailSource
    messages: MessagePorts
    most_an_hour: int = 12
    """From so many mails of one address in an hour a person answers, not the assistant."""
    name: str = EMAIL
    site: str | None = None
    locale: str | None = None


def receive_mail(ports: MailPorts) -> int:
    """Look through the mailbox once; return how many mails were looked at. Raises Unavailable.

    The first look only notes where the mailbox ends: old mail is left alone.
    """
    with ports.store.read() as reading:
        box = reading.mailbox(ports.name)
    if box is None:
        return _begin(ports)
    looked = ports.source.after(box)
    if looked.validity != box.validity:
        box = replace(box, validity=looked.validity, uid=0)
    for mail in looked.mails:
        _hear(mail, ports)
        box = replace(box, uid=mail.uid)
        with ports.store.decide() as tx:
            tx.save_mailbox(box)
    return len(looked.mails)


def _begin(ports: MailPorts) -> int:
    validity, uid = ports.source.newest()
    now = ports.messages.clock.now()
    box = Mailbox(name=ports.name, validity=validity, uid=uid, begun_at=now)
    with ports.store.decide() as tx:
        tx.save_mailbox(box, _entry("mailbox.begun", ports.name, ports, uid=uid))
    return 0


def _hear(mail: FetchedMail, ports: MailPorts) -> None:
    heard = mail.heard
    match heard:
        case ReceivedMail():
            _answer(heard, ports)
        case IgnoredMail(why=why):
            with ports.store.decide() as tx:
                tx.note(_entry("mail.ignored", str(mail.uid), ports, why=why))
        case ReturnedMail(deliveries=deliveries):
            with ports.store.decide() as tx:
                for ref in deliveries:
                    entry = _entry("delivery.returned", ref, ports)
                    tx.return_mail(ref, ports.messages.clock.now(), entry)
        case other:
            assert_never(other)


def _answer(mail: ReceivedMail, ports: MailPorts) -> None:
    customer = f"{MAILTO}{mail.sender}"
    key = mail_key(mail.message_id, mail.sender)
    ref, count = _placed(mail, customer, key, ports)
    if ref is None or mail.refusal is not None:
        return  # too many, or refused: the refusal is delivered from its row
    inbound = InboundMessage(
        conversation=ref,
        text=mail.text,
        idempotency_key=f"mail:{key}",
        locale=ports.locale,
        site=ports.site,
        channel=EMAIL,
        customer=customer,
        wants_person=count > ports.most_an_hour,
    )
    try:
        _handle(inbound, ports.messages)
    except BadInput as error:
        with ports.store.decide() as tx:
            tx.note(_entry("mail.ignored", key, ports, why=error.message))


def _handle(inbound: InboundMessage, ports: MessagePorts) -> None:
    """Handle a message, anew where another one came first."""
    try_again(lambda: handle_message(inbound, ports), _ATTEMPTS)


def _placed(
    mail: ReceivedMail, customer: str, key: MailKey, ports: MailPorts
) -> tuple[ConversationId | None, int]:
    """Note a mail with its conversation; return it, and how many came from its sender lately.

    Beyond twice the cap a mail is counted and dropped: two machines that write to each other under
    ever new subjects come to an end, too.
    """
    now = ports.messages.clock.now()
    with ports.store.decide() as tx:
        count = tx.mails_since(customer, now - _HOUR)
        known = tx.conversation_of_mail((key,))
        if known is not None:
            return known, count
        if count >= 2 * ports.most_an_hour:
            tx.note(_entry("mail.ignored", key, ports, why="Too many came from one address."))
            return None, count
        ref = _thread(mail, customer, tx, ports)
        entry = _entry("mail.received", key, ports, conversation=ref)
        tx.add_mail(ref, mail, now, entry)
    return ref, count + 1


def _thread(mail: ReceivedMail, customer: str, tx: MailWritten, ports: MailPorts) -> ConversationId:
    """Return the conversation that a mail goes on with, or a new one."""
    found = tx.conversation_of_mail(keys_of(mail))
    held = None if found is None else tx.conversation(found)
    if held is not None and held.customer == customer:
        return held.id
    opened = Conversation(
        id=ConversationId(ports.messages.ids.new("conv")),
        state=ConversationState.OPEN,
        version=0,
        opened_at=ports.messages.clock.now(),
        locale=ports.locale,
        site=ports.site,
        channel=EMAIL,
        customer=customer,
    )
    facts = {"channel": EMAIL}
    entry = AuditEntry(
        kind="conversation.opened",
        actor="customer",
        subject=opened.id,
        at=opened.opened_at,
        facts=facts,
    )
    tx.open_conversation(opened, entry)
    return opened.id


def _entry(kind: str, subject: str, ports: MailPorts, **facts: str | int) -> AuditEntry:
    at = ports.messages.clock.now()
    return AuditEntry(kind=kind, actor="system", subject=subject, at=at, facts=facts)
