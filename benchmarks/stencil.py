"""What a stencil of a stored conversation is, and which tables speak of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table

from handrail.adapters.sql.action_tables import action_approvals, actions, customer_sessions
from handrail.adapters.sql.desk_rows import comment_place
from handrail.adapters.sql.desk_tables import handoffs, ratings, suggestions
from handrail.adapters.sql.knowledge_tables import citations
from handrail.adapters.sql.quality_tables import turn_bases
from handrail.adapters.sql.sealed_text import basis_place, customer_place, event_place
from handrail.adapters.sql.tables import (
    audit_entries,
    conversations,
    events,
    messages,
    turn_records,
)

Row = dict[str, Any]
Place = Callable[[Row], str]
CUSTOMER, PERSON = "the customer", "the person"
CALIBRATION = "the calibration"

OF_CONVERSATION = (
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
)
TABLES = (conversations, *OF_CONVERSATION, action_approvals, audit_entries)
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
