"""Mail addresses that a host's server has named for its customers, and who is one with whom.

An address counts where one customer alone was named for it: a mailbox that several share stands
for nobody. It joins conversations for measuring and for nothing else: a mail proves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, or_, select

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.tables import conversations, person_addresses, persons

_pa = person_addresses.c


def name_address(person: str, address: str, at: datetime, connection: Connection) -> None:
    """Keep that a customer has an address, once; both are ids of persons."""
    known = select(_pa.person).where(_pa.person == person, _pa.address == address)
    if person != address and connection.execute(known).first() is None:
        row = {"person": person, "address": address, "at": at}
        connection.execute(insert(person_addresses), row)


def joined(asked: Iterable[str], connection: Connection) -> Mapping[str, frozenset[str]]:
    """Return for each person the others that are the same customer; most have none."""
    wanted = sorted(set(asked))
    owner_of = _owners(wanted, connection)
    customers = sorted({*wanted, *owner_of.values()})
    addresses = _addresses(customers, connection)
    sole = _owners(sorted({a for held in addresses.values() for a in held}), connection)
    found = {}
    for one in wanted:
        customer = owner_of.get(one, one)
        mine = {address for address in addresses.get(customer, ()) if address in sole}
        if others := frozenset({customer, *mine} - {one}):
            found[one] = others
    return found


def forget_addresses(person: str, connection: Connection) -> None:
    """Take away what was named for a person, and addresses from which nobody ever wrote."""
    named = set(connection.execute(select(_pa.address).where(_pa.person == person)).scalars())
    connection.execute(
        delete(person_addresses).where(or_(_pa.person == person, _pa.address == person))
    )
    unused = persons.c.id.in_(sorted(named)), ~_has_talked(), ~_is_named()
    connection.execute(delete(persons).where(*unused))


def addresses_with_mail(person: str, connection: Connection) -> int:
    """Return from how many of a customer's addresses somebody wrote."""
    asked = select(func.count()).join_from(person_addresses, persons, persons.c.id == _pa.address)
    return int(connection.execute(asked.where(_pa.person == person, _has_talked())).scalar_one())


def _owners(addresses: Sequence[str], connection: Connection) -> dict[str, str]:
    """Return the customer of each address that was named for one alone."""
    return {
        row.address: row.person
        for some in in_parts(addresses)
        for row in connection.execute(
            select(_pa.address, func.min(_pa.person).label("person"))
            .where(_pa.address.in_(some))
            .group_by(_pa.address)
            .having(func.count() == 1)
        )
    }


def _addresses(customers: Sequence[str], connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for some in in_parts(customers):
        asked = select(_pa.person, _pa.address).where(_pa.person.in_(some)).order_by(_pa.address)
        for row in connection.execute(asked):
            found.setdefault(row.person, []).append(row.address)
    return found


def _has_talked() -> ColumnElement[bool]:
    return exists().where(conversations.c.person == persons.c.id)


def _is_named() -> ColumnElement[bool]:
    return exists().where(_pa.address == persons.c.id)
