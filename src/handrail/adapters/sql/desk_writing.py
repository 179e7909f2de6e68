"""Change who has the word in a conversation, and write down what the staff say and customers rate.

Whoever changes a conversation moves its version, so that a reply which the assistant was writing
for an earlier one conflicts. Locks are taken in one order: the conversation before its handoff.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import bindparam, delete, func, select, update

from handrail.adapters.sql.desk_rows import handoff_row, rating_row, suggestion_row
from handrail.adapters.sql.desk_tables import handoffs, ratings, staff_notes, suggestions
from handrail.adapters.sql.notes import note_row
from handrail.adapters.sql.noting import Noting
from handrail.adapters.sql.tables import conversations, messages
from handrail.adapters.sql.turn_rows import message_row
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    Event,
    Message,
)
from handrail.domain.handoff.model import Handoff
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Suggestion
from handrail.flow.handoff_ports import AgentWords
from handrail.kernel.errors import Conflict, NotFound

_LAST_MESSAGE = select(func.coalesce(func.max(messages.c.sequence), 0)).where(
    messages.c.conversation == bindparam("ref")
)
_MOVED_ON = (
    update(conversations)
    .where(conversations.c.id == bindparam("ref"), conversations.c.version == bindparam("seen"))
    .returning(conversations.c.person)
)
_NEVER_CHANGED = frozenset({"id", "conversation", "reason", "requested_at", "language"})


class WriteDesk(Noting):
    """Change conversations and their handoffs through one transaction."""

    def hold_conversation(self, ref: ConversationId) -> Conversation:
        """Lock a conversation until the end and return it as it is now; raises NotFound."""
        held = self._first(select(conversations).where(conversations.c.id == ref).with_for_update())
        if held is None:
            raise NotFound(f"There is no conversation {ref!r}.")
        return self._with_messages(held)

    def move_conversation(
        self, conversation: Conversation, entry: AuditEntry, events: Sequence[Event] = ()
    ) -> Conversation:
        """Store the state of a conversation and return it at the next version."""
        person = self._move_on(conversation)
        self._tell(conversation.id, events, person)
        self._note(entry)
        return replace(conversation, version=conversation.version + 1)

    def add_handoff(self, handoff: Handoff, entry: AuditEntry) -> None:
        """Store a new handoff; raises Conflict where the conversation has an open one."""
        person = self._person_of(handoff.conversation)
        self._put(handoffs, **handoff_row(handoff, person, self._texts))
        self._note(entry)

    def move_handoff(self, handoff: Handoff, entry: AuditEntry) -> Handoff:
        """Store a handoff that was at `handoff.version` and return it at the next one."""
        moved = replace(handoff, version=handoff.version + 1)
        row = handoff_row(moved, self._person_of(handoff.conversation), self._texts)
        kept = {name: value for name, value in row.items() if name not in _NEVER_CHANGED}
        self._replace(handoffs, handoff.id, handoff.version, kept)
        self._note(entry)
        return moved

    def save_agent_message(
        self,
        conversation: Conversation,
        words: AgentWords,
        entry: AuditEntry,
        events: Sequence[Event] = (),
    ) -> Message:
        """Store what one of the staff says, with the state of the conversation."""
        person = self._move_on(conversation)
        said = words.as_message(conversation.id, self._last_message(conversation.id) + 1)
        self._put(messages, **message_row(said, person, self._texts))
        self._tell(conversation.id, events, person)
        self._note(entry)
        return said

    def add_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        """Store a draft."""
        person = self._person_of(suggestion.conversation)
        self._put(suggestions, **suggestion_row(suggestion, person, self._texts))
        self._note(entry)

    def add_note(self, note: StaffNote, entry: AuditEntry) -> None:
        """Store a note; raises NotFound where there is no such conversation."""
        person = self._person_of(note.conversation)
        self._put(staff_notes, **note_row(note, person, self._texts))
        self._note(entry)

    def use_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        """Note which message came of a draft; raises NotFound."""
        used = None if suggestion.used is None else suggestion.used.value
        changed = self._connection.execute(
            update(suggestions).where(suggestions.c.id == suggestion.id),
            {"message": suggestion.message, "used": used},
        )
        if changed.rowcount != 1:
            raise NotFound(f"There is no draft {suggestion.id!r}.")
        self._note(entry)

    def save_rating(self, rating: Rating, entry: AuditEntry, events: Sequence[Event] = ()) -> None:
        """Store a customer's rating in the place of an earlier one."""
        person = self._person_of(rating.conversation)
        self._connection.execute(
            delete(ratings).where(ratings.c.conversation == rating.conversation)
        )
        self._put(ratings, **rating_row(rating, person, self._texts))
        self.tell_of(rating.conversation, events)
        self._note(entry)

    def _person_of(self, ref: ConversationId) -> str | None:
        c = conversations.c
        held = self._first(select(c.person).where(c.id == ref))
        if held is None:
            raise NotFound(f"There is no conversation {ref!r}.")
        return cast("str | None", held.person)

    def _last_message(self, ref: ConversationId) -> int:
        return int(self._connection.execute(_LAST_MESSAGE, {"ref": ref}).scalar_one())

    def _move_on(self, conversation: Conversation) -> str | None:
        """Return the person whose conversation it is, None where nobody knows."""
        c = conversations.c
        moved: Any = self._connection.execute(
            _MOVED_ON,
            {
                "ref": conversation.id,
                "seen": conversation.version,
                "state": conversation.state.value,
                "version": conversation.version + 1,
            },
        ).first()
        if moved is not None:
            return cast("str | None", moved.person)
        if self._first(select(c.id).where(c.id == conversation.id)) is None:
            raise NotFound(f"No conversation {conversation.id!r} exists.")
        raise Conflict(
            f"Conversation {conversation.id} has moved on.", hint="Read it and try again."
        )
