"""What was spent on language models: counted so that no limit is passed, however many spend.

An amount is added by one statement that compares and sets: it changes the row only while there is
room. All accounts of a call change in one transaction, or none does. Counting needs no audit entry:
each call is kept in the record of its turn. A customer's account bears a keyed hash, not their id.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Update, and_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import model_spending
from handrail.flow.budget import Account, Spending

_s = model_spending.c


class SqlLedger:
    """Count in a table beside the conversations."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def reserve(self, accounts: tuple[Account, ...], amount: Spending) -> bool:
        """Spend the amount on every account, or on none where one has not enough left."""
        if any(not _fits(account, amount) for account in accounts):
            return False
        try:
            with self._store.counting_connection() as connection:
                for account in self._named(connection, accounts):
                    _spend(connection, account, amount)
        except _SpentError:
            return False
        return True

    def settle(self, accounts: tuple[Account, ...], change: Spending) -> None:
        """Add the difference between what was used and what was reserved, on every account."""
        with self._store.counting_connection() as connection:
            for account in self._named(connection, accounts):
                connection.execute(_added(account, change))

    def spent(self, accounts: Sequence[Account]) -> tuple[tuple[int, int], ...]:
        """Return tokens and millionths spent on each account."""
        with self._store.reading_connection() as connection:
            held = (
                connection.execute(select(_s.tokens, _s.micros).where(_is(account))).first()
                for account in self._named(connection, accounts)
            )
            return tuple((0, 0) if row is None else (row.tokens, row.micros) for row in held)

    def _named(self, connection: Connection, accounts: Sequence[Account]) -> tuple[Account, ...]:
        """Return the accounts as they are kept: a known customer's under a name that tells nobody.

        Where nobody knows who the customer is, the conversation spends in their stead. All names
        are made before the first row is locked: others wait for these rows.
        """
        talks = {account.subject for account in accounts if account.scope == "conversation"}
        return tuple(
            account
            if account.scope != "customer" or account.subject in talks
            else replace(account, subject=self._name(connection, account.subject))
            for account in accounts
        )

    def _name(self, connection: Connection, customer: str) -> str:
        SealedText(connection, self._store.cipher).begin()
        return self._store.cipher().lookups(customer)[0]


class _SpentError(Exception):
    """Undo what was reserved on the accounts before this one."""


def _fits(account: Account, amount: Spending) -> bool:
    most = account.most_micros
    return amount.tokens <= account.most_tokens and (most is None or amount.micros <= most)


def _spend(connection: Connection, account: Account, amount: Spending) -> None:
    changed = connection.execute(_added(account, amount).where(_has_room(account, amount)))
    if changed.rowcount == 1:
        return
    _open(connection, account)
    changed = connection.execute(_added(account, amount).where(_has_room(account, amount)))
    if changed.rowcount != 1:
        raise _SpentError


def _open(connection: Connection, account: Account) -> None:
    """Add the account with nothing spent, unless it is there."""
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    key = {"scope": account.scope, "subject": account.subject, "day": account.day}
    connection.execute(
        insert(model_spending).values(tokens=0, micros=0, **key).on_conflict_do_nothing()
    )


def _added(account: Account, amount: Spending) -> Update:
    changes = {"tokens": _s.tokens + amount.tokens, "micros": _s.micros + amount.micros}
    return update(model_spending).where(_is(account)).values(**changes)


def _has_room(account: Account, amount: Spending) -> Any:
    room = _s.tokens + amount.tokens <= account.most_tokens
    if account.most_micros is None:
        return room
    return and_(room, _s.micros + amount.micros <= account.most_micros)


def _is(account: Account) -> Any:
    return and_(_s.scope == account.scope, _s.subject == account.subject, _s.day == account.day)
