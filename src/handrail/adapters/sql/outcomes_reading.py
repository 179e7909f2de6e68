"""Read conversations with all that speaks for or against how they went, many at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal, select

from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.conversations import MESSAGE_COLUMNS, RECORDS, SqlConversations
from handrail.adapters.sql.desk_rows import handoff_of
from handrail.adapters.sql.desk_tables import handoffs, ratings, suggestions
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.named_addresses import joined
from handrail.adapters.sql.outcomes_due import due_conversations
from handrail.adapters.sql.quality_tables import conversation_outcomes, judgements, reviews
from handrail.adapters.sql.review_rows import counted
from handrail.adapters.sql.tables import conversations, messages, turn_records
from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.handoff.suggestion import Used
from handrail.domain.quality.seen import JudgeScore, Seen, SeenAction
from handrail.flow.outcome_ports import Due, Near
from handrail.kernel.errors import VaultUnavailable

_t, _a = turn_records.c, actions.c
_repair = actions.alias("repair")
_MADE_GOOD = exists().where(
    _repair.c.compensates == _a.id, _repair.c.state == ActionState.SUCCEEDED.value
)


def _named(asked: Select[Any], column: Any) -> Select[Any]:
    return asked.where(column.in_(bindparam("refs", expanding=True)))


_OF = {
    "conversations": _named(select(conversations), conversations.c.id),
    "messages": _named(
        select(messages.c.conversation, *MESSAGE_COLUMNS), messages.c.conversation
    ).order_by(messages.c.conversation, messages.c.sequence),
    "records": _named(RECORDS.add_columns(_t.conversation), _t.conversation).order_by(_t.number),
    "ratings": _named(select(ratings.c.conversation, ratings.c.score), ratings.c.conversation),
    "actions": _named(
        select(_a.conversation, _a.name, _a.state, _MADE_GOOD.label("made_good")).where(
            _a.compensates.is_(None)
        ),
        _a.conversation,
    ).order_by(_a.number),
    "handoffs": _named(
        select(handoffs, conversations.c.person).join_from(handoffs, conversations),
        handoffs.c.conversation,
    ).order_by(handoffs.c.number),
    "suggestions": _named(
        select(suggestions.c.conversation, suggestions.c.used).where(
            suggestions.c.used.is_not(None)
        ),
        suggestions.c.conversation,
    ).order_by(suggestions.c.number),
    "reviews": _named(select(reviews), reviews.c.conversation).order_by(reviews.c.number),
    "judgements": _named(
        select(_t.conversation, judgements)
        .join_from(judgements, turn_records)
        .where(func.coalesce(judgements.c.own_work, 0) == 0),  # nobody vouches for themselves
        _t.conversation,
    ).order_by(judgements.c.record, judgements.c.judge, judgements.c.score),
}


class SqlOutcomeReading(SqlConversations):
    """Read through one transaction."""

    def due(
        self, quiet_since: datetime, window: timedelta, after: Due | None, most: int
    ) -> tuple[Due, ...]:
        """Return conversations that are to be judged, in order, after the one given."""
        return due_conversations(self._connection, quiet_since, window, after, most)

    def seen(self, refs: Sequence[ConversationId]) -> tuple[Seen, ...]:
        """Return those of the conversations that can be read; erased ones cannot."""
        found = [one for some in in_parts(refs) for one in self._seen(some)]
        known = {person for one in found for person in one.persons}
        one_with = joined(known, self._connection)
        return tuple(
            replace(one, persons=one.persons.union(*(one_with.get(p, ()) for p in one.persons)))
            for one in found
        )

    def begun(self, persons: Sequence[str], since: datetime, until: datetime) -> tuple[Near, ...]:
        """Return the conversations of people that began between two moments, in order."""
        c = conversations.c
        never = literal(None).label("judged_at")
        asked = select(c.id, c.person, c.opened_at.label("at"), never).where(
            c.opened_at >= since, c.opened_at <= until
        )
        return self._near(asked, persons)

    def ended(self, persons: Sequence[str], since: datetime, until: datetime) -> tuple[Near, ...]:
        """Return the judged conversations of people that ended between two moments, in order."""
        c, o = conversations.c, conversation_outcomes.c
        asked = (
            select(c.id, c.person, o.last_at.label("at"), o.judged_at)
            .join_from(conversations, conversation_outcomes, o.conversation == c.id)
            .where(o.last_at >= since, o.last_at <= until)
        )
        return self._near(asked, persons)

    def _near(self, asked: Select[Any], persons: Sequence[str]) -> tuple[Near, ...]:
        rows = (
            row
            for some in in_parts(persons)
            for row in self._connection.execute(asked.where(conversations.c.person.in_(some)))
        )
        found = [
            Near(
                conversation=ConversationId(row.id),
                person=row.person,
                at=row.at,
                judged_at=row.judged_at,
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda near: (near.at, near.conversation)))

    def _seen(self, refs: Sequence[ConversationId]) -> Iterator[Seen]:
        rows = {
            name: _by_conversation(self._connection.execute(asked, {"refs": refs}))
            for name, asked in _OF.items()
            if name != "conversations"
        }
        held = self._connection.execute(_OF["conversations"], {"refs": refs}).all()
        self._texts.know([row.person for row in held if row.person is not None])
        self._texts.find([of for row in held if (of := self._known_customer(row)) is not None])
        place = {ref: number for number, ref in enumerate(refs)}
        for row in sorted(held, key=lambda row: place[row.id]):
            of_it = {name: found.get(row.id, []) for name, found in rows.items()}
            if (one := self._as_far_as_readable(row, of_it)) is not None:
                yield one

    def _as_far_as_readable(self, held: Any, rows: Mapping[str, list[Any]]) -> Seen | None:
        """Return a conversation; None where it was erased, or its customer's key is missing."""
        try:
            if held.person is not None and self._texts.is_erased(held.person):
                return None
            return self._of_rows(held, rows)
        except VaultUnavailable:
            return None

    def _of_rows(self, held: Any, rows: Mapping[str, list[Any]]) -> Seen:
        records = (self._as_record(row) for row in rows["records"])
        return Seen(
            conversation=self._as_conversation(held, rows["messages"]),
            records=tuple(record for record in records if record is not None),
            persons=self._persons(held),
            is_simulated=held.origin is not None,
            rating=next((row.score for row in rows["ratings"]), None),
            actions=tuple(
                SeenAction(
                    name=row.name, state=ActionState(row.state), is_reversed=bool(row.made_good)
                )
                for row in rows["actions"]
            ),
            handoffs=tuple(  # a brief is read only where somebody came who may have asked again
                handoff_of(row, self._texts, is_closed=row.first_word_at is None)
                for row in rows["handoffs"]
            ),
            drafts=tuple(row.used == Used.EDITED.value for row in rows["suggestions"]),
            verdicts={ref: one.verdict for ref, one in counted(rows["reviews"]).items()},
            judgements=_judgements(rows["judgements"]),
        )

    def _known_customer(self, held: Any) -> str | None:
        """Return who the customer is; None where nobody knows, or the key is missing."""
        try:
            return None if held.person is None else self._customer(held)
        except VaultUnavailable:
            return None

    def _persons(self, held: Any) -> frozenset[str]:
        """Return every id under which the customer is known: a changed vault key gives another."""
        if held.person is None:
            return frozenset()
        customer = self._known_customer(held)
        others = () if customer is None else self._texts.persons_of(customer)
        return frozenset({held.person, *others})


def _by_conversation(rows: Any) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.conversation].append(row)
    return found


def _judgements(rows: Sequence[Any]) -> dict[RecordId, tuple[JudgeScore, ...]]:
    found: dict[RecordId, tuple[JudgeScore, ...]] = {}
    for row in rows:
        one = JudgeScore(judge=row.judge, score=row.score, value=row.value)
        record = RecordId(row.record)
        found[record] = (*found.get(record, ()), one)
    return found
