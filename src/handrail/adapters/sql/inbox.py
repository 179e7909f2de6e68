"""List conversations for the staff: page by page, by keyset, and of those only that fit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select

from handrail.adapters.sql.desk import MOST_URGENT_FIRST, ReadDesk
from handrail.adapters.sql.desk_tables import handoffs
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations, messages
from handrail.adapters.sql.transcripts import Transcripts, opened
from handrail.domain.conversation.model import Author, ConversationId
from handrail.domain.handoff.model import HandoffState
from handrail.flow.inbox_ports import InboxFilter, Listed, ListedPage, Order, Said, View
from handrail.kernel.errors import BadInput, VaultUnavailable

_h, _c, _m = handoffs.c, conversations.c, messages.c
_later = handoffs.alias("later")
_IS_NEWEST = ~exists().where(_later.c.conversation == _h.conversation, _later.c.number > _h.number)
_HANDED = select(_h.number, _h.conversation, MOST_URGENT_FIRST.label("rank")).join_from(
    handoffs, conversations
)
_TALKS = select(_c.id, _c.opened_at, _h.number).select_from(
    conversations.outerjoin(handoffs, and_(_h.conversation == _c.id, _IS_NEWEST))
)

_QUESTIONS = (
    select(_m.conversation, _m.id, _m.text, _c.person)
    .join_from(messages, conversations)
    .where(
        _m.author == Author.CUSTOMER.value, _m.conversation.in_(bindparam("refs", expanding=True))
    )
    .order_by(_m.conversation, _m.sequence)
)


class SqlInbox:
    """Open transactions to look through conversations."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._transcripts = Transcripts()

    @contextmanager
    def looking(self) -> Iterator["LookingThrough"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield LookingThrough(connection, self._store.cipher).through(self._transcripts)


class LookingThrough(ReadDesk):
    """Look through conversations in one transaction."""

    _transcripts: Transcripts

    def through(self, transcripts: Transcripts) -> "LookingThrough":
        """Look through what is remembered of what was said."""
        self._transcripts = transcripts
        return self

    def said(self, words: Sequence[str], limit: int) -> Said:
        """Return conversations that hold every word, whose id it is, or whose customer's id."""
        found = self._transcripts.find(words, limit, self._connection, self._texts)
        theirs = [ref for ref in self._of_customer(words, limit) if ref not in set(found.refs)]
        return Said(refs=(*found.refs, *theirs), is_cut=found.is_cut)

    def listed(self, wanted: InboxFilter, after: str | None, limit: int) -> ListedPage:
        """Return one page of the conversations that were handed over; raises BadInput."""
        asked = _HANDED.where(*_fits(wanted))
        if wanted.view not in {View.WAITING, View.MINE, View.OTHERS}:
            asked = asked.where(_IS_NEWEST)
        rows = self._connection.execute(_page_of(asked, wanted.order, after).limit(limit + 1)).all()
        keys = [(row.conversation, row.number) for row in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return ListedPage(
            rows=self._read(keys), next=None if last is None else f"{last.rank}.{last.number}"
        )

    def found(
        self,
        refs: Sequence[ConversationId],
        wanted: InboxFilter,
        after: str | None,
        limit: int,
    ) -> ListedPage:
        """Return one page of these conversations, the newest first; raises BadInput."""
        rows: list[Any] = []
        for some in in_parts(refs):
            rows += self._connection.execute(_TALKS.where(_c.id.in_(some), *_fits(wanted))).all()
        ordered = sorted(((row.opened_at, row.id, row.number) for row in rows), reverse=True)
        if after is not None:
            begun, _, ref = after.partition("~")
            ordered = [key for key in ordered if key[:2] < (_moment(begun), ref)]
        keys = [(ref, number) for _, ref, number in ordered[:limit]]
        last = ordered[limit - 1] if len(ordered) > limit else None
        place = None if last is None else f"{last[0].isoformat()}~{last[1]}"
        return ListedPage(rows=self._read(keys), next=place)

    def _of_customer(self, words: Sequence[str], limit: int) -> list[ConversationId]:
        """Return the conversations of the customer whose id this is, in any case of letters."""
        if len(words) != 1:
            return []
        try:
            known = self._texts.persons_of(words[0])
        except VaultUnavailable:
            return []
        asked = select(_c.id).where(_c.person.in_(known)).order_by(_c.opened_at.desc())
        return list(self._connection.execute(asked.limit(limit)).scalars())

    def _read(self, keys: Sequence[tuple[str, int | None]]) -> tuple[Listed, ...]:
        numbers = [number for _, number in keys if number is not None]
        taken = {h.conversation: h for h in self.handoffs_numbered(numbers)}
        rows = self._connection.execute(
            select(conversations).where(_c.id.in_([ref for ref, _ in keys]))
        )
        talks = {row.id: self._as_conversation(row, (), is_closed=True) for row in rows.all()}
        briefed = {ref for ref, handoff in taken.items() if handoff.brief is not None}
        asked = self._asked_last([ref for ref in talks if ref not in briefed])
        return tuple(
            Listed(
                conversation=talks[ref],
                handoff=taken.get(ConversationId(ref)),
                asked=asked.get(ref, ""),
            )
            for ref, _ in keys
        )

    def _asked_last(self, refs: Sequence[str]) -> dict[str, str]:
        """Return what the customer of each conversation wrote last, as far as it can be read."""
        rows = self._connection.execute(_QUESTIONS, {"refs": refs}).all() if refs else []
        last = {row.conversation: row for row in rows}
        self._texts.know([row.person for row in last.values() if row.person is not None])
        return {ref: opened(self._texts, row.person, row.text, row.id) for ref, row in last.items()}


def _fits(wanted: InboxFilter) -> Iterator[ColumnElement[bool]]:
    yield from _stands(wanted)
    if wanted.queues is not None:
        yield _h.queue.in_(sorted(wanted.queues))
    for column, value in (
        (_h.reason, wanted.reason),
        (_h.priority, wanted.priority),
        (_h.language, wanted.language),
        (_c.channel, wanted.channel),
    ):
        if value is not None:
            yield column == str(value)


def _stands(wanted: InboxFilter) -> Iterator[ColumnElement[bool]]:
    match wanted.view:
        case View.WAITING | View.RETURNED | View.CLOSED:
            yield _h.state == wanted.view.value
        case View.MINE:
            yield and_(_h.state == HandoffState.TAKEN.value, _h.agent == wanted.me)
        case View.OTHERS:
            yield and_(_h.state == HandoffState.TAKEN.value, _h.agent != wanted.me)
        case View.ALL:
            return
        case other:
            assert_never(other)


def _page_of(asked: Select[Any], order: Order, after: str | None) -> Select[Any]:
    rank, number = _place(after)
    urgency = MOST_URGENT_FIRST
    match order:
        case Order.URGENT:
            same = and_(urgency == rank, _h.number > number)
            later = or_(urgency > rank, same)
            asked = asked.order_by(urgency, _h.number)
        case Order.WAITING:
            later = _h.number > number
            asked = asked.order_by(_h.number)
        case Order.NEWEST:
            later = _h.number < number
            asked = asked.order_by(_h.number.desc())
        case other:
            assert_never(other)
    return asked if after is None else asked.where(later)


def _place(after: str | None) -> tuple[int, int]:
    rank, _, number = (after or "0.0").partition(".")
    try:
        return int(rank), int(number)
    except ValueError as error:
        raise _no_such_place() from error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_such_place() from error
    if found.tzinfo is None:
        raise _no_such_place()
    return found


def _no_such_place() -> BadInput:
    return BadInput("This list has no such place.", hint="Begin at its top.")
