"""One conversation: what was said, the brief, who the customer is, and the box to answer in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.actions.model import Action, CustomerSession
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    Event,
)
from handrail.domain.decision.model import Answer, RecordId
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.saved_reply import CUSTOMER, SavedReply, has_gap
from handrail.domain.handoff.suggestion import SuggestionId
from handrail.flow.explain_record import Explanation, explain_record
from handrail.flow.handoff_ports import Colleague
from handrail.flow.pass_on import colleagues_of, queues_of
from handrail.flow.ports import Reading
from handrail.flow.read_conversation import read_conversation
from handrail.flow.saved_replies import saved_replies
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import (
    close_conversation,
    return_to_assistant,
    say_as_agent,
    take_conversation,
)
from handrail.kernel.errors import BadInput, NotFound
from handrail.web.console.forms import form_of
from handrail.web.console.inbox_pages import service_of, talk_mark
from handrail.web.console.parts import Visit
from handrail.web.console.transcript import Cited, Line, cited_claims, transcript_of

_EVENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold a reply that the assistant drafted, for the box."""

    id: str
    text: str
    claims: tuple[Cited, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Hold what the page of a conversation shows."""

    conversation: Conversation
    lines: tuple[Line, ...]
    handoff: Handoff | None
    """The one that is open, or the newest."""
    is_open: bool
    service: str
    verified: CustomerSession | None
    actions: tuple[Action, ...]
    """The newest first."""
    rating: Rating | None
    draft: Draft | None
    why: Explanation | None
    mark: str
    colleagues: Sequence[Colleague]
    """To whom it can be passed on, those who are there first."""
    replies: Sequence[tuple[SavedReply, str]]
    """What the team has saved, each with its words as whoever looks would send them."""
    chosen: str
    """The words of the saved reply that was chosen."""


async def show_conversation(visit: Visit) -> Response:
    """Show a conversation, with a draft or an explanation where one is asked for."""
    found = await visit.run(partial(_read, _ref(visit), visit))
    handoff = found.handoff
    is_mine = found.is_open and handoff is not None and handoff.agent == visit.staff.staff
    is_taken = found.is_open and handoff is not None and handoff.agent is not None
    values = {
        "shown": found,
        "mark": found.mark,
        "is_mine": is_mine,
        "is_others": is_taken and not is_mine,
        "is_closed": found.conversation.state is ConversationState.CLOSED,
        "queues": queues_of(visit.app.desk_ports()),
    }
    return visit.page("conversation.html", values)


async def take(visit: Visit) -> Response:
    """Take the word in a conversation."""
    await visit.run(lambda: take_conversation(_ref(visit), visit.staff, visit.app.desk_ports()))
    return _back(visit, "taken")


async def say(visit: Visit) -> Response:
    """Send what somebody of the staff wrote."""
    form = await form_of(visit.request)
    text, draft = form.text("text"), form.text("draft", most=100) or None
    if has_gap(text):
        raise BadInput(
            "A name is missing in your reply.",
            hint=f"Go back and write it in the place of {CUSTOMER}.",
        )
    ports = visit.app.desk_ports()
    await visit.run(lambda: say_as_agent(_ref(visit), text, visit.staff, ports, suggestion=draft))
    return _back(visit, "sent")


async def suggest(visit: Visit) -> Response:
    """Let the assistant draft a reply; nothing is said by it."""
    ports = visit.app.desk_ports()
    try:
        draft = await visit.run(lambda: suggest_reply(_ref(visit), ports))
    except NotFound:  # nothing was asked yet: the page says so better than an error
        return visit.back_to(_path(visit), "no-draft")
    if not draft.text:
        return visit.back_to(_path(visit), "no-draft")
    return visit.back_to(f"{_path(visit)}?draft={draft.id}#text")


async def give_back(visit: Visit) -> Response:
    """Let the assistant answer again."""
    ref = await _open_handoff(visit)
    await visit.run(lambda: return_to_assistant(ref, visit.staff, visit.app.desk_ports()))
    return _back(visit, "returned")


async def close(visit: Visit) -> Response:
    """End a conversation."""
    ref = await _open_handoff(visit)
    await visit.run(lambda: close_conversation(ref, visit.staff, visit.app.desk_ports()))
    return _back(visit, "closed")


async def _open_handoff(visit: Visit) -> HandoffId:
    """Return the handoff that the page showed; what is open now may be another one."""
    form = await form_of(visit.request)
    return HandoffId(form.text("handoff", most=100))


def _read(ref: ConversationId, visit: Visit) -> Shown:
    app, query = visit.app, visit.request.query_params
    opened, reader = visit.parts.opened, visit.session.digest
    is_noted = visit.is_live and opened.has(reader, ref)
    held = read_conversation(ref, visit.staff, app.desk_ports(), is_noted=is_noted)
    opened.add(reader, ref)
    alive = [handoff for handoff in held.handoffs if handoff.state in OPEN]
    known = alive or held.handoffs
    newest = known[-1] if known else None
    with app.store.read() as reading:
        lines = transcript_of(_events(ref, reading), held.records, held.handoffs, held.notes)
        colleagues = colleagues_of(visit.staff, reading, app.desk_ports())
        mark = talk_mark(ref, reading)
        verified = reading.session_of(ref)
        draft = _draft(query.get("draft"), ref, reading)
    replies = saved_replies(ref, visit.staff, app.desk_ports())
    return Shown(
        conversation=held.conversation,
        lines=lines,
        handoff=newest,
        is_open=bool(alive),
        service="" if newest is None else service_of(newest, app.clock.now()),
        verified=verified,
        actions=held.actions[::-1],
        rating=held.rating,
        draft=draft,
        why=_why(query.get("why"), ref, visit),
        mark=mark,
        colleagues=colleagues,
        replies=replies,
        chosen=next((text for one, text in replies if one.name == query.get("reply")), ""),
    )


def _events(ref: ConversationId, reading: Reading) -> list[Event]:
    found: list[Event] = []
    after = 0
    while some := reading.events_after(ref, after, _EVENTS_AT_ONCE):
        found += some
        after = some[-1].sequence
    return found


def _draft(ref: str | None, conversation: ConversationId, reading: Reading) -> Draft | None:
    found = reading.suggestion(SuggestionId(ref)) if ref else None
    if found is None or found.conversation != conversation:
        return None
    if found.message is not None or not found.text:
        return None
    outcome, confidence = found.record.outcome, found.record.confidence
    return Draft(
        id=found.id,
        text=found.text,
        claims=cited_claims(outcome.claims) if isinstance(outcome, Answer) else (),
        confidence=None if confidence is None else confidence.value,
    )


def _why(ref: str | None, conversation: ConversationId, visit: Visit) -> Explanation | None:
    if not ref:
        return None
    found = explain_record(RecordId(ref[:100]), visit.app.store)
    if found.record.conversation != conversation:
        raise NotFound("This reply was not given in this conversation.")
    return found


def _ref(visit: Visit) -> ConversationId:
    return ConversationId(str(visit.request.path_params["conversation"]))


def _path(visit: Visit) -> str:
    return f"/console/conversations/{_ref(visit)}"


def _back(visit: Visit, said: str) -> Response:
    visit.parts.on_news(_ref(visit))
    return visit.back_to(_path(visit), said)
