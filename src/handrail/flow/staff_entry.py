"""How is written down what one of the staff did?"""

from handrail.domain.actions.model import StaffSession
from handrail.domain.audit.model import AuditEntry, Facts
from handrail.flow.decide_approval import actor_of
from handrail.kernel.clock import Clock


def staff_entry(
    kind: str, subject: str, staff: StaffSession, clock: Clock, facts: Facts | None = None
) -> AuditEntry:
    """Return the audit entry of what one of the staff does now."""
    return AuditEntry(
        kind=kind, actor=actor_of(staff), subject=subject, at=clock.now(), facts=facts or {}
    )
