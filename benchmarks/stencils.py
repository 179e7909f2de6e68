"""Store a conversation again under fresh ids, at another time, for another customer.

A stencil is cut from what the real flow has stored of one conversation: every row of every table
that speaks of it, opened where it was sealed. Printing it gives rows that hold together as the
first ones do: ids that point to each other, texts sealed for their places, entries of the audit log
with the hash that vouches for their turn.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table

from benchmarks.conversation_rows import SEALED, TABLES, Row, opened_rows
from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.quality_tables import turn_bases
from handrail.adapters.sql.sealed_text import (
    SealedText,
)
from handrail.adapters.sql.tables import (
    audit_entries,
    conversations,
    messages,
    turn_records,
)
from handrail.adapters.sql.turn_rows import message_id
from handrail.domain.conversation.model import Author
from handrail.domain.decision.commitment import commitment
from handrail.domain.decision.model import RecordId
from handrail.kernel.canonical import canonical_json
from handrail.kernel.ids import Ids, digest

_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00"
_NEAR = timedelta(days=3)
"""From the conversation's beginning; other moments are no part of it and stay."""
_CUSTOMER, _PERSON = "the customer", "the person"
CALIBRATION = "the calibration"

_AGREED = ("id", "name", "spec_version", "conversation", "amount", "compensates")
_AGREED_IN_PRIVATE = ("customer", "resource", "arguments", "salt")


@dataclass(frozen=True, slots=True)
class Gap:
    """Stand for an id, or for the moment so long after the conversation was opened."""

    of: str | timedelta


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold a row of one table, its texts cut up at their gaps."""

    table: Table
    cells: Mapping[str, Any]
    """A tuple of texts and gaps, a gap, or what stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stencil:
    """Hold what is stored of one conversation."""

    rows: Sequence[Cut]
    ids: Sequence[str]
    """Those that a print needs anew."""
    records: Sequence[str]
    vouched: Mapping[str, tuple[str, str]]
    """Record and salt by the hash that vouches for the turn."""
    agreed: Mapping[str, Cut]
    """Actions by the hash of what was agreed to."""
    has_customer: bool
    says: str
    """What the customer wrote first."""
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """Say when a conversation is held, and by whom."""

    at: datetime
    customer: str | None
    channel: str


def cut_stencil(
    ref: str, connection: Connection, texts: SealedText, shared: Mapping[str, str]
) -> Stencil:
    """Return the stencil of a stored conversation; `shared` names what all have in common."""
    opened = opened_rows(ref, connection, texts)
    held = opened[0][1]
    begun: datetime = held["opened_at"]
    of: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for table, row in opened:
        of[table.name].append(row)
    vouched, ids = _vouched(of), _ids(of)
    known = dict(shared) | {
        one: one for one in (*ids, *vouched, *(row["digest"] for row in of["actions"]))
    }
    if held["person"] is not None:
        known |= {held["customer"]: _CUSTOMER, held["person"]: _PERSON}
    spells = _spelling(known, begun)
    rows = [Cut(table, {name: spells(v) for name, v in row.items()}) for table, row in opened]
    done = [cut for cut in rows if cut.table is actions]
    return Stencil(
        rows=rows,
        ids=ids,
        records=[row["id"] for row in of["turn_records"]],
        vouched=vouched,
        agreed={row["digest"]: cut for row, cut in zip(of["actions"], done, strict=True)},
        has_customer=held["person"] is not None,
        says=str(of["messages"][0]["text"]),
        lasts=max(row["at"] for row in of["messages"]) - begun,
    )


def printed(
    stencil: Stencil, wanted: Print, texts: SealedText, ids: Ids, shared: Mapping[str, str]
) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of the conversation once more; `shared` fills what all have in common."""
    person = None if wanted.customer is None else texts.person(wanted.customer, wanted.at)
    names = dict(shared) | {_CUSTOMER: wanted.customer or "", _PERSON: person or ""}
    names |= _fresh_names(stencil, ids)
    names |= {old: _agreed(cut, names, wanted) for old, cut in stencil.agreed.items()}
    documents: dict[str, str] = {}
    for cut in stencil.rows:
        if cut.table is audit_entries:
            names |= _commitments(stencil, names, documents)
        row = {name: _filled(cell, names, wanted.at) for name, cell in cut.cells.items()}
        if cut.table in (turn_records, turn_bases):
            documents[cut.table.name + str(row.get("record", row.get("id")))] = row["document"]
        yield cut.table, _sealed(cut.table, _own(cut.table, row, wanted, person), person, texts)


def _ids(of: Mapping[str, Sequence[Row]]) -> list[str]:
    """Return what a print gives anew: ids, salts of turns, and the keys of actions."""
    named = [str(row["id"]) for rows in of.values() for row in rows if "id" in row]
    salts = [_salt(row["document"]) for row in of["turn_bases"]]
    return [*named, *salts, *(row["key"] for row in of["actions"] if row["key"])]


def _spelling(known: Mapping[str, str], begun: datetime) -> Callable[[Any], Any]:
    """Return what cuts a value up at moments and at what is known."""
    wanted = [re.escape(one) for one in sorted(known, key=len, reverse=True)]
    gaps = re.compile("|".join((*wanted, _MOMENT)))

    def gap(found: str) -> Gap | str:
        if found in known:
            return Gap(known[found])
        apart = datetime.fromisoformat(found) - begun
        return Gap(apart) if abs(apart) < _NEAR else found

    def spells(value: Any) -> Any:
        if isinstance(value, datetime):
            return Gap(value - begun)
        if not isinstance(value, str):
            return value
        parts: list[str | Gap] = []
        last = 0
        for match in gaps.finditer(value):
            parts += [value[last : match.start()], gap(match.group())]
            last = match.end()
        return (*parts, value[last:]) if parts else value

    return spells


def _vouched(of: Mapping[str, Sequence[Row]]) -> dict[str, tuple[str, str]]:
    documents = {row["id"]: row["document"] for row in of["turn_records"]}
    bases = {row["record"]: row["document"] for row in of["turn_bases"]}
    return {
        commitment(_salt(basis), documents[record], basis): (record, _salt(basis))
        for record, basis in bases.items()
    }


def _salt(basis: str) -> str:
    return str(json.loads(basis)["salt"])


def _fresh_names(stencil: Stencil, ids: Ids) -> dict[str, str]:
    names = {old: _fresh(old, ids) for old in stencil.ids}
    for record in stencil.records:
        for author in (Author.CUSTOMER, Author.ASSISTANT):
            fresh = message_id(RecordId(names[record]), author)
            names[message_id(RecordId(record), author)] = fresh
    return names


def _fresh(old: str, ids: Ids) -> str:
    prefix, is_named, _ = old.partition("_")
    return ids.new(prefix) if is_named else digest(ids.new("key"))[: len(old)]


def _agreed(cut: Cut, names: Mapping[str, str], wanted: Print) -> str:
    """Return the hash of what was agreed to, for the fresh action."""
    row = {name: _filled(cut.cells[name], names, wanted.at) for name in (*_AGREED, "private")}
    said = json.loads(row.pop("private"))
    whole = row | {name: said[name] for name in _AGREED_IN_PRIVATE}
    return hashlib.sha256(canonical_json(whole).encode()).hexdigest()


def _commitments(
    stencil: Stencil, names: Mapping[str, str], documents: Mapping[str, str]
) -> dict[str, str]:
    made = {}
    for old, (record, salt) in stencil.vouched.items():
        spelled = documents[turn_records.name + names[record]]
        basis = documents[turn_bases.name + names[record]]
        made[old] = commitment(names[salt], spelled, basis)
    return made


def _filled(cell: Any, names: Mapping[str, str], at: datetime) -> Any:
    match cell:
        case Gap(of=timedelta() as apart):
            return at + apart
        case Gap(of=str() as name):
            return names[name]
        case tuple():
            return "".join(p if isinstance(p, str) else _said(p, names, at) for p in cell)
        case _:
            return cell


def _said(gap: Gap, names: Mapping[str, str], at: datetime) -> str:
    return names[gap.of] if isinstance(gap.of, str) else (at + gap.of).isoformat()


def _own(table: Table, row: Row, wanted: Print, person: str | None) -> Row:
    """Write into a row whose conversation it is, and through which channel."""
    if table is conversations:
        return row | {"person": person, "channel": wanted.channel, "customer": wanted.customer}
    if "person" in row:
        return row | {"person": person}
    return row


def _sealed(table: Table, row: Row, person: str | None, texts: SealedText) -> Row:
    if table.name not in SEALED:
        return row
    column, place = SEALED[table.name]
    if table is turn_bases:
        row[column] = base64.b64encode(zlib.compress(row[column].encode(), 1)).decode("ascii")
    if row[column] is not None and (row[column] or table is messages):
        row[column] = texts.seal(person, row[column], place(row))
    return row
