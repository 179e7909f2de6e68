"""The routes by which the staff pass conversations on, leave notes for each other, and go away."""

from functools import partial

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from handrail.domain.actions.model import StaffId
from handrail.flow.pass_on import PassOn
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.desk_routes import ConversationRef, HandoffRef
from handrail.web.api.desk_shapes import NoteBody
from handrail.web.api.passing_shapes import (
    NewNote,
    PassedBody,
    PassingOn,
    Places,
    Presence,
    SavedReplies,
)

routes = APIRouter(prefix="/api/v1/staff")


@routes.get("/colleagues", response_model=Places, responses=errors(401, 503))
async def places(parts: PartsHere, staff: StaffHere) -> Response:
    """List to whom you can pass a conversation on: those who are there first, then the queues."""
    found = await parts.readers.run(partial(parts.desk.places, staff))
    return JSONResponse(found, headers=UNSTORED)


@routes.get(
    "/conversations/{conversation}/replies",
    response_model=SavedReplies,
    responses=errors(401, 404, 422, 503),
)
async def replies(parts: PartsHere, staff: StaffHere, conversation: ConversationRef) -> Response:
    """List the saved replies that fit a conversation, as you would send them."""
    found = await parts.readers.run(partial(parts.desk.replies, conversation, staff))
    return JSONResponse({"replies": found}, headers=UNSTORED)


@routes.post(
    "/handoffs/{handoff}/pass",
    response_model=PassedBody,
    responses=errors(401, 403, 404, 409, 413, 422, 503),
)
async def pass_on(
    parts: PartsHere, staff: StaffHere, handoff: HandoffRef, passing: PassingOn
) -> Response:
    """Pass a conversation on, with a note that only the staff see."""
    wanted = PassOn(
        to=None if passing.to is None else StaffId(passing.to),
        queue=passing.queue,
        note=passing.note or "",
        hands=passing.hands,
    )
    passed = await parts.turns.run(partial(parts.desk.pass_on, handoff, wanted, staff))
    return JSONResponse(passed, headers=UNSTORED)


@routes.post(
    "/conversations/{conversation}/notes",
    status_code=201,
    response_model=NoteBody,
    responses=errors(401, 404, 413, 422, 503),
)
async def note(
    parts: PartsHere, staff: StaffHere, conversation: ConversationRef, written: NewNote
) -> Response:
    """Write a note beside a conversation; its customer never sees it."""
    kept = await parts.turns.run(partial(parts.desk.note, conversation, written.text, staff))
    return JSONResponse(kept, status_code=201, headers=UNSTORED)


@routes.post("/away", status_code=204, responses=errors(401, 413, 422, 503))
async def away(parts: PartsHere, staff: StaffHere, presence: Presence) -> Response:
    """Say that you are away, so that nothing is passed on to you, or that you are back."""
    await parts.turns.run(partial(parts.desk.away, staff, is_away=presence.is_away))
    return Response(status_code=204)
