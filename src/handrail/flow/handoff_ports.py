"""What is asked of the database about handoffs, drafts for the staff, and ratings."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.model import Role, StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    Event,
    Message,
    MessageId,
)
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId
from handrail.domain.handoff.waiting import Waited
from handrail.flow.brief_ports import BriefRead
from handrail.kernel.canonical import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentWords:
    """Hold what one of the staff says, under the name that the customer is told."""

    id: MessageId
    text: str
    by: str
    at: datetime

    def as_message(self, conversation: ConversationId, sequence: int) -> Message:
        """Return them as a message of a conversation."""
        return Message(
            id=self.id,
            conversation=conversation,
            sequence=sequence,
            author=Author.AGENT,
            text=storable(self.text),
            at=self.at,
            by=self.by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Hold one of the staff as their colleagues see them."""

    staff: StaffId
    role: Role
    is_away: bool
    """They said so, or they use the console and nobody is logged in there under their name."""
    said_so: bool = False


class HandoffRead(BriefRead, Protocol):
    """Read handoffs, drafts and ratings from a consistent state of the database."""

    def handoff(self, ref: HandoffId) -> Handoff | None:
        """Return a handoff, or None."""
        ...

    def open_handoff_of(self, conversation: ConversationId) -> Handoff | None:
        """Return the handoff of a conversation that waits or is taken, or None."""
        ...

    def handoffs(
        self,
        states: Set[HandoffState],
        *,
        queue: str | None = None,
        agent: StaffId | None = None,
        limit: int = 200,
        newest_first: bool = False,
    ) -> tuple[Handoff, ...]:
        """Return handoffs in these states, the most urgent first, then the longest waiting."""
        ...

    def handoffs_of(self, conversation: ConversationId) -> tuple[Handoff, ...]:
        """Return every handoff of a conversation, oldest first."""
        ...

    def count_waiting(self, queue: str, priority: Priority) -> int:
        """Return how many wait in a queue that are as urgent as this or more."""
        ...

    def waited(self, queue: str, since: datetime, limit: int = 1_000) -> tuple[Waited, ...]:
        """Return how long the newest handoffs of a queue waited, of those that met somebody."""
        ...

    def desk_versions(self) -> Mapping[tuple[str, str], int]:
        """Return a number for everything that waits for the staff; it grows with each change.

        By what it is and its id: `waiting_versions`, and the `conversations` of open handoffs.
        """
        ...

    def waiting_versions(self) -> Mapping[tuple[str, str], int]:
        """Return the versions of open `handoffs`, and of `actions` that a person has to decide."""
        ...

    def notes_of(self, conversation: ConversationId) -> tuple[StaffNote, ...]:
        """Return what the staff told each other in a conversation, oldest first."""
        ...

    def talk_versions(self, refs: Sequence[ConversationId]) -> Mapping[ConversationId, int]:
        """Return a number for each conversation that grows with all that the staff see of it."""
        ...

    def colleagues(self, now: datetime, seen_since: datetime) -> tuple[Colleague, ...]:
        """Return who works here by name; a login that was last seen before then has ended."""
        ...

    def records_of(self, conversation: ConversationId) -> tuple[TurnRecord, ...]:
        """Return the turn records of a conversation, oldest first."""
        ...

    def suggestion(self, ref: SuggestionId) -> Suggestion | None:
        """Return a draft, or None."""
        ...

    def rating(self, conversation: ConversationId) -> Rating | None:
        """Return a customer's rating, or None."""
        ...

    def shown_name(self, staff: StaffId) -> str:
        """Return the name under which customers know one of the staff."""
        ...


class HandoffWritten(Protocol):
    """Change handoffs, drafts and ratings; every change says why."""

    def hold_conversation(self, ref: ConversationId) -> Conversation:
        """Lock a conversation until the end and return it as it is now; raises NotFound.

        Whoever else is about to change it conflicts, or waits and sees what was done.
        """
        ...

    def move_conversation(
        self, conversation: Conversation, entry: AuditEntry, events: Sequence[Event] = ()
    ) -> Conversation:
        """Store the state of a conversation and return it at the next version.

        Raises Conflict where it has moved on from `conversation.version`.
        """
        ...

    def tell_of(self, conversation: ConversationId, events: Sequence[Event]) -> None:
        """Store events of a conversation; the change that they tell of has its entry."""
        ...

    def add_handoff(self, handoff: Handoff, entry: AuditEntry) -> None:
        """Store a new handoff; raises Conflict where the conversation has an open one."""
        ...

    def move_handoff(self, handoff: Handoff, entry: AuditEntry) -> Handoff:
        """Store a handoff that was at `handoff.version` and return it at the next one.

        Raises NotFound, and Conflict where the row has another version.
        """
        ...

    def save_agent_message(
        self,
        conversation: Conversation,
        words: AgentWords,
        entry: AuditEntry,
        events: Sequence[Event] = (),
    ) -> Message:
        """Store what one of the staff says, with the state of the conversation.

        Raises Conflict where it has moved on from `conversation.version`.
        """
        ...

    def add_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        """Store a draft."""
        ...

    def add_note(self, note: StaffNote, entry: AuditEntry) -> None:
        """Store a note; raises NotFound where there is no such conversation."""
        ...

    def use_suggestion(self, suggestion: Suggestion, entry: AuditEntry) -> None:
        """Note which message came of a draft; raises NotFound."""
        ...

    def keep_away(self, staff: StaffId, since: datetime | None, entry: AuditEntry) -> None:
        """Note since when one of the staff is away; None: they are there."""
        ...

    def save_rating(self, rating: Rating, entry: AuditEntry, events: Sequence[Event] = ()) -> None:
        """Store a customer's rating in the place of an earlier one."""
        ...
