"""A person says what becomes of a finding: accepted, meant to be so, somebody's, or open again."""

from dataclasses import dataclass, replace

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.audit.model import Facts
from handrail.domain.knowledge.health.model import FindingId, FindingState, KeptFinding
from handrail.flow.decide_approval import actor_of
from handrail.flow.health_ports import FindingsWritten, HealthStore
from handrail.flow.staff import STAFF_NAMES
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Hold who decides on which finding, as they saw it."""

    ref: FindingId
    staff: StaffSession
    version: int | None = None
    """The version that they looked at; None takes it as it is."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPorts:
    """Hold what deciding on findings needs from outside."""

    store: HealthStore
    clock: Clock


def accept_finding(deciding: Deciding, ports: FindingPorts) -> KeptFinding:
    """Agree that something is to be put right; it is theirs where it was nobody's.

    Raises NotFound, and Conflict where it is not as they saw it.
    """
    with ports.store.decide() as tx:
        held = _held(deciding, tx)
        owner = held.owner or deciding.staff.staff
        return _moved(replace(held, state=FindingState.ACCEPTED, owner=owner), deciding, tx, ports)


def intend_finding(deciding: Deciding, ports: FindingPorts) -> KeptFinding:
    """Say that it is meant to be so, and why: it comes back only when a side is worded anew.

    Takes its owner, a lead or an admin, as it hides the finding from everybody; raises Forbidden
    for others, BadInput without a reason, NotFound and Conflict.
    """
    if not deciding.note.strip():
        raise BadInput("Say why it is meant to be so.", hint="The next person will ask.")
    with ports.store.decide() as tx:
        held = _held(deciding, tx)
        _require_a_say(held, deciding.staff)
        return _moved(replace(held, state=FindingState.INTENDED), deciding, tx, ports)


def assign_finding(deciding: Deciding, owner: str, ports: FindingPorts) -> KeptFinding:
    """Name who has to put it right: agents themselves, leads and admins anybody."""
    if not STAFF_NAMES.fullmatch(owner) and "@" not in owner:
        raise BadInput(f"{owner!r} is nobody's name.", hint="Give a name or an e-mail address.")
    if deciding.staff.role is Role.AGENT and owner != deciding.staff.staff:
        raise Forbidden("Agents take findings themselves.", hint="Ask a lead to give it to others.")
    with ports.store.decide() as tx:
        held = _held(deciding, tx)
        return _moved(replace(held, owner=owner), deciding, tx, ports)


def reopen_finding(deciding: Deciding, ports: FindingPorts) -> KeptFinding:
    """Take back what was decided on it; raises NotFound, Conflict."""
    with ports.store.decide() as tx:
        held = _held(deciding, tx)
        return _moved(replace(held, state=FindingState.OPEN), deciding, tx, ports)


def _held(deciding: Deciding, tx: FindingsWritten) -> KeptFinding:
    if len(deciding.note) > LONGEST_NOTE:
        raise BadInput(f"The note has more than {LONGEST_NOTE} characters.", hint="Shorten it.")
    held = tx.finding(deciding.ref)
    if held is None:
        raise NotFound(f"There is no finding {deciding.ref!r}.")
    if deciding.version is not None and held.version != deciding.version:
        raise Conflict("The finding has changed since you looked.", hint="Look at it again.")
    return held


def _require_a_say(held: KeptFinding, staff: StaffSession) -> None:
    if staff.role is Role.AGENT and held.owner != staff.staff:
        raise Forbidden(
            "This takes its owner or a lead.", hint="Ask a lead whether it is meant to be so."
        )


def _moved(
    now: KeptFinding, deciding: Deciding, tx: FindingsWritten, ports: FindingPorts
) -> KeptFinding:
    facts: Facts = {"state": now.state.value, "owner": now.owner}
    entry = staff_entry(
        "knowledge.finding_decided", deciding.ref, deciding.staff, ports.clock, facts
    )
    decided = replace(
        now,
        decided_by=actor_of(deciding.staff),
        decided_at=entry.at,
        note=deciding.note.strip() or now.note,
    )
    return tx.move_finding(decided, entry)
