"""Read handoffs, drafts for the staff, and ratings."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, exists, func, select

from handrail.adapters.sql.action_tables import actions, staff_members
from handrail.adapters.sql.conversations import RECORDS
from handrail.adapters.sql.desk_rows import handoff_of, rating_of, suggestion_of
from handrail.adapters.sql.desk_tables import handoffs, ratings, suggestions
from handrail.adapters.sql.notes import ReadNotes
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.domain.actions.model import StaffId
from handrail.domain.actions.states import FOR_STAFF
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.rating import BAD_TO, Rating
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId, Used
from handrail.domain.handoff.waiting import Waited
from handrail.kernel.errors import VaultUnavailable

OPEN_STATES = sorted(state.value for state in OPEN)
_FOR_STAFF = sorted(state.value for state in FOR_STAFF)

_h = handoffs.c
_HANDOFFS: Select[Any] = select(handoffs, conversations.c.person).join_from(handoffs, conversations)
MOST_URGENT_FIRST = case(
    {priority.value: place for place, priority in enumerate(Priority)}, value=_h.priority
)
BADLY_RATED = select(ratings.c.conversation).where(ratings.c.score <= BAD_TO)
"""Conversations that ended badly."""
PUT_RIGHT = select(suggestions.c.conversation).where(suggestions.c.used == Used.EDITED.value)
"""Conversations in which an agent changed what the assistant had drafted."""
_IS_SIMULATED = exists().where(
    conversations.c.id == _h.conversation, conversations.c.origin.is_not(None)
)


class ReadDesk(ReadNotes):
    """Read what the staff work on through one transaction."""

    def handoff(self, ref: HandoffId) -> Handoff | None:
        """Return a handoff, or None."""
        held = self._first(_HANDOFFS.where(_h.id == ref))
        return None if held is None else handoff_of(held, self._texts)

    def open_handoff_of(self, conversation: ConversationId) -> Handoff | None:
        """Return the handoff of a conversation that waits or is taken, or None."""
        held = self._first(
            _HANDOFFS.where(_h.conversation == conversation, _h.state.in_(OPEN_STATES))
        )
        return None if held is None else handoff_of(held, self._texts)

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
        asked = _HANDOFFS.where(_h.state.in_(sorted(state.value for state in states)))
        if queue is not None:
            asked = asked.where(_h.queue == queue)
        if agent is not None:
            asked = asked.where(_h.agent == agent)
        order = (_h.number.desc(),) if newest_first else (MOST_URGENT_FIRST, _h.number)
        rows = self._connection.execute(asked.order_by(*order).limit(limit))
        return tuple(self._as_far_as_readable(row) for row in rows.all())

    def handoffs_of(self, conversation: ConversationId) -> tuple[Handoff, ...]:
        """Return every handoff of a conversation, oldest first."""
        asked = _HANDOFFS.where(_h.conversation == conversation).order_by(_h.number)
        rows = self._connection.execute(asked).all()
        return tuple(self._as_far_as_readable(row) for row in rows)

    def handoffs_numbered(self, numbers: Sequence[int]) -> tuple[Handoff, ...]:
        """Return handoffs by their numbers, in any order."""
        rows = self._connection.execute(_HANDOFFS.where(_h.number.in_(numbers))).all()
        self._texts.know([row.person for row in rows if row.person is not None])
        return tuple(self._as_far_as_readable(row) for row in rows)

    def count_waiting(self, queue: str, priority: Priority) -> int:
        """Return how many wait in a queue that are as urgent as this or more."""
        urgency = tuple(Priority)
        as_urgent = urgency[: urgency.index(priority) + 1]
        asked = select(func.count()).where(
            _h.state == HandoffState.WAITING.value,
            _h.queue == queue,
            _h.priority.in_([other.value for other in as_urgent]),
            ~_IS_SIMULATED,
        )
        return int(self._connection.execute(asked).scalar_one())

    def waited(self, queue: str, since: datetime, limit: int = 1_000) -> tuple[Waited, ...]:
        """Return how long the newest handoffs of a queue waited, of those that met somebody."""
        rows = self._connection.execute(
            select(_h.requested_at, _h.first_word_at, _h.ended_at)
            .where(_h.queue == queue, _h.requested_at >= since, _h.is_staffed, ~_IS_SIMULATED)
            .order_by(_h.number.desc())
            .limit(limit)
        )
        return tuple(
            Waited(since=asked, answered_at=answered, ended_at=ended)
            for asked, answered, ended in rows
        )

    def desk_versions(self) -> Mapping[tuple[str, str], int]:
        """Return a number for everything that waits for the staff; it grows with each change."""
        asked = select(_h.conversation).where(_h.state.in_(OPEN_STATES))
        told = self.talk_versions(self._connection.execute(asked).scalars().all())
        of_talk = {("conversations", str(ref)): newest for ref, newest in told.items()}
        return {**self.waiting_versions(), **of_talk}

    def waiting_versions(self) -> Mapping[tuple[str, str], int]:
        """Return the version of each open handoff, and of each action that a person decides."""
        a = actions.c
        waiting = select(_h.id, _h.version).where(_h.state.in_(OPEN_STATES))
        deciding = select(a.id, a.version).where(a.state.in_(_FOR_STAFF))
        return {
            (kind, row.id): row.version
            for kind, asked in (("handoffs", waiting), ("actions", deciding))
            for row in self._connection.execute(asked)
        }

    def records_of(self, conversation: ConversationId) -> tuple[TurnRecord, ...]:
        """Return the turn records of a conversation, oldest first."""
        t = turn_records.c
        return self._records(RECORDS.where(t.conversation == conversation).order_by(t.number))

    def suggestion(self, ref: SuggestionId) -> Suggestion | None:
        """Return a draft, or None."""
        held = self._first(
            select(suggestions, conversations.c.person)
            .join_from(suggestions, conversations)
            .where(suggestions.c.id == ref)
        )
        return None if held is None else suggestion_of(held, self._texts)

    def rating(self, conversation: ConversationId) -> Rating | None:
        """Return a customer's rating, or None."""
        held = self._first(
            select(ratings, conversations.c.person)
            .join_from(ratings, conversations)
            .where(ratings.c.conversation == conversation)
        )
        return None if held is None else rating_of(held, self._texts)

    def shown_name(self, staff: StaffId) -> str:
        """Return the name under which customers know one of the staff."""
        s = staff_members.c
        held = self._first(select(s.shown_as).where(s.name == staff))
        return staff if held is None or not held.shown_as else str(held.shown_as)

    def _as_far_as_readable(self, row: Any) -> Handoff:
        """Return a handoff, without its brief where the key to it is missing."""
        try:
            return handoff_of(row, self._texts)
        except VaultUnavailable:
            return handoff_of(row, self._texts, is_closed=True)
