"""How a ticket reads: the brief first, then what was said, then where it came from."""

from handrail.domain.conversation.model import Author, Conversation, Message
from handrail.flow.parcels import Ticket

_LONGEST = 60_000
_WHO = {
    Author.CUSTOMER: "Customer",
    Author.ASSISTANT: "AI assistant",
    Author.AGENT: "Agent",
    Author.SYSTEM: "System",
}


def ticket_text(ticket: Ticket) -> str:
    """Return brief and transcript as plain text; the brief is never what is cut."""
    brief = ticket.brief or f"Handed over: {ticket.handoff.reason.value}."
    head = f"{brief}\n\nTranscript\n\n"
    said = transcript(ticket.conversation)
    room = max(_LONGEST - len(head), 0)
    if len(said) > room:
        said = f"[The beginning is left out here.]\n\n{said[-room:]}"
    return f"{head}{said}\n\n{ours(ticket.ref)}"


def transcript(conversation: Conversation) -> str:
    """Return what was said, in order."""
    return "\n\n".join(message_text(message) for message in conversation.messages)


def message_text(message: Message) -> str:
    """Return one message with who wrote it and when."""
    who = _WHO[message.author] + (f" {message.by}" if message.by else "")
    return f"{who}, {message.at:%Y-%m-%d %H:%M} UTC:\n{message.text}"


def ours(ref: str) -> str:
    """Return the line by which we know again what we sent."""
    return f"Handrail {ref}"


def is_ours(ref: str, text: object) -> bool:
    """Tell whether we sent a text under this reference."""
    return isinstance(text, str) and ours(ref) in text
