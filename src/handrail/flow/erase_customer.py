"""Erase a customer: destroy their key, blank what was sealed with it, and compact.

What was said is kept as ciphertext only, so the key's end is the end of every copy. The log goes on
to verify: it holds random ids, never names. What it says of the erasure is that it happened.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.kernel.clock import Clock
from handrail.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Count what was taken away of one person."""

    conversations: int = 0
    messages: int = 0
    records: int = 0
    events: int = 0


class Erasing(Protocol):
    """Take away what concerns a customer, in one transaction."""

    def persons_of(self, customer: str) -> Sequence[str]:
        """Return the random ids under which a customer is known."""
        ...

    def count(self, person: str) -> Erased:
        """Return what there is of a person."""
        ...

    def addresses_with_mail(self, person: str) -> int:
        """Return from how many addresses that were named for a person somebody wrote."""
        ...

    def erase(self, person: str, at: datetime, entry: AuditEntry) -> None:
        """Destroy the person's key and blank everything that was sealed with it."""
        ...

    def forget_spending(self, customer: str) -> None:
        """Take away what was spent on models for a customer."""
        ...


class EraseStore(Protocol):
    """Open the erasing transaction, and take away what is left of it on the disk."""

    def erasing(self) -> AbstractContextManager[Erasing]:
        """Open a writing transaction that overwrites what it deletes, where the database can."""
        ...

    def compact(self) -> Sequence[str]:
        """Write the touched tables anew; return what is left elsewhere, in an operator's words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Say what an erasure did, and what it could not reach."""

    persons: tuple[str, ...]
    erased: tuple[Erased, ...]
    left: tuple[str, ...]


def erase_customer(customer: str, store: EraseStore, clock: Clock) -> Erasure:
    """Erase a customer; raises NotFound where nothing is known of them.

    What is left is compacted even where nobody was found: a repeated run ends what one began.
    """
    now = clock.now()
    with store.erasing() as erasing:
        persons = tuple(erasing.persons_of(customer))
        erased = tuple(erasing.count(person) for person in persons)
        addresses = sum(erasing.addresses_with_mail(person) for person in persons)
        for person, held in zip(persons, erased, strict=True):
            erasing.erase(person, now, _entry(person, held, now))
        erasing.forget_spending(customer)
    left = (*_left_in_mails(addresses), *store.compact())
    if not persons:
        raise NotFound("Nothing is kept of this customer.", hint="Check how the id is spelled.")
    return Erasure(persons=persons, erased=erased, left=left)


def _left_in_mails(addresses: int) -> tuple[str, ...]:
    if not addresses:
        return ()
    return (
        f"Mail addresses that your server named for this customer, and from which somebody wrote: "
        f"{addresses}. What was written stays until you erase mailto:ADDRESS, too.",
    )


def _entry(person: str, held: Erased, now: datetime) -> AuditEntry:
    return AuditEntry(
        kind="subject.erased",
        actor="operator",
        subject=person,
        at=now,
        facts={
            "conversations": held.conversations,
            "messages": held.messages,
            "records": held.records,
            "events": held.events,
        },
    )
