"""A person closes an alert: they looked into it, and say what it was."""

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.quality.alert import Alert, AlertId, closed
from handrail.flow.staff_entry import staff_entry
from handrail.flow.watch_ports import WatchPorts
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound

LONGEST_NOTE = 2_000


def close_alert(ref: AlertId, note: str, staff: StaffSession, ports: WatchPorts) -> Alert:
    """Close an alert; raises Forbidden for agents, BadInput, NotFound, Conflict."""
    if staff.role is Role.AGENT:
        raise Forbidden("Alerts are for leads and admins.", hint="Ask a lead.")
    if not note.strip():
        raise BadInput("Say what it was.", hint="The next person will ask.")
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"The note has more than {LONGEST_NOTE} characters.", hint="Shorten it.")
    held = ports.store.alert(ref)
    if held is None:
        raise NotFound(f"There is no alert {ref!r}.")
    if not held.is_open:
        raise Conflict("The alert is closed already.", hint="Look at it again.")
    entry = staff_entry("quality.alert_closed", ref, staff, ports.clock, {"measure": held.measure})
    done = closed(held, staff.staff, entry.at, note.strip())
    ports.store.close_alert(done, entry)
    return done
