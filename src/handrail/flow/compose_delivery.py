"""What does a delivery say? Read anew at every try, so that it tells what holds now."""

from dataclasses import dataclass
from typing import assert_never

from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.conversation.model import Author, Conversation, Message
from handrail.domain.decision.contested import shown_in
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.brief_text import brief_as_text
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState
from handrail.flow.delivery import Delivery, DeliveryId, DeliveryKind
from handrail.flow.delivery_ports import DeliveryRead
from handrail.flow.mail_ports import MAILTO, Refusal, token_of
from handrail.flow.parcels import Closing, Letter, Note, Notice, Parcel, Ticket

_LONGEST_SUBJECT = 120

_REFUSED = {
    Refusal.TOO_LARGE: "Your mail is larger than we can take, so nobody has read it. Please send "
    "it again without large attachments.",
    Refusal.TOO_LONG: "Your mail is longer than we can take, so nobody has read it. Please send "
    "what matters in fewer words.",
    Refusal.NO_TEXT: "We found no text in your mail, so nobody has read it. Please write your "
    "question as text.",
}
_BY_AN_AI = (
    "An AI assistant wrote this reply. It can be wrong. To talk to a person, answer this mail "
    "and say so."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposePorts:
    """Hold what writing deliveries takes."""

    company: str = "Support"
    """How the company signs."""
    console: str | None = None
    """Address under which the staff reach the console."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needless:
    """Say that nobody has to be told any more."""

    why: str


def compose(delivery: Delivery, reading: DeliveryRead, ports: ComposePorts) -> Parcel | Needless:
    """Return what a delivery says now."""
    conversation = reading.conversation(delivery.conversation)
    assert conversation is not None, "a conversation is never deleted"
    match delivery.kind:
        case DeliveryKind.HANDOFF:
            return _ticket(delivery, conversation, reading)
        case DeliveryKind.MESSAGE:
            return _note(delivery, conversation, reading)
        case DeliveryKind.CLOSING:
            return _closing(delivery, reading)
        case DeliveryKind.MAIL | DeliveryKind.REFUSAL:
            return _letter(delivery, conversation, reading, ports)
        case DeliveryKind.WAITING | DeliveryKind.APPROVAL | DeliveryKind.FAILURE:
            return _for_staff(delivery, reading, ports)
        case other:
            assert_never(other)


def _for_staff(delivery: Delivery, reading: DeliveryRead, ports: ComposePorts) -> Notice | Needless:
    if delivery.kind is DeliveryKind.WAITING:
        return _waiting(delivery, reading, ports)
    if delivery.kind is DeliveryKind.APPROVAL:
        return _approval(delivery, reading, ports)
    return _failure(delivery, reading, ports)


def _ticket(
    delivery: Delivery, conversation: Conversation, reading: DeliveryRead
) -> Ticket | Needless:
    handoff = reading.handoff(HandoffId(delivery.about))
    if handoff is None or handoff.state not in OPEN:
        return Needless(why="It ended before it was told.")
    asked = conversation.questions[0] if conversation.questions else "A customer asks for a person"
    return Ticket(
        ref=delivery.id,
        handoff=handoff,
        subject=_one_line(asked),
        brief="" if handoff.brief is None else brief_as_text(handoff.brief),
        conversation=conversation,
    )


def _note(delivery: Delivery, conversation: Conversation, reading: DeliveryRead) -> Note | Needless:
    message = _message(delivery.about, conversation)
    ticket = reading.ticket_of(delivery.sink, delivery.conversation)
    assert ticket is not None, "only messages that a ticket does not tell yet are due"
    if not message.text:
        return Needless(why="The customer was erased.")
    return Note(ref=delivery.id, ticket=ticket, message=message)


def _closing(delivery: Delivery, reading: DeliveryRead) -> Closing:
    handoff = reading.handoff(HandoffId(delivery.about))
    ticket = reading.ticket_of(delivery.sink, delivery.conversation)
    assert handoff is not None
    assert ticket is not None, "only handoffs that a ticket tells of are due"
    return Closing(ref=delivery.id, ticket=ticket, handoff=handoff)


def _letter(
    delivery: Delivery, conversation: Conversation, reading: DeliveryRead, ports: ComposePorts
) -> Letter | Needless:
    thread = reading.mail_thread(conversation.id)
    customer = conversation.customer or ""
    if thread is None or not customer.startswith(MAILTO):
        return Needless(why="The customer was erased, or left no address.")
    if delivery.kind is DeliveryKind.REFUSAL:
        refusal = Refusal(reading.refusal_of(delivery.about) or Refusal.NO_TEXT)
        body, by = f"{_REFUSED[refusal]}\n\n-- \n{ports.company}\n", None
    else:
        message = _message(delivery.about, conversation)
        body, by = _body(message, reading, ports), message.by
    return Letter(
        ref=delivery.id,
        to=customer.removeprefix(MAILTO),
        subject=_one_line(thread.subject) or "Your question",
        body=body,
        by=by,
        answers=thread.ids[-1] if thread.ids else None,
        thread=thread.ids,
        token=token_of(conversation.id),
    )


def _body(message: Message, reading: DeliveryRead, ports: ComposePorts) -> str:
    if message.author is Author.AGENT:
        signed = ", ".join(filter(None, (message.by, ports.company)))
        return f"{message.text}\n\n-- \n{signed}\n"
    sources = _sources(reading.record_of_message(message))
    return "\n\n".join(
        filter(None, (message.text, sources, f"-- \n{_BY_AN_AI}\n{ports.company}\n"))
    )


def _sources(record: TurnRecord | None) -> str:
    cited = () if record is None else shown_in(record.outcome)
    named = [f"- {c.title}" + (f": {c.url}" if c.url else "") for c in cited]
    return "\n".join(["Where this comes from:", *dict.fromkeys(named)]) if named else ""


def _waiting(delivery: Delivery, reading: DeliveryRead, ports: ComposePorts) -> Notice | Needless:
    handoff = reading.handoff(HandoffId(delivery.about))
    if handoff is None or handoff.state is not HandoffState.WAITING:
        return Needless(why="Somebody has it.")
    text = f"A customer waits for a person: {_words(handoff)}"
    return _notice(delivery, text, f"conversations/{handoff.conversation}", ports)


def _words(handoff: Handoff) -> str:
    urgency = handoff.priority.value
    since = f"{handoff.requested_at:%H:%M} UTC"
    return f"{handoff.reason.value}, {urgency} priority, queue {handoff.queue}, since {since}."


def _approval(delivery: Delivery, reading: DeliveryRead, ports: ComposePorts) -> Notice | Needless:
    action = reading.action(ActionId(delivery.about))
    if action is None or action.state is not ActionState.AWAITING_STAFF:
        return Needless(why="It was decided.")
    until = f"{action.expires_at:%Y-%m-%d %H:%M} UTC"
    text = f"An action waits for approval: {action.name}, until {until}."
    return _notice(delivery, text, "actions", ports)


def _failure(delivery: Delivery, reading: DeliveryRead, ports: ComposePorts) -> Notice:
    failed = reading.delivery(DeliveryId(delivery.about))
    assert failed is not None, "a delivery is never deleted"
    text = (
        f"Not delivered to {failed.sink}: a {failed.kind.value}, after {failed.attempts} attempts. "
        f"See `handrail deliveries list`; `handrail deliveries retry {failed.id}` tries again."
    )
    return _notice(delivery, text, f"conversations/{failed.conversation}", ports)


def _notice(delivery: Delivery, text: str, page: str, ports: ComposePorts) -> Notice:
    link = None if ports.console is None else f"{ports.console.rstrip('/')}/{page}"
    return Notice(ref=delivery.id, kind=delivery.kind, text=text, link=link)


def _message(ref: str, conversation: Conversation) -> Message:
    return next(message for message in conversation.messages if message.id == ref)


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_SUBJECT else flat[: _LONGEST_SUBJECT - 1].rstrip() + "…"
