"""A person closes an alert: they looked into it, and say what it was."""

from handrail.domain.actions.model import StaffSession
from handrail.domain.quality.alert import Alert, AlertId, closed
from handrail.flow.see_quality import see_alert
from handrail.flow.staff_entry import staff_entry
from handrail.flow.watch_ports import WatchPorts
from handrail.kernel.errors import BadInput, Conflict

LONGEST_NOTE = 2_000


def close_alert(ref: AlertId, note: str, staff: StaffSession, ports: WatchPorts) -> Alert:
    """Close an alert; raises Forbidden for agents, NotFound, BadInput, Conflict."""
    held = see_alert(ref, staff, ports)
    if not note.strip():
        raise BadInput("Say what it was.", hint="The next person will ask.")
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"The note has more than {LONGEST_NOTE} characters.", hint="Shorten it.")
    if not held.is_open:
        raise Conflict("The alert is closed already.", hint="Look at it again.")
    entry = staff_entry("quality.alert_closed", ref, staff, ports.clock, {"measure": held.measure})
    done = closed(held, staff.staff, entry.at, note.strip())
    ports.store.close_alert(done, entry)
    return done
