"""The desk's part of the store that tests use instead: handoffs, drafts and ratings in memory."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    Event,
    Message,
)
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId
from handrail.domain.handoff.waiting import Waited
from handrail.flow.handoff_ports import AgentWords, Colleague
from handrail.kernel.errors import Conflict, NotFound
from tests.fake_state import FakeState


class FakeDeskReading:
    """Read what the desk keeps."""

    _state: FakeState

    def handoff(self, ref: HandoffId) -> Handoff | None:
        return self._state.handoffs.get(ref)

    def open_handoff_of(self, conversation: ConversationId) -> Handoff | None:
        mine = (h for h in self.handoffs_of(conversation) if h.state in OPEN)
        return next(mine, None)

    def handoffs(
        self,
        states: Set[HandoffState],
        *,
        queue: str | None = None,
        agent: StaffId | None = None,
        limit: int = 200,
        newest_first: bool = False,
    ) -> tuple[Handoff, ...]:
        found = [
            held
            for held in self._state.handoffs.values()
            if held.state in states and queue in (None, held.queue) and agent in (None, held.agent)
        ]
        if newest_first:
            return tuple(found[::-1][:limit])
        urgency = tuple(Priority)
        return tuple(sorted(found, key=lambda held: urgency.index(held.priority))[:limit])

    def handoffs_of(self, conversation: ConversationId) -> tuple[Handoff, ...]:
        return tuple(h for h in self._state.handoffs.values() if h.conversation == conversation)

    def count_waiting(self, queue: str, priority: Priority) -> int:
        urgency = tuple(Priority)
        return sum(
            urgency.index(held.priority) <= urgency.index(priority)
            for held in self.handoffs(frozenset({HandoffState.WAITING}), queue=queue)
        )

    def waited(self, queue: str, since: datetime, limit: int = 1_000) -> tuple[Waited, ...]:
        newest = reversed(self._state.handoffs.values())
        return tuple(
            Waited(since=h.requested_at, answered_at=h.first_word_at, ended_at=h.ended_at)
            for h in newest
            if h.queue == queue and h.requested_at >= since and h.is_staffed
        )[:limit]

    def desk_versions(self) -> Mapping[tuple[str, str], int]:
        mine = tuple(held.conversation for held in self.handoffs(OPEN))
        of_talk = {("conversations", str(r)): n for r, n in self.talk_versions(mine).items()}
        return {**self.waiting_versions(), **of_talk}

    def waiting_versions(self) -> Mapping[tuple[str, str], int]:
        return {("handoffs", held.id): held.version for held in self.handoffs(OPEN)}

    def notes_of(self, conversation: ConversationId) -> tuple[StaffNote, ...]:
        return tuple(n for n in self._state.notes if n.conversation == conversation)

    def talk_versions(self, refs: Sequence[ConversationId]) -> Mapping[ConversationId, int]:
        told = {ref: event.sequence for ref, event in self._state.events}
        grown = {
            ref: told.get(ref, 0)
            + len(self.notes_of(ref))
            + sum(held.version for held in self.handoffs_of(ref))
            for ref in refs
        }
        return {ref: number for ref, number in grown.items() if number or ref in told}

    def colleagues(self, _now: datetime, _seen_since: datetime) -> tuple[Colleague, ...]:
        away = self._state.away
        return tuple(
            Colleague(staff=name, role=role, is_away=name in away, said_so=name in away)
            for name, role in sorted(self._state.roll.items())
        )

    def records_of(self, conversation: ConversationId) -> tuple[TurnRecord, ...]:
        return tuple(r for r in self._state.records.values() if r.conversation == conversation)

    def suggestion(self, ref: SuggestionId) -> Suggestion | None:
        return self._state.suggestions.get(ref)

    def rating(self, conversation: ConversationId) -> Rating | None:
        return self._state.ratings.get(conversation)

    def shown_name(self, staff: StaffId) -> str:
        return self._state.shown_names.get(staff, staff)


class FakeDeskWriting(FakeDeskReading):
    """Change what the desk keeps."""

    def show_staff_as(self, name: StaffId, shown_as: str, entry: AuditEntry) -> None:
        self._state.shown_names[name] = shown_as
        self._state.entries.append(entry)

    def hold_conversation(self, ref: ConversationId) -> Conversation:
        held = self._state.conversations.get(ref)
        if held is None:
            raise NotFound(f"There is no conversation {ref!r}.")
        return held

    def move_conversation(
        self, conversation: Conversation, entry: AuditEntry, events: Sequence[Event] = ()
    ) -> Conversation:
        moved = self._moved(conversation)
        self._tell(conversation.id, events)
        self._state.entries.append(entry)
        return moved

    def add_handoff(self, handoff: Handoff, entry: AuditEntry) -> None:
        self.hold_conversation(handoff.conversation)
        if handoff.state in OPEN and self.open_handoff_of(handoff.conversation) is not None:
            raise Conflict(f"Conversation {handoff.conversation} has an open handoff.")
        self._state.handoffs[handoff.id] = handoff
        self._state.entries.append(entry)

    def move_handoff(self, handoff: Handoff, entry: AuditEntry) -> Handoff:
        held = self._state.handoffs.get(handoff.id)
        if held is None:
            raise NotFound(f"There is no handoff {handoff.id!r}.")
        if held.version != handoff.version:
            raise Conflict(f"Handoff {handoff.id} has moved on.")
        moved = replace(handoff, version=handoff.version + 1)
        self._state.handoffs[handoff.id] = moved
        self._state.entries.append(entry)
        return moved

    def save_agent_message(
        self,
        conversation: Conversation,
        words: AgentWords,
        entry: AuditEntry,
        events: Sequence[Event] = (),
    ) -> Message:
        moved = self._moved(conversation)
        said = words.as_message(conversation.id, len(moved.messages) + 1)
        self._state.conversations[moved.id] = replace(moved, messages=(*moved.messages, said))
        self._tell(conversation.id, events)
        self._state.entries.append(entry)
        return said

    def add_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        self.hold_conversation(suggestion.conversation)
        self._state.suggestions[suggestion.id] = suggestion
        self._state.entries.append(entry)

    def add_note(self, note: StaffNote, entry: AuditEntry) -> None:
        self.hold_conversation(note.conversation)
        self._state.notes.append(note)
        self._state.entries.append(entry)

    def keep_away(self, staff: StaffId, since: datetime | None, entry: AuditEntry) -> None:
        self._state.away.discard(staff)
        if since is not None:
            self._state.away.add(staff)
        self._state.entries.append(entry)

    def use_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        if suggestion.id not in self._state.suggestions:
            raise NotFound(f"There is no draft {suggestion.id!r}.")
        self._state.suggestions[suggestion.id] = suggestion
        self._state.entries.append(entry)

    def save_rating(self, rating: Rating, entry: AuditEntry, events: Sequence[Event] = ()) -> None:
        self.hold_conversation(rating.conversation)
        self._state.ratings[rating.conversation] = rating
        self._tell(rating.conversation, events)
        self._state.entries.append(entry)

    def tell_of(self, ref: ConversationId, events: Sequence[Event]) -> None:
        self._tell(ref, events)

    def _moved(self, conversation: Conversation) -> Conversation:
        held = self.hold_conversation(conversation.id)
        if held.version != conversation.version:
            raise Conflict(f"Conversation {conversation.id} has moved on.")
        moved = replace(held, state=conversation.state, version=held.version + 1)
        self._state.conversations[held.id] = moved
        return moved

    def _tell(self, ref: ConversationId, events: Sequence[Event]) -> None:
        raise NotImplementedError
