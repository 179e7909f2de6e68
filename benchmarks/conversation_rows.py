"""Everything that is stored of one conversation, as rows that are opened where they were sealed."""

import base64
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from handrail.adapters.sql.action_tables import action_approvals, actions, customer_sessions
from handrail.adapters.sql.desk_rows import comment_place
from handrail.adapters.sql.desk_tables import handoffs, ratings, suggestions
from handrail.adapters.sql.knowledge_tables import citations
from handrail.adapters.sql.quality_tables import judgements, reviews, risks, turn_bases
from handrail.adapters.sql.sealed_text import (
    SealedText,
    basis_place,
    customer_place,
    event_place,
)
from handrail.adapters.sql.tables import (
    audit_entries,
    conversations,
    events,
    messages,
    turn_records,
)

Row = dict[str, Any]
Place = Callable[[Row], str]
_NUMBERED = frozenset({"number", "sequence"})

_OF_CONVERSATION = (
    messages,
    turn_records,
    turn_bases,
    events,
    handoffs,
    suggestions,
    ratings,
    customer_sessions,
    actions,
    citations,
    risks,
    reviews,
)
TABLES = (conversations, *_OF_CONVERSATION, judgements, action_approvals, audit_entries)
"""In the order in which rows may be put in."""
SEALED: Mapping[str, tuple[str, Place]] = {
    "conversations": ("customer", lambda row: customer_place(row["id"])),
    "messages": ("text", lambda row: str(row["id"])),
    "turn_records": ("document", lambda row: str(row["id"])),
    "turn_bases": ("document", lambda row: basis_place(row["record"])),
    "events": ("facts", lambda row: event_place(row["conversation"], row["sequence"])),
    "handoffs": ("brief", lambda row: str(row["id"])),
    "suggestions": ("document", lambda row: str(row["id"])),
    "ratings": ("comment", lambda row: comment_place(row["conversation"])),
    "actions": ("private", lambda row: str(row["id"])),
}


def opened_rows(ref: str, connection: Connection, texts: SealedText) -> list[tuple[Table, Row]]:
    """Return the rows of a conversation, in an order in which they may be put in."""
    held = dict(
        connection.execute(select(conversations).where(conversations.c.id == ref)).mappings().one()
    )
    person = held["person"]
    rows: list[tuple[Table, Row]] = [(conversations, held)]
    for table in _OF_CONVERSATION:
        asked = select(table).where(table.c.conversation == ref).order_by(*table.primary_key)
        rows += [(table, dict(row)) for row in connection.execute(asked).mappings()]
    said = [row["id"] for table, row in rows if table is turn_records]
    done = [row["id"] for table, row in rows if table is actions]
    for table, column, of in (
        (judgements, judgements.c.record, said),
        (action_approvals, action_approvals.c.action, done),
        (audit_entries, audit_entries.c.subject, [r["id"] for _, r in rows if "id" in r]),
    ):
        asked = select(table).where(column.in_(of)).order_by(*table.primary_key)
        rows += [(table, dict(row)) for row in connection.execute(asked).mappings()]
    return [(table, _plain(table, row, person, texts)) for table, row in rows]


def _plain(table: Table, row: Row, person: str | None, texts: SealedText) -> Row:
    """Return a row without the number that the database gave it, its text as it was said."""
    numbered = {c.name for c in table.primary_key} & _NUMBERED if table is not events else set()
    row = {name: value for name, value in row.items() if name not in numbered}
    if table.name not in SEALED:
        return row
    column, place = SEALED[table.name]
    if row[column]:
        row[column] = texts.open(person, row[column], place(row))
    if table is turn_bases:
        row[column] = zlib.decompress(base64.b64decode(row[column])).decode()
    return row
