"""Findings: what is wrong with the articles, whose it is, and what people decide on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.knowledge.health.model import (
    STANDING,
    CheckReport,
    FindingId,
    FindingKind,
    FindingState,
    KeptFinding,
    Severity,
)
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.decide_finding import (
    LONGEST_NOTE,
    Deciding,
    accept_finding,
    assign_finding,
    intend_finding,
    reopen_finding,
)
from handrail.flow.health_ports import EVERY_KIND
from handrail.kernel.errors import BadInput, NotFound
from handrail.web.console.forms import Form, form_of
from handrail.web.console.parts import Visit

_SHOWN = 200
KINDS: Mapping[FindingKind, str] = {
    FindingKind.CONTRADICTION: "Contradiction",
    FindingKind.STALE: "Out of date",
    FindingKind.DUPLICATE: "Said twice",
    FindingKind.BROKEN_LINK: "Broken link",
    FindingKind.GAP: "Gap",
    FindingKind.UNOWNED: "Without owner",
    FindingKind.UNREACHABLE: "Nothing leads to it",
    FindingKind.WRONG_ANSWER: "Wrong answer",
}
STATES: Mapping[FindingState, str] = {
    FindingState.OPEN: "To look at",
    FindingState.ACCEPTED: "To put right",
    FindingState.INTENDED: "Meant to be so",
    FindingState.FIXED: "Put right",
}
_VIEWS: Mapping[str, frozenset[FindingState]] = {
    "standing": STANDING,
    "mine": STANDING,
    **{state.value: frozenset({state}) for state in (FindingState.INTENDED, FindingState.FIXED)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingList:
    """Hold what the list of findings shows."""

    findings: tuple[KeptFinding, ...]
    is_cut: bool
    last: CheckReport | None
    counts: Mapping[FindingKind, int]
    """How many are to be looked at or put right, of each kind there is any of."""


async def show_findings(visit: Visit) -> Response:
    """List what is wrong with the articles, the most severe and most seen first."""
    query = visit.request.query_params
    view = query.get("view") if query.get("view") in _VIEWS else "standing"
    kind = next((k for k in FindingKind if k.value == query.get("kind")), None)
    found = await visit.run(partial(_listed, str(view), kind, visit))
    values = {"list": found, "view": view, "kind": kind, "kinds": KINDS, "states": STATES}
    return visit.page("findings.html", values)


async def show_finding(visit: Visit) -> Response:
    """Show one finding: both sides as they stand, and what became of it."""
    held = await visit.run(partial(_one, _ref(visit), visit))
    values = {"held": held, "kinds": KINDS, "states": STATES}
    return visit.page("finding.html", values)


async def accept(visit: Visit) -> Response:
    """Agree that it is to be put right."""
    deciding = _deciding(await form_of(visit.request), visit)
    ports = visit.app.health.deciding
    await visit.run(lambda: accept_finding(deciding, ports))
    return visit.back_to(_page(visit), "finding-accepted")


async def intend(visit: Visit) -> Response:
    """Say that it is meant to be so."""
    deciding = _deciding(await form_of(visit.request), visit)
    ports = visit.app.health.deciding
    await visit.run(lambda: intend_finding(deciding, ports))
    return visit.back_to(_page(visit), "finding-intended")


async def assign(visit: Visit) -> Response:
    """Name who has to put it right."""
    form = await form_of(visit.request)
    deciding, owner = _deciding(form, visit), form.text("owner", most=200).strip()
    if not owner:
        raise BadInput("Name somebody.", hint="Or take it yourself.")
    ports = visit.app.health.deciding
    await visit.run(lambda: assign_finding(deciding, owner, ports))
    return visit.back_to(_page(visit), "finding-assigned")


async def reopen(visit: Visit) -> Response:
    """Take back what was decided on it."""
    deciding = _deciding(await form_of(visit.request), visit)
    ports = visit.app.health.deciding
    await visit.run(lambda: reopen_finding(deciding, ports))
    return visit.back_to(_page(visit), "finding-reopened")


async def check_now(visit: Visit) -> Response:
    """Check all that is served."""
    ports = visit.app.health.ports
    await visit.run(lambda: check_knowledge(ports))
    return visit.back_to("/console/findings", "checked")


def _listed(view: str, kind: FindingKind | None, visit: Visit) -> FindingList:
    kinds = EVERY_KIND if kind is None else frozenset({kind})
    owner = visit.staff.staff if view == "mine" else None
    with visit.app.store.read() as reading:
        found = reading.findings(_VIEWS[view], kinds, owner=owner, limit=_SHOWN + 1)
        counts = reading.standing_counts()
        last = reading.last_check()
    return FindingList(
        findings=tuple(sorted(found[:_SHOWN], key=_surest_first)),
        is_cut=len(found) > _SHOWN,
        last=last,
        counts=counts,
    )


def _surest_first(held: KeptFinding) -> tuple[int, bool]:
    """Put what may be no contradiction behind what is as severe and certain."""
    return tuple(Severity).index(held.severity), not held.finding.is_certain


def _one(ref: FindingId, visit: Visit) -> KeptFinding:
    with visit.app.store.read() as reading:
        held = reading.finding(ref)
    if held is None:
        raise NotFound("There is no such finding.", hint="See what there is to look at.")
    return held


def _deciding(form: Form, visit: Visit) -> Deciding:
    return Deciding(
        ref=_ref(visit),
        staff=visit.staff,
        version=form.number("version"),
        note=form.text("note", most=LONGEST_NOTE),
    )


def _page(visit: Visit) -> str:
    return f"/console/findings/{_ref(visit)}"


def _ref(visit: Visit) -> FindingId:
    return FindingId(str(visit.request.path_params["finding"]))
