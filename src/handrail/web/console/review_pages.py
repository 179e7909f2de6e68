"""Reviews: the worst turns first, one turn with all that it rested on, and the verdict on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.actions.model import Role
from handrail.domain.decision.model import Answer, RecordId
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import FAULTED, LONGEST_TEXT, Cause, Verdict
from handrail.domain.quality.waterfall import Stage
from handrail.flow.drawn_answers import drawn_to_read
from handrail.flow.review_queue import ShownTurn, Worst, turn_to_review, worst_turns
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.judge_app import in_use_ports
from handrail.kernel.errors import BadInput
from handrail.review_app import looking_ports, review_ports
from handrail.web.console.forms import Form, form_of
from handrail.web.console.parts import Visit
from handrail.web.console.transcript import Cited, cited_claims

LEAST = Role.LEAD
_DAYS = (7, 28, 90)
_SHOWN = 50
DRAWN = "drawn"
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.RIGHT: ("Right", "What was said is true, and answers what was asked."),
    Verdict.WRONG: ("Wrong", "What was said is not true, or not what was asked."),
    Verdict.INCOMPLETE: ("Incomplete", "True, and something that matters is missing."),
    Verdict.UNSAFE: ("Unsafe", "It could do harm: to a person, their money or their data."),
    Verdict.NOT_SURE: ("Not sure", "Read, and not decided."),
}
CAUSES: Mapping[Cause, str] = {
    Cause.RETRIEVAL_MISS: "The right article is there and was not found",
    Cause.REASONING_MISS: "It was found, and the wrong thing was made of it",
    Cause.KNOWLEDGE_GAP: "No article answers this",
    Cause.STALE: "The article is out of date",
    Cause.POLICY: "A rule does not allow what was said or done",
    Cause.TONE: "The words were not fit for this customer",
}
OUTCOMES: Mapping[str, str] = {
    "abstain": "Not answered",
    "clarify": "Asked back",
    "hand_off": "Handed over",
    "action_ruled": "Something was to be done",
}
STAGES: Mapping[Stage, str] = {
    Stage.NOT_INDEXED: "The right article was not served then.",
    Stage.FIRST_STAGE: "The search did not come near the right article.",
    Stage.RANKED: "The right article was offered, and others were ranked before it.",
    Stage.IN_PROMPT: "The right article was found too far down to be read.",
    Stage.CITED: "The right article was read, and not quoted.",
    Stage.SAID: "The right article was quoted, and what was said is wrong all the same.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold what the page of one turn shows beside the turn."""

    turn: ShownTurn
    claims: tuple[Cited, ...]


async def show_reviews(visit: Visit) -> Response:
    """List the worst turns first, and how much was read; or what chance drew."""
    query = visit.request.query_params
    if query.get("view") == DRAWN:
        drawn = await visit.run(
            lambda: drawn_to_read(visit.staff, in_use_ports(visit.app), most=_SHOWN)
        )
        values = {"view": DRAWN, "drawn": drawn, "days": 28, "simulated": False}
        return visit.page("reviews.html", values)
    days = next((d for d in _DAYS if str(d) == query.get("days")), 28)
    view = "read" if query.get("view") == "read" else "to-read"
    with_simulated = query.get("simulated") == "yes"
    found = await visit.run(partial(_worst, days, view, visit, with_simulated=with_simulated))
    values = {
        "found": found,
        "days": days,
        "all_days": _DAYS,
        "view": view,
        "simulated": with_simulated,
        "verdicts": VERDICTS,
        "outcomes": OUTCOMES,
    }
    return visit.page("reviews.html", values)


async def show_turn(visit: Visit) -> Response:
    """Show one turn, its conversation, what it rested on, and the form for a verdict."""
    found = await visit.run(partial(_turn, visit))
    values = {
        "shown": found,
        "verdicts": VERDICTS,
        "causes": CAUSES,
        "stages": STAGES,
        "view": DRAWN if visit.request.query_params.get("view") == DRAWN else "",
    }
    return visit.page("review.html", values)


async def give_verdict(visit: Visit) -> Response:
    """Keep a verdict, and go on with the next turn of the queue, or of what chance drew."""
    form = await form_of(visit.request)
    said = _said(form, visit)
    await visit.run(lambda: review_turn(said, visit.staff, review_ports(visit.app)))
    after = "reviewed-task" if said.cause in {Cause.KNOWLEDGE_GAP, Cause.STALE} else "reviewed"
    is_drawn = form.text("view", most=40) == DRAWN
    return visit.back_to(f"/console/review?view={DRAWN}" if is_drawn else "/console/review", after)


def _worst(days: int, view: str, visit: Visit, *, with_simulated: bool) -> Worst:
    return worst_turns(
        visit.staff,
        looking_ports(visit.app),
        days=days,
        most=_SHOWN,
        reviewed=view == "read",
        simulated=with_simulated,
    )


def _turn(visit: Visit) -> Page:
    turn = turn_to_review(_ref(visit), visit.staff, looking_ports(visit.app))
    outcome = turn.explanation.record.outcome
    claims = cited_claims(outcome.claims) if isinstance(outcome, Answer) else ()
    return Page(turn=turn, claims=claims)


def _said(form: Form, visit: Visit) -> Reviewing:
    verdict = next((v for v in Verdict if v.value == form.text("verdict", most=40)), None)
    if verdict is None:
        raise BadInput("Say what you find of it.", hint="Go back and choose a verdict.")
    cause = next((c for c in Cause if c.value == form.text("cause", most=40)), None)
    lines = form.text("articles", most=5_000).splitlines()
    return Reviewing(
        record=_ref(visit),
        verdict=verdict,
        # A cause that was chosen before the verdict was changed to right is not meant any more.
        cause=cause if verdict in FAULTED else None,
        articles=tuple(dict.fromkeys(ArticleId(line.strip()) for line in lines if line.strip())),
        answer=form.text("answer", most=LONGEST_TEXT),
        note=form.text("note", most=LONGEST_TEXT),
    )


def _ref(visit: Visit) -> RecordId:
    return RecordId(str(visit.request.path_params["record"]))
