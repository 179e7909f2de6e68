"""The routes of actions: a customer signs in and decides, the staff look and decide."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import JSONResponse, Response

from handrail.domain.actions.model import ActionId, ActionState, StaffSession
from handrail.flow.confirm_action import Click
from handrail.web.api.acting import standing
from handrail.web.api.action_shapes import (
    ActionBody,
    Actions,
    ActionStanding,
    Decision,
    SignedIn,
    SignIn,
    Switch,
)
from handrail.web.api.conversations import (
    UNSTORED,
    CallerHere,
    Parts,
    PartsHere,
    errors,
    token_body,
)
from handrail.web.console.parts import session_here

_STAFF = HTTPBearer(auto_error=False, description="The token of one of the staff.")
ActionRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]

routes = APIRouter(prefix="/api/v1")


async def _staff_of(
    request: Request,
    parts: PartsHere,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_STAFF)],
) -> StaffSession:
    """Return who of the staff asks: by a token, or logged in to the console."""
    if shown is None and request.app.state.console is not None:
        session = await session_here(request.scope, request.app.state.console)
        if session is not None:
            return session.staff
    token = None if shown is None else shown.credentials
    return await parts.readers.run(partial(parts.acting.staff, token))


StaffHere = Annotated[StaffSession, Depends(_staff_of)]


@routes.post(
    "/conversations/{conversation}/identify",
    response_model=SignedIn,
    responses=errors(401, 404, 409, 422, 503),
)
async def sign_in(parts: PartsHere, caller: CallerHere, shown: SignIn) -> Response:
    """Say who the customer is; the conversation's token changes."""
    known = await parts.readers.run(partial(parts.service.known, caller))
    given = parts.service.token_for(caller.page)
    work = partial(parts.acting.sign_in, known, shown.identity, given.digest)
    session = await parts.turns.run(work)
    until = session.expires_at.isoformat()
    return JSONResponse(token_body(parts, given) | {"until": until}, headers=UNSTORED)


@routes.post(
    "/conversations/{conversation}/actions/{action}/confirm",
    response_model=ActionStanding,
    responses=errors(401, 404, 409, 422, 503),
)
async def confirm(
    parts: PartsHere, caller: CallerHere, action: ActionRef, decision: Decision
) -> Response:
    """Confirm exactly what the card showed. The same again returns the same."""
    known = await parts.readers.run(partial(parts.service.known, caller))
    click = _click(action, decision, is_approved=True)
    decided = await parts.turns.run(partial(parts.acting.decide, known, action, click))
    return JSONResponse(standing(decided), headers=UNSTORED)


@routes.post(
    "/conversations/{conversation}/actions/{action}/decline",
    response_model=ActionStanding,
    responses=errors(401, 404, 409, 422, 503),
)
async def decline(
    parts: PartsHere, caller: CallerHere, action: ActionRef, decision: Decision
) -> Response:
    """Decline what the card showed."""
    known = await parts.readers.run(partial(parts.service.known, caller))
    click = _click(action, decision, is_approved=False)
    decided = await parts.turns.run(partial(parts.acting.decide, known, action, click))
    return JSONResponse(standing(decided), headers=UNSTORED)


@routes.get("/staff/actions", response_model=Actions, responses=errors(401, 422, 503))
async def list_actions(
    parts: PartsHere,
    _staff: StaffHere,
    state: Annotated[list[ActionState] | None, Query(description="Only in these states.")] = None,
) -> Response:
    """List what was asked for, oldest first."""
    found = await parts.readers.run(partial(parts.acting.actions, state or ()))
    return JSONResponse({"actions": found}, headers=UNSTORED)


@routes.get(
    "/staff/actions/{action}", response_model=ActionBody, responses=errors(401, 404, 422, 503)
)
async def read_action(parts: PartsHere, _staff: StaffHere, action: ActionRef) -> Response:
    """Show an action, its card, and who decided what."""
    found = await parts.readers.run(partial(parts.acting.action, action))
    return JSONResponse(found, headers=UNSTORED)


@routes.post(
    "/staff/actions/{action}/approve",
    response_model=ActionStanding,
    responses=errors(401, 403, 404, 409, 422, 503),
)
async def approve(
    parts: PartsHere, staff: StaffHere, action: ActionRef, decision: Decision
) -> Response:
    """Approve exactly what the card showed."""
    return await _staff_decides(parts, staff, _click(action, decision, is_approved=True))


@routes.post(
    "/staff/actions/{action}/decline",
    response_model=ActionStanding,
    responses=errors(401, 403, 404, 409, 422, 503),
)
async def decline_for_staff(
    parts: PartsHere, staff: StaffHere, action: ActionRef, decision: Decision
) -> Response:
    """Decline what the card showed."""
    return await _staff_decides(parts, staff, _click(action, decision, is_approved=False))


@routes.post("/staff/switch", status_code=204, responses=errors(401, 403, 404, 422, 503))
async def switch(parts: PartsHere, staff: StaffHere, asked: Switch) -> Response:
    """Switch one action or all of them off, on, or into shadow mode."""
    await parts.turns.run(partial(parts.acting.switch, asked.action, asked.position, staff))
    return Response(status_code=204)


async def _staff_decides(parts: Parts, staff: StaffSession, click: Click) -> Response:
    decided = await parts.turns.run(partial(parts.acting.approve, click, staff))
    return JSONResponse(standing(decided), headers=UNSTORED)


def _click(action: str, decision: Decision, *, is_approved: bool) -> Click:
    return Click(
        action=ActionId(action),
        version=decision.version,
        digest=decision.digest,
        is_approved=is_approved,
    )
