"""What the staff tell each other in a conversation; no customer and no model ever reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId

NoteId = NewType("NoteId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNote:
    """Hold what one of the staff wrote for their colleagues, or to whom they passed it on."""

    id: NoteId
    conversation: ConversationId
    by: StaffId
    at: datetime
    text: str
    """Empty where it was passed on without a word, or its customer was erased."""
    after: int = 0
    """Number of the newest event of the conversation when it was written."""
    to: StaffId | None = None
    """The colleague to whom the conversation was passed on with it."""
    queue: str | None = None
    """The queue into which it was put with it."""


def note_as_json(note: StaffNote) -> dict[str, object]:
    """Return a note as the staff's programs see it."""
    return {
        "id": note.id,
        "by": note.by,
        "at": note.at.isoformat(),
        "text": note.text,
        "to": note.to,
        "queue": note.queue,
    }
