"""The routes of the desk: what the staff take, say, return and close, and how customers rate it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from handrail.domain.actions.model import StaffSession
from handrail.domain.handoff.model import OPEN, HandoffState
from handrail.flow.inbox import Wanted
from handrail.flow.take_over import close_conversation, return_to_assistant, take_over
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, CallerHere, Parts, PartsHere, errors
from handrail.web.api.desk import Move
from handrail.web.api.desk_shapes import (
    AgentMessage,
    HandoffBody,
    Handoffs,
    MessageBody,
    NewRating,
    ShownHandoff,
    SuggestionBody,
)
from handrail.web.api.staff_stream import StaffStream

HandoffRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
ConversationRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]

routes = APIRouter(prefix="/api/v1")


@routes.post(
    "/conversations/{conversation}/rating",
    status_code=204,
    responses=errors(401, 404, 413, 422, 503),
)
async def rate(parts: PartsHere, caller: CallerHere, rating: NewRating) -> Response:
    """Say how the conversation was; a later rating takes the place of an earlier one."""
    known = await parts.readers.run(partial(parts.service.known, caller))
    await parts.turns.run(partial(parts.desk.rate, known, rating.score, rating.comment))
    return Response(status_code=204)


@routes.get("/staff/handoffs", response_model=Handoffs, responses=errors(401, 422, 503))
async def list_handoffs(
    parts: PartsHere,
    staff: StaffHere,
    state: Annotated[list[HandoffState] | None, Query(description="Only in these states.")] = None,
    queue: Annotated[str | None, Query(max_length=100)] = None,
    mine: Annotated[bool, Query(description="Only those that you have.")] = False,  # noqa: FBT002 - a query parameter
) -> Response:
    """List who waits and who is being helped, the most urgent first, then the longest waiting."""
    states = frozenset(state) if state else OPEN
    wanted = Wanted(states=states, queue=queue, is_mine=mine)
    found = await parts.readers.run(partial(parts.desk.inbox, wanted, staff))
    return JSONResponse({"handoffs": found}, headers=UNSTORED)


@routes.get(
    "/staff/handoffs/{handoff}", response_model=ShownHandoff, responses=errors(401, 404, 422, 503)
)
async def read_handoff(parts: PartsHere, staff: StaffHere, handoff: HandoffRef) -> Response:
    """Show a handoff with its brief and all that was said; the audit log keeps who read it."""
    shown = await parts.turns.run(partial(parts.desk.handoff, handoff, staff))
    return JSONResponse(shown, headers=UNSTORED)


@routes.post(
    "/staff/handoffs/{handoff}/take",
    response_model=HandoffBody,
    responses=errors(401, 404, 409, 422, 503),
)
async def take(parts: PartsHere, staff: StaffHere, handoff: HandoffRef) -> Response:
    """Take a handoff that waits; a lead also takes one that a colleague has."""
    return await _moved(parts, staff, take_over, handoff)


@routes.post(
    "/staff/handoffs/{handoff}/return",
    response_model=HandoffBody,
    responses=errors(401, 403, 404, 409, 422, 503),
)
async def give_back(parts: PartsHere, staff: StaffHere, handoff: HandoffRef) -> Response:
    """Give the conversation back: the assistant answers again."""
    return await _moved(parts, staff, return_to_assistant, handoff)


@routes.post(
    "/staff/handoffs/{handoff}/close",
    response_model=HandoffBody,
    responses=errors(401, 403, 404, 409, 422, 503),
)
async def close(parts: PartsHere, staff: StaffHere, handoff: HandoffRef) -> Response:
    """End the conversation, and ask its customer how it was."""
    return await _moved(parts, staff, close_conversation, handoff)


@routes.post(
    "/staff/conversations/{conversation}/take",
    response_model=HandoffBody,
    responses=errors(401, 404, 409, 422, 503),
)
async def step_in(parts: PartsHere, staff: StaffHere, conversation: ConversationRef) -> Response:
    """Take over a conversation although nobody asked for a person."""
    taken = await parts.turns.run(partial(parts.desk.step_in, conversation, staff))
    return JSONResponse(taken, headers=UNSTORED)


@routes.post(
    "/staff/conversations/{conversation}/messages",
    response_model=MessageBody,
    responses=errors(401, 404, 409, 413, 422, 503),
)
async def say(
    parts: PartsHere, staff: StaffHere, conversation: ConversationRef, message: AgentMessage
) -> Response:
    """Say something to the customer; where nobody has the word, you take it."""
    work = partial(parts.desk.say, conversation, message.text, message.suggestion, staff)
    said = await parts.turns.run(work)
    return JSONResponse(said, headers=UNSTORED)


@routes.post(
    "/staff/conversations/{conversation}/suggestion",
    response_model=SuggestionBody,
    responses=errors(401, 404, 422, 503),
)
async def suggest(parts: PartsHere, _staff: StaffHere, conversation: ConversationRef) -> Response:
    """Draft a reply to what the customer asked last; nothing is sent."""
    drafted = await parts.turns.run(partial(parts.desk.suggest, conversation))
    return JSONResponse(drafted, headers=UNSTORED)


@routes.get(
    "/staff/events",
    status_code=200,
    response_class=StaffStream,
    responses={200: {"content": {"text/event-stream": {}}}, **errors(401, 503)},
)
async def listen(parts: PartsHere, staff: StaffHere) -> Response:
    """Tell which handoffs, conversations and actions changed, by their ids alone, as they do."""
    parts.staff_feed.require_place()
    return StaffStream(parts.staff_feed, staff, send_timeout=parts.send_seconds)


async def _moved(parts: Parts, staff: StaffSession, move: Move, handoff: str) -> Response:
    moved = await parts.turns.run(partial(parts.desk.move, move, handoff, staff))
    return JSONResponse(moved, headers=UNSTORED)
