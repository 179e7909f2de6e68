"""Read what the staff tell each other in a conversation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from handrail.adapters.sql.conversations import SqlConversations
from handrail.adapters.sql.desk_tables import handoffs, staff_notes
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.tables import conversations
from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.note import NoteId, StaffNote

_n, _h = staff_notes.c, handoffs.c


class ReadNotes(SqlConversations):
    """Read notes through one transaction."""

    def notes_of(self, conversation: ConversationId) -> tuple[StaffNote, ...]:
        """Return the notes of a conversation, oldest first; those of an erased customer are empty.

        Notes are no part of the conversation that customers, models and helpdesks are given.
        """
        asked = (
            select(staff_notes, conversations.c.person)
            .join_from(staff_notes, conversations)
            .where(_n.conversation == conversation)
            .order_by(_n.number)
        )
        return tuple(_note_of(row, self._texts) for row in self._connection.execute(asked).all())

    def talk_versions(self, refs: Sequence[ConversationId]) -> dict[ConversationId, int]:
        """Return a number for each conversation that grows with all that the staff see of it."""
        found = self.newest_events(refs)
        for asked in (
            select(_n.conversation, func.count()).group_by(_n.conversation),
            select(_h.conversation, func.sum(_h.version)).group_by(_h.conversation),
        ):
            column = asked.selected_columns[0]
            for some in in_parts(refs):
                for ref, grown in self._connection.execute(asked.where(column.in_(some))):
                    if grown:
                        found[ref] = found.get(ref, 0) + int(grown)
        return found


def note_row(note: StaffNote, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a note as a row."""
    return {
        "id": note.id,
        "conversation": note.conversation,
        "by": note.by,
        "at": note.at,
        "text": texts.seal(person, note.text, note.id) if note.text else "",
        "after": note.after,
        "to": note.to,
        "queue": note.queue,
    }


def _note_of(row: Any, texts: SealedText) -> StaffNote:
    return StaffNote(
        id=NoteId(row.id),
        conversation=row.conversation,
        by=StaffId(row.by),
        at=row.at,
        text=(texts.open(row.person, row.text, row.id) or "") if row.text else "",
        after=row.after,
        to=None if row.to is None else StaffId(row.to),
        queue=row.queue,
    )
