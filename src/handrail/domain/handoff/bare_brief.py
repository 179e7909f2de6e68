"""What a person starts with where nothing writes a brief: the customer's own last words."""

from handrail.domain.conversation.model import Author, Conversation, Message
from handrail.domain.handoff.model import Brief, BriefLine, LineSource, Slot, SourceKind

_LAST_MESSAGES = 3


def bare_brief(conversation: Conversation) -> Brief:
    """Return a brief that repeats what the customer wrote last and marks the rest as unknown."""
    said = [m for m in conversation.messages if m.author is Author.CUSTOMER and m.text]
    wants = tuple(map(_in_their_words, said[-_LAST_MESSAGES:]))
    known = {line.slot for line in wants}
    unknown = (BriefLine(slot=s, text="", is_unknown=True) for s in Slot if s not in known)
    return Brief(lines=(*wants, *unknown), writer="bare-1")


def _in_their_words(message: Message) -> BriefLine:
    source = LineSource(kind=SourceKind.MESSAGE, ref=message.id, quote=message.text)
    return BriefLine(slot=Slot.WANTS, text=message.text, sources=(source,))
