"""Erase a person from the database, and what the database keeps of deleted rows from the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, Update, delete, func, select, text, update

from handrail.adapters.sql.action_rows import action_of
from handrail.adapters.sql.action_tables import actions, customer_sessions
from handrail.adapters.sql.desk import OPEN_STATES
from handrail.adapters.sql.desk_tables import (
    handoffs,
    mail_threads,
    ratings,
    staff_notes,
    suggestions,
)
from handrail.adapters.sql.named_addresses import addresses_with_mail, forget_addresses
from handrail.adapters.sql.quality_tables import reviews, turn_bases
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import (
    conversations,
    events,
    idempotency_keys,
    messages,
    model_spending,
    person_addresses,
    persons,
    turn_records,
)
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import UNSETTLED, WAITING
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationState
from handrail.domain.handoff.model import HandoffState
from handrail.flow.erase_customer import Erased
from handrail.kernel.errors import Conflict, StorageUnavailable

_CANCELLED = WAITING | {ActionState.APPROVED}
_TOUCHED = (
    persons,
    person_addresses,
    actions,
    customer_sessions,
    conversations,
    messages,
    turn_records,
    turn_bases,
    reviews,
    events,
    idempotency_keys,
    model_spending,
    handoffs,
    suggestions,
    staff_notes,
    ratings,
    mail_threads,
)
_IN_BACKUPS = (
    "Backups and replicas made before hold the texts encrypted, and the customer's wrapped key: "
    "whoever has both and the vault's key can read them until you change and destroy that key."
)
_IN_PG_WAL = (
    "The server's write-ahead log holds the same until its segments are recycled; archived "
    "segments hold it for as long as you keep them."
)


class SqlEraseStore:
    """Open the erasing transaction, and take away what is left of it on the disk."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def erasing(self) -> Iterator["SqlErasing"]:
        """Open a writing transaction; on SQLite what it deletes is overwritten with zeros."""
        with self._store.writing_connection() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            yield SqlErasing(connection, self._store.cipher, self._store.known)

    def compact(self) -> Sequence[str]:
        """Write the touched tables anew; return what is left elsewhere, in an operator's words."""
        with self._store.bare_connection() as connection:
            if connection.dialect.name == "sqlite":
                _compact_sqlite(connection)
                return (_IN_BACKUPS,)
            return (*_compact_postgresql(connection), _IN_BACKUPS)


def _compact_sqlite(connection: Connection) -> None:
    """Move the log into the file, write the file anew, and empty the log."""
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"):
        connection.exec_driver_sql(statement)
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise StorageUnavailable(
            "The customer is erased, but a reader keeps the write-ahead log from being emptied.",
            hint="Stop other Handrail processes and run the command again.",
        )


def _compact_postgresql(connection: Connection) -> Iterator[str]:
    """Write the tables anew and let go of their old files; what the log holds stays for a while."""
    connection.execute(text("SET statement_timeout = 0"))
    for table in _TOUCHED:
        connection.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))
    connection.execute(text("RESET statement_timeout"))
    try:
        for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
            connection.execute(text(statement))
    except StorageUnavailable:
        yield "This user may not switch the server's write-ahead log: ask its administrator."
    yield _IN_PG_WAL


class SqlErasing(SqlWriting):
    """Take away what concerns a customer, in one transaction."""

    def persons_of(self, customer: str) -> Sequence[str]:
        """Return the random ids under which a customer is known."""
        return self._texts.persons_of(customer)

    def count(self, person: str) -> Erased:
        """Return what there is of a person."""
        return Erased(
            conversations=self._counted(conversations, conversations.c.person == person),
            messages=self._counted(messages, messages.c.conversation.in_(_theirs(person))),
            records=self._counted(turn_records, turn_records.c.conversation.in_(_theirs(person))),
            events=self._counted(events, events.c.conversation.in_(_theirs(person))),
        )

    def addresses_with_mail(self, person: str) -> int:
        """Return from how many addresses that were named for a person somebody wrote."""
        return addresses_with_mail(person, self._connection)

    def erase(self, person: str, at: datetime, entry: AuditEntry) -> None:
        """Destroy the person's key and blank everything that was sealed with it."""
        self._stop_actions(person, at)
        theirs = _theirs(person)
        for statement in (
            update(actions).where(actions.c.person == person).values(private="", why=None),
            delete(customer_sessions).where(customer_sessions.c.conversation.in_(theirs)),
            update(messages).where(messages.c.conversation.in_(theirs)).values(text=""),
            delete(idempotency_keys).where(idempotency_keys.c.conversation.in_(theirs)),
            update(turn_records).where(turn_records.c.conversation.in_(theirs)).values(document=""),
            update(turn_bases).where(turn_bases.c.conversation.in_(theirs)).values(document=""),
            update(reviews)
            .where(reviews.c.conversation.in_(theirs))
            .values(answer=None, note=None),
            delete(events).where(events.c.conversation.in_(theirs)),
            *_of_the_desk(theirs, at),
            update(conversations)
            .where(conversations.c.person == person)
            .values(
                customer=None,
                token_digest=None,
                state=ConversationState.CLOSED.value,
                version=conversations.c.version + 1,
            ),
            update(persons)
            .where(persons.c.id == person)
            .values(lookup=None, key_by=None, key=None, erased_at=at),
        ):
            self._connection.execute(statement)
        forget_addresses(person, self._connection)
        self._note(entry)

    def _stop_actions(self, person: str, at: datetime) -> None:
        """Cancel what waits for a decision; raise Conflict where something is being done."""
        rows = self._connection.execute(
            select(actions).where(
                actions.c.person == person, actions.c.state.in_([s.value for s in UNSETTLED])
            )
        ).all()
        for row in rows:
            action = action_of(row, self._texts)
            if action.state not in _CANCELLED:
                raise Conflict(
                    f"Action {action.id} of this customer is {action.state.value}.",
                    hint="Settle it first: `handrail actions show` tells what is known of it.",
                )
            gone = replace(action, state=ActionState.CANCELLED, why="its customer was erased")
            facts = {"action": action.name, "state": gone.state.value, "digest": action.digest}
            self.move_action(
                gone,
                AuditEntry(
                    kind="action.cancelled",
                    actor="operator",
                    subject=action.id,
                    at=at,
                    facts=facts,
                ),
            )

    def forget_spending(self, customer: str) -> None:
        """Take away what was spent on models for a customer."""
        s = model_spending.c
        subjects = (customer, *self._texts.names_of(customer))
        self._connection.execute(
            delete(model_spending).where(s.scope == "customer", s.subject.in_(subjects))
        )

    def _counted(self, table: Table, condition: Any) -> int:
        asked = select(func.count()).select_from(table).where(condition)
        return int(self._connection.execute(asked).scalar_one())


def _theirs(person: str) -> Any:
    return select(conversations.c.id).where(conversations.c.person == person)


def _of_the_desk(theirs: Any, at: datetime) -> tuple[Update, ...]:
    """Return what blanks words of the desk and mails, and ends what waits for a person."""
    h = handoffs.c
    ended = {"state": HandoffState.CLOSED.value, "ended_at": at, "version": h.version + 1}
    return (
        update(handoffs).where(h.conversation.in_(theirs)).values(brief=""),
        update(handoffs)
        .where(h.conversation.in_(theirs), h.state.in_(OPEN_STATES))
        .values(**ended),
        update(suggestions).where(suggestions.c.conversation.in_(theirs)).values(document=""),
        update(staff_notes).where(staff_notes.c.conversation.in_(theirs)).values(text=""),
        update(ratings).where(ratings.c.conversation.in_(theirs)).values(comment=None),
        update(mail_threads).where(mail_threads.c.conversation.in_(theirs)).values(document=None),
    )
