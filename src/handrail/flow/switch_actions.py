"""Somebody of the staff switches actions off, on, or into shadow mode."""

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.flow.judge_action import ActionPorts
from handrail.kernel.errors import BadInput, Forbidden, NotFound

ALL = "*"
POSITIONS = ("on", "off", "shadow")


def switch_actions(name: str, position: str, staff: StaffSession, ports: ActionPorts) -> None:
    """Set one action, or all under `*`, to `on`, `off` or `shadow`.

    Anybody of the staff may switch off; switching on again takes a lead. Raises BadInput, NotFound,
    Forbidden.
    """
    if position not in POSITIONS:
        raise BadInput(f"There is no position {position!r}.", hint="Use on, off or shadow.")
    if name != ALL and ports.catalogue.find(name) is None:
        raise NotFound(f"There is no action {name!r}.", hint="Name a declared one, or `*` for all.")
    if name == ALL and position == "shadow":
        raise BadInput("Shadow mode is set action by action.", hint="Name the action.")
    if position != "off" and staff.role is Role.AGENT:
        raise Forbidden("Switching on takes a lead.", hint="Ask a lead or an admin.")
    entry = AuditEntry(
        kind="actions.switched",
        actor=f"staff:{staff.staff}",
        subject=name,
        at=ports.clock.now(),
        facts={"position": position},
    )
    with ports.store.decide() as tx:
        tx.save_switch(name, position, entry)
