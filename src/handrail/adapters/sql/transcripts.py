"""Find in which conversations something was said, without its words lying anywhere in clear.

What is said with a known customer is sealed under their key, so no index of the database can hold
its words (docs/decisions/0091). What was said is kept opened in this process's memory instead, from
the first search on, and looked through from the newest conversation back. Each search first reads
what came since; once any customer is erased, all of it is dropped and read anew.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from handrail.adapters.sql.action_rows import action_of
from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.sealed_text import SealedText, customer_place
from handrail.adapters.sql.tables import conversations, messages, persons
from handrail.domain.conversation.model import ConversationId
from handrail.flow.inbox_ports import Said
from handrail.kernel.errors import VaultUnavailable

_MOST_CHARACTERS = 64_000_000
_LATE = 1_000  # rows by which one may be stored after another that took a higher number
_AT_ONCE = 5_000
_m, _c, _a = messages.c, conversations.c, actions.c


class Transcripts:
    """Keep what was said, opened, for as long as this process lives; safe to share."""

    def __init__(self, most_characters: int = _MOST_CHARACTERS) -> None:
        self._lock = threading.Lock()
        self._most = most_characters
        self._forget(0)

    def find(
        self, words: Sequence[str], limit: int, connection: Connection, texts: SealedText
    ) -> Said:
        """Return the newest conversations that hold every word, the newest first."""
        folded = [word.casefold() for word in words]
        with self._lock:
            self._catch_up(connection, texts)
            held = list(self._held.items())
        found: list[ConversationId] = []
        for ref, text in reversed(held):
            if all(word in text for word in folded):
                if len(found) == limit:
                    return Said(refs=tuple(found), is_cut=True)
                found.append(ref)
        return Said(refs=tuple(found), is_cut=self._is_cut)

    def _forget(self, erased: int) -> None:
        self._held: dict[ConversationId, str] = {}
        self._characters = 0
        self._is_cut = False
        self._erased = erased
        self._seen: dict[str, tuple[int, set[int]]] = {
            "messages": (0, set()),
            "actions": (0, set()),
        }

    def _catch_up(self, connection: Connection, texts: SealedText) -> None:
        erased = connection.execute(
            select(func.count()).where(persons.c.erased_at.is_not(None))
        ).scalar_one()
        if erased != self._erased:
            self._forget(int(erased))
        for numbers in self._new(connection, messages):
            rows = connection.execute(
                select(_m.conversation, _m.id, _m.text, _c.person, _c.customer)
                .join_from(messages, conversations)
                .where(_m.number.in_(numbers))
                .order_by(_m.number)
            )
            self._keep(_said(rows.all(), texts, self._held))
        for numbers in self._new(connection, actions):
            rows = connection.execute(select(actions).where(_a.number.in_(numbers)))
            self._keep(_asked(rows.all(), texts))
        self._let_go()

    def _new(self, connection: Connection, table: Any) -> Iterator[list[int]]:
        """Yield the numbers of rows that were not read yet, also of those that came late."""
        last, seen = self._seen[table.name]
        number = table.c.number
        while True:
            after = last - _LATE if last in seen else last
            asked = select(number).where(number > after).order_by(number).limit(_AT_ONCE)
            fresh = [n for n in connection.execute(asked).scalars() if n not in seen]
            if not fresh:
                return
            yield from in_parts(fresh)
            last = max(last, *fresh)
            seen = {n for n in seen.union(fresh) if n > last - 2 * _LATE}
            self._seen[table.name] = (last, seen)

    def _keep(self, said: Iterable[tuple[ConversationId, str]]) -> None:
        for ref, text in said:
            folded = text.casefold()
            self._held[ref] = f"{self._held.get(ref, ref.casefold())}\n{folded}"
            self._characters += len(folded)

    def _let_go(self) -> None:
        """Keep no more than there is room for: the oldest conversations are not looked through."""
        while self._characters > self._most and len(self._held) > 1:
            oldest = next(iter(self._held))
            self._characters -= len(self._held.pop(oldest))
            self._is_cut = True


def _said(
    rows: Sequence[Any], texts: SealedText, known: dict[ConversationId, str]
) -> Iterator[tuple[ConversationId, str]]:
    texts.know([row.person for row in rows if row.person is not None])
    begun = set(known)
    for row in rows:
        if row.customer is not None and row.conversation not in begun:
            begun.add(row.conversation)
            customer = opened(texts, row.person, row.customer, customer_place(row.conversation))
            yield row.conversation, customer
        yield row.conversation, opened(texts, row.person, row.text, row.id)


def _asked(rows: Sequence[Any], texts: SealedText) -> Iterator[tuple[ConversationId, str]]:
    for row in rows:
        try:
            arguments = action_of(row, texts).arguments
        except VaultUnavailable:
            continue
        yield row.conversation, " ".join(str(value) for value in arguments.values())


def opened(texts: SealedText, person: str | None, held: str, place: str) -> str:
    """Return a text as far as it can be read: nothing where its key is missing or it was erased."""
    if not held:
        return ""
    try:
        return texts.open(person, held, place) or ""
    except VaultUnavailable:
        return ""
