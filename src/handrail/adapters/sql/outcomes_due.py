"""Which conversations are to be judged? One statement, whatever the reason."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, union

from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.desk_tables import ratings
from handrail.adapters.sql.quality_tables import conversation_outcomes, judgements, reviews
from handrail.adapters.sql.tables import (
    conversations,
    messages,
    person_addresses,
    persons,
    turn_records,
)
from handrail.domain.conversation.model import ConversationId, ConversationState
from handrail.flow.outcome_ports import Due

_c, _o, _m = conversations.c, conversation_outcomes.c, messages.c
_pa = person_addresses.c
_later = conversations.alias("later")
_TAKEN_UP = timedelta(days=7)
"""A run that was broken off is taken up again within these."""
_NEWEST = select(func.max(_o.judged_at))
_BEGINNING = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


def due_conversations(
    connection: Connection,
    quiet_since: datetime,
    window: timedelta,
    after: Due | None,
    most: int,
) -> tuple[Due, ...]:
    """Return conversations that are to be judged, in order of time, after the one given."""
    newest = connection.execute(_NEWEST).scalar()
    since = _BEGINNING if newest is None else newest - _TAKEN_UP
    far_back = since if newest is None else since - window
    refs = union(_went_on(quiet_since), *_known_better(since), *_came_back(far_back)).subquery()
    asked = (
        select(_c.id, _c.opened_at)
        .where(_c.id.in_(select(refs.c.id)))
        .order_by(_c.opened_at, _c.id)
        .limit(most)
    )
    if after is not None:
        at_once = and_(_c.opened_at == after.opened_at, _c.id > after.conversation)
        asked = asked.where(or_(_c.opened_at > after.opened_at, at_once))
    return tuple(
        Due(opened_at=row.opened_at, conversation=ConversationId(row.id))
        for row in connection.execute(asked)
    )


def _went_on(quiet_since: datetime) -> Select[Any]:
    """Select those that were never judged or went on since, and are over; not erased ones."""
    moved = (
        select(_c.id, _c.state, _c.person)
        .outerjoin_from(conversations, conversation_outcomes, _o.conversation == _c.id)
        .where(or_(_o.conversation.is_(None), _o.version != _c.version))
        .cte("moved")
        .prefix_with("MATERIALIZED")  # few, and only of these the messages are looked at
    )
    in_it = _m.conversation == moved.c.id
    is_over = or_(
        moved.c.state == ConversationState.CLOSED.value,
        ~exists().where(in_it, _m.at > quiet_since),
    )
    return (
        select(moved.c.id)
        .outerjoin_from(moved, persons, persons.c.id == moved.c.person)
        .where(persons.c.erased_at.is_(None), exists().where(in_it), is_over)
    )


def _known_better(since: datetime) -> tuple[Select[Any], ...]:
    """Select those that somebody rated, reviewed, scored or settled something of meanwhile."""
    judged = select(_o.conversation.label("id"))
    scored = and_(judgements.c.at > since, judgements.c.at > _o.judged_at)
    return (
        judged.join(ratings, ratings.c.conversation == _o.conversation).where(
            ratings.c.at > _o.judged_at
        ),
        judged.join(reviews, reviews.c.conversation == _o.conversation).where(
            reviews.c.at > _o.judged_at
        ),
        judged.join(actions, actions.c.conversation == _o.conversation).where(
            actions.c.settled_at > _o.judged_at
        ),
        judged.join(turn_records, turn_records.c.conversation == _o.conversation)
        .join(judgements, judgements.c.record == turn_records.c.id)
        .where(scored),
    )


def _came_back(since: datetime) -> tuple[Select[Any], ...]:
    """Select those after which their customer began another conversation meanwhile."""
    judged = select(_o.conversation.label("id")).join(conversations, _c.id == _o.conversation)
    another = (
        judged.join(_later, _later.c.person == _c.person),
        judged.join(person_addresses, _pa.person == _c.person).join(
            _later, _later.c.person == _pa.address
        ),
        judged.join(person_addresses, _pa.address == _c.person).join(
            _later, _later.c.person == _pa.person
        ),
    )
    return tuple(
        asked.where(_o.last_at > since, _later.c.opened_at > _o.last_at).where(
            _later.c.opened_at > _o.judged_at
        )
        for asked in another
    )
