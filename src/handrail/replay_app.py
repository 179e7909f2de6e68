"""The part of the composition root that thinks recorded turns again, as it was or otherwise."""

from handrail.adapters.sql.past import SqlPastStore
from handrail.app import App
from handrail.flow.rebuild_turn import RebuildPorts
from handrail.flow.verify_audit import verify_live
from handrail.flow.verify_record import VerifyRecordPorts


def verify_ports(app: App) -> VerifyRecordPorts:
    """Return what verifying a record needs."""
    audit = app.audit
    return VerifyRecordPorts(
        past=SqlPastStore(app.store),
        log=lambda: verify_live(audit.head_file.heads(), None, audit.verify_ports()),
        rebuild=RebuildPorts(
            think=app.think_ports(), actions=None if app.acting is None else app.acting.ports
        ),
    )
