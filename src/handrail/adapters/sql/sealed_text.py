"""Keep what was said with a known customer encrypted under that customer's own key.

A person is a random id with a wrapped key. Who it is stands nowhere in plain text: a keyed hash
finds the row, and erasing takes hash and key away. Texts of nobody known are kept as they are.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.tables import persons
from handrail.domain.audit.ports import Cipher, WrappedKey
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.ids import Ids, RandomIds

OpenCipher = Callable[[], Cipher]
_IDS = RandomIds()

_KEY = select(persons.c.key_by, persons.c.key)


def no_cipher() -> Cipher:
    """Refuse: whoever opened this store brought no vault."""
    raise VaultUnavailable(
        "No vault is open, and a customer is known.", hint="Open the project, not the database."
    )


def customer_place(conversation: str) -> str:
    """Return the place for which a conversation's customer is sealed."""
    return f"{conversation} customer"


def event_place(conversation: str, sequence: int) -> str:
    """Return the place for which an event is sealed; messages and records have ids of their own."""
    return f"{conversation} event {sequence}"


def basis_place(record: str) -> str:
    """Return the place for which what a turn stood on is sealed."""
    return f"{record} basis"


def review_place(review: str, part: str) -> str:
    """Return the place for which what a reviewer wrote is sealed."""
    return f"{review} {part}"


class SealedText:
    """Seal and open texts in one transaction; the cipher is loaded when it is first needed."""

    def __init__(self, connection: Connection, cipher: OpenCipher, ids: Ids = _IDS) -> None:
        self._connection = connection
        self._cipher = cipher
        self._ids = ids
        self._known: dict[str, WrappedKey | None] = {}
        self._persons: dict[str, tuple[str, ...]] = {}

    def begin(self) -> None:
        """Let the vault make its key where no customer was ever known, and only there."""
        if self._is_empty():
            self._cipher().begin()

    def names_of(self, customer: str) -> tuple[str, ...]:
        """Return keyed hashes that stand for a customer, the newest key's first."""
        return () if self._is_empty() else self._cipher().lookups(customer)

    def persons_of(self, customer: str) -> tuple[str, ...]:
        """Return the ids under which a customer is known; mostly one, none for a stranger."""
        if customer in self._persons:
            return self._persons[customer]
        wanted = persons.c.lookup.in_(self.names_of(customer))
        rows = self._connection.execute(
            select(persons.c.id).where(wanted).order_by(persons.c.at, persons.c.id)
        )
        found = tuple(row.id for row in rows)
        if found:  # a stranger may become known later in the same transaction
            self._persons[customer] = found
        return found

    def know(self, persons_: Sequence[str]) -> None:
        """Read the keys of many people at once."""
        unknown = sorted(set(persons_) - self._known.keys())
        for some in in_parts(unknown):
            asked = select(persons.c.id, persons.c.key_by, persons.c.key)
            for row in self._connection.execute(asked.where(persons.c.id.in_(some))):
                self._known[row.id] = _wrapped(row)

    def find(self, customers: Sequence[str]) -> None:
        """Read the ids of many customers at once."""
        unknown = sorted(set(customers) - self._persons.keys())
        names = {name: one for one in unknown for name in self._cipher().lookups(one)}
        found: dict[str, list[str]] = {}
        for some in in_parts(sorted(names)):
            asked = select(persons.c.id, persons.c.lookup).where(persons.c.lookup.in_(some))
            for row in self._connection.execute(asked.order_by(persons.c.at, persons.c.id)):
                found.setdefault(names[row.lookup], []).append(row.id)
        self._persons.update({one: tuple(held) for one, held in found.items()})

    def person(self, customer: str, at: datetime) -> str:
        """Return the id of a customer, who gets a key of their own when first seen.

        Two who come at once may both be given one: each works, and erasing finds them all.
        """
        self.begin()
        known = self.persons_of(customer)
        if known:
            return known[0]
        cipher = self._cipher()
        key, ref = cipher.new_key(), self._ids.new("person")
        self._connection.execute(
            insert(persons),
            {
                "id": ref,
                "lookup": cipher.lookups(customer)[0],
                "key_by": key.by,
                "key": key.wrapped,
                "at": at,
            },
        )
        self._known[ref] = key
        return ref

    def is_erased(self, person: str) -> bool:
        """Tell whether a person's key is gone, so that nothing can be sealed for them any more."""
        return self._key(person) is None

    def seal(self, person: str | None, text: str, place: str) -> str:
        """Return the text as it is stored; None, for nobody known, leaves it plain."""
        if person is None:
            return text
        key = self._key(person)
        if key is None:
            raise VaultUnavailable(f"{person} was erased.", hint="Begin a new conversation.")
        return self._cipher().seal(key, text, place)

    def open(self, person: str | None, held: str, place: str) -> str | None:
        """Return the text, or None where the person was erased."""
        if person is None:
            return held
        key = self._key(person)
        return None if key is None else self._cipher().open(key, held, place)

    def _key(self, person: str) -> WrappedKey | None:
        if person not in self._known:
            row = self._connection.execute(_KEY.where(persons.c.id == person)).first()
            self._known[person] = _wrapped(row)
        return self._known[person]

    def _is_empty(self) -> bool:
        return self._connection.execute(select(persons.c.id).limit(1)).first() is None


def _wrapped(row: Any) -> WrappedKey | None:
    if row is None or row.key is None:
        return None
    return WrappedKey(by=row.key_by, wrapped=row.key)
