"""What is written down about every change. Knows entries, not what they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Facts = Mapping[str, str | int | float | bool | None]
"""Plain values only; nothing that a customer wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Say who changed what and why; written in the same transaction as the change."""

    kind: str
    """Past tense, dotted: `knowledge.synced`, `turn.recorded`."""
    actor: str
    """`system`, `operator`, `customer:<person>`, `staff:<id>` or `assistant`."""
    subject: str
    """Id of what changed."""
    at: datetime
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Hold one entry as the log has it; what is missing of it is None."""

    sequence: int
    """The number that the database gave it."""
    canonical: str | None
    """Its stored text, byte for byte; None where only its hash is left."""
    position: int | None = None
    """Its place in the tree, from 0; None where it is not sealed."""
    leaf: bytes | None = None
    """The leaf hash that was stored when it was sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """Say of one log that its first `size` entries have this root."""

    log: str
    """The log's name: the SHA-256 of the public key that signs its heads, in hexadecimal."""
    size: int
    root: str
    """In hexadecimal."""
    time: str
    """When it was signed, ISO 8601 with an offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """Hold a head with its signature and the key that checks it."""

    head: TreeHead
    key: bytes
    """The public key, DER."""
    signature: bytes


class ProblemKind(StrEnum):
    """What can be wrong with a log."""

    EDITED = "edited"
    """An entry's text or number is not the one that was sealed."""
    SWAPPED = "swapped"
    """Two entries stand in each other's place."""
    MISSING = "missing"
    """A sealed entry is gone."""
    INSERTED = "inserted"
    """An entry stands where none was sealed, or claims to be older than heads that lack it."""
    TRUNCATED = "truncated"
    """The log's own head speaks of more entries than there are."""
    ROLLED_BACK = "rolled_back"
    """A head held outside is newer than the whole database: restored from an older backup?"""
    REWRITTEN = "rewritten"
    """A head and the entries differ, and nothing is left that says which entry it is."""
    CONTRADICTION = "contradiction"
    """Two signed heads cannot both be true: the log was shown in two versions."""
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_KEY = "unknown_key"
    """A head is signed by a key that is not trusted."""
    MISLABELLED = "mislabelled"
    """A column that is searched by says something else than the sealed text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say what is wrong, and where."""

    kind: ProblemKind
    says: str
    position: int | None = None
    """Where in the tree, or where the range begins."""
    until: int | None = None
    """Where a range ends, itself outside; None for a single place."""
    sequence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Count what a sound head covers and what none does."""

    entries: int
    """All there are."""
    anchored: int
    """The first so many are covered by a head that was held outside the database."""
    sealed: int
    """The first so many are covered by any head, also one that lies in the database."""
    open: tuple[int, ...]
    """Numbers of entries that no head covers: what happens to them cannot be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold what a verification found."""

    problems: tuple[Problem, ...]
    coverage: Coverage
    late: tuple[int, ...] = ()
    """Numbers of entries that were sealed after higher ones: their transactions took long."""
    trusted: frozenset[str] | None = None
    """Logs whose keys the verifier knew beforehand; None: the heads' own keys were believed."""

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems
