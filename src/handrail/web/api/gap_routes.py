"""The routes of gaps: what nobody answers, articles drafted for it, and decisions on them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from handrail.domain.knowledge.health.drafting import DraftId, DraftState
from handrail.domain.knowledge.health.gap_json import draft_as_json, topic_as_json
from handrail.domain.knowledge.health.gaps import TopicId
from handrail.flow.decide_draft import (
    Edited,
    approve_draft,
    decline_draft,
    draft_of,
    drafts,
)
from handrail.flow.find_gaps import shown_topic, shown_topics
from handrail.flow.propose_article import propose_article
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.gap_shapes import (
    ApprovedBody,
    DraftApproval,
    DraftBody,
    DraftDecision,
    Drafts,
    GapBody,
    Gaps,
)

GapRef = Annotated[str, Path(pattern=r"^gap_[0-9a-f]{1,64}$")]
DraftRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
_LOOKS = errors(401, 404, 422, 503)
_MOVES = errors(401, 403, 404, 409, 422, 503)

routes = APIRouter(prefix="/api/v1")


@routes.get("/staff/gaps", response_model=Gaps, responses=_LOOKS)
async def list_gaps(parts: PartsHere, _staff: StaffHere) -> Response:
    """List what customers ask that no article answers, the most asked first."""
    found = await parts.readers.run(lambda: shown_topics(parts.gaps()))
    shown = [topic_as_json(one.topic, one.examples) for one in found]
    return JSONResponse({"gaps": shown}, headers=UNSTORED)


@routes.get("/staff/gaps/{gap}", response_model=GapBody, responses=_LOOKS)
async def read_gap(parts: PartsHere, _staff: StaffHere, gap: GapRef) -> Response:
    """Show one gap with examples of what was asked, without personal data."""
    shown = await parts.readers.run(lambda: shown_topic(TopicId(gap), parts.gaps()))
    return JSONResponse(topic_as_json(shown.topic, shown.examples), headers=UNSTORED)


@routes.post("/staff/gaps/{gap}/draft", response_model=DraftBody, responses=_MOVES)
async def draft(parts: PartsHere, staff: StaffHere, gap: GapRef) -> Response:
    """Draft an article for a gap out of what agents answered."""
    made = await parts.turns.run(lambda: propose_article(TopicId(gap), staff, parts.gaps()))
    return JSONResponse(draft_as_json(made), headers=UNSTORED)


@routes.get("/staff/drafts", response_model=Drafts, responses=_LOOKS)
async def list_drafts(
    parts: PartsHere,
    _staff: StaffHere,
    state: Annotated[list[DraftState] | None, Query(description="Only in these states.")] = None,
) -> Response:
    """List drafted articles, the newest first."""
    found = await parts.readers.run(lambda: drafts(parts.gaps(), tuple(state or ())))
    return JSONResponse({"drafts": [draft_as_json(one) for one in found]}, headers=UNSTORED)


@routes.get("/staff/drafts/{draft}", response_model=DraftBody, responses=_LOOKS)
async def read_draft(parts: PartsHere, _staff: StaffHere, draft: DraftRef) -> Response:
    """Show one draft with the messages that each line rests on."""
    held = await parts.readers.run(lambda: draft_of(DraftId(draft), parts.gaps()))
    return JSONResponse(draft_as_json(held), headers=UNSTORED)


@routes.post("/staff/drafts/{draft}/approve", response_model=ApprovedBody, responses=_MOVES)
async def approve(
    parts: PartsHere, staff: StaffHere, draft: DraftRef, said: DraftApproval
) -> Response:
    """Serve a draft as an article. Takes a lead."""

    def work() -> dict[str, object]:
        edited = Edited(title=said.title, text=said.text)
        done = approve_draft(DraftId(draft), said.version, staff, parts.gaps(), edited)
        return draft_as_json(done.draft) | {"is_answered": done.is_answered}

    return JSONResponse(await parts.turns.run(work), headers=UNSTORED)


@routes.post("/staff/drafts/{draft}/decline", response_model=DraftBody, responses=_MOVES)
async def decline(
    parts: PartsHere, staff: StaffHere, draft: DraftRef, said: DraftDecision
) -> Response:
    """Decline a draft; the gap stays. Takes a lead."""
    declined = await parts.turns.run(
        lambda: decline_draft(DraftId(draft), said.version, staff, parts.gaps())
    )
    return JSONResponse(draft_as_json(declined), headers=UNSTORED)
