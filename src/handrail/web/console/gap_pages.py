"""Gaps: what customers ask that no article answers, and articles drafted for it."""

from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from handrail.domain.knowledge.health.drafting import ArticleDraft, DraftId, DraftState
from handrail.domain.knowledge.health.gaps import Need, TopicId
from handrail.flow.decide_draft import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Edited,
    approve_draft,
    decline_draft,
    draft_of,
    drafts,
)
from handrail.flow.find_gaps import ShownTopic, find_gaps, shown_topic, shown_topics
from handrail.flow.propose_article import propose_article
from handrail.web.console.forms import form_of
from handrail.web.console.parts import Visit

NEEDS: Mapping[Need, str] = {
    Need.ABSTAINED: "not answered",
    Need.HANDED_OFF: "handed to a person",
    Need.RATED_BADLY: "rated badly",
    Need.CORRECTED: "put right by an agent",
}
STATES: Mapping[DraftState, str] = {
    DraftState.PROPOSED: "To decide",
    DraftState.APPROVED: "Served",
    DraftState.DECLINED: "Declined",
}
_SHOWN = 200


async def show_gaps(visit: Visit) -> Response:
    """List what nobody answers, the most asked first, and the drafts that wait."""
    is_answered = visit.request.query_params.get("view") == "answered"
    found, waiting = await visit.run(partial(_listed, visit))
    values = {
        "gaps": [one for one in found if one.topic.is_answered == is_answered][:_SHOWN],
        "view": "answered" if is_answered else "open",
        "drafts": waiting,
        "needs": NEEDS,
    }
    return visit.page("gaps.html", values)


async def find_now(visit: Visit) -> Response:
    """Gather the questions anew."""
    await visit.run(partial(find_gaps, visit.app.health.gaps))
    return visit.back_to("/console/gaps", "gaps-found")


async def show_gap(visit: Visit) -> Response:
    """Show one gap with examples, and the drafts made for it."""
    shown, made = await visit.run(partial(_one, _topic(visit), visit))
    values = {"shown": shown, "drafts": made, "needs": NEEDS, "states": STATES}
    return visit.page("gap.html", values)


async def draft(visit: Visit) -> Response:
    """Draft an article out of what agents answered."""
    ports = visit.app.health.gaps
    made = await visit.run(partial(propose_article, _topic(visit), visit.staff, ports))
    return visit.back_to(f"/console/drafts/{made.id}", "drafted")


async def show_draft(visit: Visit) -> Response:
    """Show a draft, with the messages that each line rests on."""
    held = await visit.run(partial(draft_of, _draft(visit), visit.app.health.gaps))
    return visit.page("draft.html", {"draft": held, "states": STATES})


async def approve(visit: Visit) -> Response:
    """Serve the draft as the form has it."""
    form = await form_of(visit.request)
    edited = Edited(
        title=form.text("title", most=LONGEST_TITLE), text=form.text("text", most=LONGEST_TEXT)
    )
    ports, version = visit.app.health.gaps, form.number("version")
    work = partial(approve_draft, _draft(visit), version, visit.staff, ports, edited)
    done = await visit.run(work)
    said = "draft-answers" if done.is_answered else "draft-approved"
    return visit.back_to(f"/console/drafts/{done.draft.id}", said)


async def decline(visit: Visit) -> Response:
    """Decline the draft; the gap stays."""
    form = await form_of(visit.request)
    ports, version = visit.app.health.gaps, form.number("version")
    held = await visit.run(partial(decline_draft, _draft(visit), version, visit.staff, ports))
    return visit.back_to(f"/console/gaps/{held.topic}", "draft-declined")


def _listed(visit: Visit) -> tuple[tuple[ShownTopic, ...], tuple[ArticleDraft, ...]]:
    ports = visit.app.health.gaps
    return shown_topics(ports), drafts(ports, (DraftState.PROPOSED,))


def _one(ref: TopicId, visit: Visit) -> tuple[ShownTopic, tuple[ArticleDraft, ...]]:
    ports = visit.app.health.gaps
    return shown_topic(ref, ports), drafts(ports, topic=ref)


def _topic(visit: Visit) -> TopicId:
    return TopicId(str(visit.request.path_params["gap"]))


def _draft(visit: Visit) -> DraftId:
    return DraftId(str(visit.request.path_params["draft"]))
