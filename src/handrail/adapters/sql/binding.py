"""Make a conversation a customer's own: what was said in it before is sealed for them, too."""

from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from handrail.adapters.sql.desk_rows import comment_place
from handrail.adapters.sql.desk_tables import handoffs, ratings, staff_notes, suggestions
from handrail.adapters.sql.quality_tables import turn_bases
from handrail.adapters.sql.sealed_text import SealedText, basis_place, event_place
from handrail.adapters.sql.tables import conversations, events, messages, turn_records
from handrail.adapters.sql.turn_rows import sealed_customer
from handrail.domain.conversation.model import Conversation, ConversationId

_SEALED: tuple[tuple[Table, Column[Any], Column[Any]], ...] = (
    (messages, messages.c.id, messages.c.text),
    (turn_records, turn_records.c.id, turn_records.c.document),
    (events, events.c.sequence, events.c.facts),
    (handoffs, handoffs.c.id, handoffs.c.brief),
    (suggestions, suggestions.c.id, suggestions.c.document),
    (staff_notes, staff_notes.c.id, staff_notes.c.text),
    (ratings, ratings.c.conversation, ratings.c.comment),
    (turn_bases, turn_bases.c.record, turn_bases.c.document),
)
"""Everything that holds what was said, with what names a row within its conversation."""


def bind(
    conversation: Conversation, person: str, connection: Connection, texts: SealedText
) -> None:
    """Seal a conversation of nobody known for the person who turned out to be its customer."""
    ref = conversation.id
    changed = update(conversations).where(conversations.c.id == ref)
    customer = sealed_customer(conversation, person, texts)
    connection.execute(changed, {"person": person, "customer": customer})
    for table, key, held in _SEALED:
        rows = connection.execute(select(key, held).where(table.c.conversation == ref)).all()
        sealed = [
            {"at_key": name, held.name: texts.seal(person, text, _place(table, ref, name))}
            for name, text in rows
            if text or table is messages  # of the button that asks for a person: no words, sealed
        ]
        if sealed:
            asked = update(table).where(table.c.conversation == ref, key == bindparam("at_key"))
            connection.execute(asked, sealed)


def _place(table: Table, ref: ConversationId, name: Any) -> str:
    if table is events:
        return event_place(ref, name)
    if table is turn_bases:
        return basis_place(name)
    return comment_place(ref) if table is ratings else str(name)
