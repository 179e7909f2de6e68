"""The audit log: who did what, and whether the log itself is sound."""

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.audit.model import AuditEntry, SignedHead, Verdict
from handrail.flow.console_ports import EntryFilter
from handrail.flow.seal_audit import Delivery, Waiting
from handrail.flow.verify_audit import verify_live
from handrail.web.console.parts import Visit

_PER_PAGE = 60
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Hold one page of the log, and how far it is sealed."""

    entries: tuple[tuple[int, AuditEntry], ...]
    next: int | None
    newest: SignedHead | None
    waiting: Waiting
    deliveries: dict[str, Delivery]


async def show_audit(visit: Visit) -> Response:
    """List entries, the newest first, and say how far the log is sealed."""
    wanted = _wanted(visit)
    found = await visit.run(partial(_log, wanted, visit))
    return visit.page("audit.html", {"log": found, "wanted": wanted})


async def show_verdict(visit: Visit) -> Response:
    """Say what came of the last verification, or that it still runs."""
    check = visit.parts.log_check
    return visit.page("verdict.html", {"check": check.last, "mark": check.mark()})


async def verify_now(visit: Visit) -> Response:
    """Check every entry against every head; the page tells what came of it."""
    await visit.parts.log_check.begin(partial(_verdict, visit))
    return visit.back_to("/console/audit/verify")


def _wanted(visit: Visit) -> EntryFilter:
    query = visit.request.query_params
    before = query.get("before", "")
    return EntryFilter(
        kind=query.get("kind", "").strip()[:_LONGEST],
        actor=query.get("actor", "").strip()[:_LONGEST],
        subject=query.get("subject", "").strip()[:_LONGEST],
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )


def _log(wanted: EntryFilter, visit: Visit) -> Log:
    log = visit.app.audit.log
    with visit.app.console.looking() as looking:
        found = tuple(looking.entries(wanted, _PER_PAGE + 1))
    shown = found[:_PER_PAGE]
    return Log(
        entries=shown,
        next=shown[-1][0] if len(found) > _PER_PAGE else None,
        newest=log.newest(),
        waiting=log.waiting(),
        deliveries=log.deliveries(),
    )


def _verdict(visit: Visit) -> Verdict:
    audit = visit.app.audit
    return verify_live(audit.head_file.heads(), None, audit.verify_ports())
