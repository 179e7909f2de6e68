"""The routes of reviews: the worst turns first, one turn, and verdicts on it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from handrail.domain.decision.model import RecordId
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review_json import review_as_json
from handrail.flow.queue_json import turn_as_json, worst_as_json
from handrail.flow.review_queue import turn_to_review, worst_turns
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.review_shapes import ReviewBody, ReviewRequest, TurnBody, WorstTurns

RecordRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,80}$")]

routes = APIRouter(prefix="/api/v1")


@routes.get("/staff/reviews", response_model=WorstTurns, responses=errors(401, 403, 422, 503))
async def list_worst(
    parts: PartsHere,
    staff: StaffHere,
    days: Annotated[int, Query(ge=1, le=366, description="How far back.")] = 28,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 50,
    reviewed: Annotated[bool, Query(description="Those that were reviewed already.")] = False,  # noqa: FBT002 - a query
    simulated: Annotated[bool, Query(description="Simulated ones, too.")] = False,  # noqa: FBT002 - a query
) -> Response:
    """List the turns in which most could have gone wrong, and how much of them was read."""
    found = await parts.readers.run(
        lambda: worst_turns(
            staff,
            parts.looking(),
            days=days,
            most=limit,
            reviewed=reviewed,
            simulated=simulated,
        )
    )
    return JSONResponse(worst_as_json(found), headers=UNSTORED)


@routes.get(
    "/staff/reviews/{record}", response_model=TurnBody, responses=errors(401, 403, 404, 422, 503)
)
async def read_turn(parts: PartsHere, staff: StaffHere, record: RecordRef) -> Response:
    """Show one turn with what reviewers found of it; that it was read is noted."""
    shown = await parts.turns.run(lambda: turn_to_review(RecordId(record), staff, parts.looking()))
    return JSONResponse(turn_as_json(shown), headers=UNSTORED)


@routes.post(
    "/staff/reviews/{record}", response_model=ReviewBody, responses=errors(400, 401, 403, 404, 422)
)
async def give_verdict(
    parts: PartsHere, staff: StaffHere, record: RecordRef, said: ReviewRequest
) -> Response:
    """Say whether a turn was right, what went wrong, and what would have been right."""
    reviewing = Reviewing(
        record=RecordId(record),
        verdict=said.verdict,
        cause=said.cause,
        articles=tuple(ArticleId(one) for one in dict.fromkeys(said.articles)),
        answer=said.answer,
        note=said.note,
    )
    made = await parts.turns.run(lambda: review_turn(reviewing, staff, parts.looking().reviews))
    return JSONResponse(review_as_json(made), headers=UNSTORED)
