"""What is there to do for one of the staff? Nothing here says what a customer wrote."""

from collections.abc import Set
from dataclasses import dataclass

from handrail.domain.actions.model import StaffSession
from handrail.domain.handoff.model import OPEN, Handoff, HandoffState, Priority
from handrail.domain.handoff.queue import EVERYTHING, suits
from handrail.flow.desk_ports import DeskPorts

_URGENCY = tuple(Priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Say which handoffs are looked for."""

    states: Set[HandoffState] = OPEN
    queue: str | None = None
    is_mine: bool = False
    """Only those that whoever asks has taken."""


def inbox(wanted: Wanted, staff: StaffSession, ports: DeskPorts) -> tuple[Handoff, ...]:
    """Return handoffs, the most urgent first, then those that suit who asks, then the oldest."""
    agent = staff.staff if wanted.is_mine else None
    with ports.store.read() as reading:
        found = reading.handoffs(wanted.states, queue=wanted.queue, agent=agent)
    queues = {queue.name: queue for queue in ports.handing.queues}
    skills = ports.handing.skills.get(staff.staff, frozenset())

    def place(handoff: Handoff) -> tuple[int, bool]:
        queue = queues.get(handoff.queue, EVERYTHING)
        return _URGENCY.index(handoff.priority), not suits(queue, skills)

    return tuple(sorted(found, key=place))
