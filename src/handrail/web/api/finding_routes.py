"""The routes of findings: what is wrong with the articles, and what people make of it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import JSONResponse, Response

from handrail.domain.knowledge.health.finding_json import finding_as_json
from handrail.domain.knowledge.health.model import (
    STANDING,
    FindingId,
    FindingKind,
    FindingState,
    KeptFinding,
)
from handrail.flow.decide_finding import (
    Deciding,
    FindingPorts,
    accept_finding,
    assign_finding,
    intend_finding,
    reopen_finding,
)
from handrail.flow.health_ports import EVERY_KIND
from handrail.kernel.errors import NotFound
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, Parts, PartsHere, errors
from handrail.web.api.finding_shapes import (
    FindingAssignment,
    FindingBody,
    FindingDecision,
    Findings,
)

FindingRef = Annotated[str, Path(pattern=r"^find_[0-9a-f]{1,64}$")]
Decide = Callable[[Deciding, FindingPorts], KeptFinding]

routes = APIRouter(prefix="/api/v1")


async def _deciding_of(staff: StaffHere, finding: FindingRef, said: FindingDecision) -> Deciding:
    return _deciding(finding, staff, said)


DecidingHere = Annotated[Deciding, Depends(_deciding_of)]


@routes.get("/staff/findings", response_model=Findings, responses=errors(401, 404, 422, 503))
async def list_findings(
    parts: PartsHere,
    _staff: StaffHere,
    state: Annotated[list[FindingState] | None, Query(description="Only in these states.")] = None,
    kind: Annotated[list[FindingKind] | None, Query(description="Only of these kinds.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
) -> Response:
    """List what is wrong with the articles, the most severe and most seen first."""
    states = frozenset(state) if state else STANDING
    kinds = frozenset(kind) if kind else EVERY_KIND

    def read() -> list[dict[str, object]]:
        with parts.findings().store.read() as reading:
            return [finding_as_json(held) for held in reading.findings(states, kinds, limit=limit)]

    return JSONResponse({"findings": await parts.readers.run(read)}, headers=UNSTORED)


@routes.get(
    "/staff/findings/{finding}", response_model=FindingBody, responses=errors(401, 404, 422, 503)
)
async def read_finding(parts: PartsHere, _staff: StaffHere, finding: FindingRef) -> Response:
    """Show one finding."""

    def read() -> KeptFinding | None:
        with parts.findings().store.read() as reading:
            return reading.finding(FindingId(finding))

    held = await parts.readers.run(read)
    if held is None:
        raise NotFound(f"There is no finding {finding!r}.")
    return JSONResponse(finding_as_json(held), headers=UNSTORED)


_MOVES = errors(401, 403, 404, 409, 422, 503)


@routes.post("/staff/findings/{finding}/accept", response_model=FindingBody, responses=_MOVES)
async def accept(parts: PartsHere, deciding: DecidingHere) -> Response:
    """Agree that it is to be put right."""
    return await _decided(parts, accept_finding, deciding)


@routes.post("/staff/findings/{finding}/intend", response_model=FindingBody, responses=_MOVES)
async def intend(parts: PartsHere, deciding: DecidingHere) -> Response:
    """Say that it is meant to be so, and why; it comes back when a side is worded anew."""
    return await _decided(parts, intend_finding, deciding)


@routes.post("/staff/findings/{finding}/assign", response_model=FindingBody, responses=_MOVES)
async def assign(
    parts: PartsHere, staff: StaffHere, finding: FindingRef, said: FindingAssignment
) -> Response:
    """Name who has to put it right; agents name themselves only."""

    def to_owner(deciding: Deciding, ports: FindingPorts) -> KeptFinding:
        return assign_finding(deciding, said.owner, ports)

    return await _decided(parts, to_owner, _deciding(finding, staff, said))


@routes.post("/staff/findings/{finding}/reopen", response_model=FindingBody, responses=_MOVES)
async def reopen(parts: PartsHere, deciding: DecidingHere) -> Response:
    """Take back what was decided on it."""
    return await _decided(parts, reopen_finding, deciding)


def _deciding(finding: str, staff: StaffHere, said: FindingDecision) -> Deciding:
    return Deciding(ref=FindingId(finding), staff=staff, version=said.version, note=said.note)


async def _decided(parts: Parts, decide: Decide, deciding: Deciding) -> Response:
    held = await parts.turns.run(lambda: decide(deciding, parts.findings()))
    return JSONResponse(finding_as_json(held), headers=UNSTORED)
