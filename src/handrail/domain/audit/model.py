"""What is written down about every change. Knows entries, not what they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Facts = Mapping[str, str | int | float | bool | None]
"""Plain values only; nothing that a customer wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Say who changed what and why; written in the same transaction as the change."""

    kind: str
    """Past tense, dotted: `knowledge.synced`, `turn.recorded`."""
    actor: str
    """`system`, `operator`, `customer:<id>`, `staff:<id>` or `assistant`."""
    subject: str
    """Id of what changed."""
    at: datetime
    facts: Facts = field(default_factory=dict)
