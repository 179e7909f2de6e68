"""The route by which the staff look for conversations, and what it answers."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Priority
from handrail.flow.find_conversations import InboxQuestion, found_as_json
from handrail.flow.inbox_ports import Order, View
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.desk_shapes import HandoffBody

routes = APIRouter(prefix="/api/v1/staff")


class ListedBody(BaseModel):
    """Say where a conversation stands; nothing here is what the customer wrote."""

    id: str
    state: str
    channel: str
    site: str | None
    opened_at: str
    is_simulated: bool
    handoff: HandoffBody | None = Field(description="Its newest; null: it never was handed over.")


class FoundBody(BaseModel):
    """Hold one page of what was found."""

    conversations: list[ListedBody]
    next: str | None = Field(description="Send it as `after` for the following page.")
    is_cut: bool = Field(description="More was found than can be listed.")


class Asked(BaseModel):
    """Say what is looked for."""

    view: View = View.WAITING
    words: str = Field(
        default="",
        max_length=200,
        description="Words that were said, an order number, or the id of a customer or "
        "conversation. With words and `all`, also those that were never handed over.",
    )
    queue: str | None = Field(default=None, max_length=100)
    skill: str | None = Field(default=None, max_length=100)
    reason: HandOffReason | None = None
    priority: Priority | None = None
    channel: str | None = Field(default=None, max_length=100)
    language: str | None = Field(default=None, max_length=35)
    order: Order | None = None
    after: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


@routes.get("/conversations", response_model=FoundBody, responses=errors(401, 422, 503))
async def find(parts: PartsHere, staff: StaffHere, asked: Annotated[Asked, Query()]) -> Response:
    """Find conversations by what was said and how they stand; the log keeps that you searched."""
    question = InboxQuestion(**asked.model_dump())
    found = await parts.turns.run(partial(parts.desk.find, question, staff))
    return JSONResponse(found_as_json(found), headers=UNSTORED)
