"""What is asked of the audit log, and what is noted beside changes that carry their entries."""

from typing import Protocol

from handrail.domain.audit.model import AuditEntry


class AuditRead(Protocol):
    """Read entries."""

    def audit_entries(
        self, after: int = 0, limit: int = 1_000
    ) -> tuple[tuple[int, AuditEntry], ...]:
        """Return the entries that follow the one numbered `after`, with their numbers, in order."""
        ...

    def newest_entry(self, kind: str) -> AuditEntry | None:
        """Return the newest entry of a kind, or None."""
        ...


class AuditWritten(Protocol):
    """Write entries of changes that lie outside the database."""

    def note(self, entry: AuditEntry) -> None:
        """Write down a change of something that the database does not hold."""
        ...
