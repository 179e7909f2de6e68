"""The customer's routes: open a conversation, say something, listen, ask for a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import JSONResponse, Response

from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.reply_json import reply_as_json
from handrail.flow.decide_finding import FindingPorts
from handrail.flow.gap_ports import GapPorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.open_conversation import Opening
from handrail.flow.outcome_ports import RatePorts
from handrail.flow.review_queue import LookingPorts
from handrail.web.api.acting import ActingService
from handrail.web.api.admission import Admission
from handrail.web.api.desk import DeskService
from handrail.web.api.event_stream import EventStream
from handrail.web.api.feed import EventFeed
from handrail.web.api.gate import page_of
from handrail.web.api.service import Caller, Service
from handrail.web.api.shapes import (
    ErrorBody,
    HandoffRequest,
    Health,
    NewConversation,
    NewMessage,
    Opened,
    Renewal,
    Renewed,
    Reply,
)
from handrail.web.api.sites import SiteBody, Sites
from handrail.web.api.staff_feed import StaffFeed
from handrail.web.api.tokens import Shown, require_token

VERSION = version("handrail")

_BEARER = HTTPBearer(auto_error=False, description="The token from opening the conversation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Hold what the routes share: one of each for every server."""

    service: Service
    acting: ActingService
    desk: DeskService
    turns: Admission
    readers: Admission
    feed: EventFeed
    staff_feed: StaffFeed
    send_seconds: float
    """A listener who does not read for so long is let go."""
    pushing: Callable[[], PushPorts]
    """What sending an article takes."""
    findings: Callable[[], FindingPorts]
    """What deciding on findings takes."""
    gaps: Callable[[], GapPorts]
    """What drafting articles takes."""
    looking: Callable[[], LookingPorts]
    """What reviewing turns takes."""
    hearing: Callable[[], HookPorts]
    """What hearing webhooks takes; opened when the first one comes."""
    rates: Callable[[], RatePorts]
    """What telling rates takes."""
    sites: Sites = field(default_factory=Sites)


UNSTORED = {"Cache-Control": "no-store"}


async def _parts_of(request: Request) -> Parts:
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


async def _caller_of(
    request: Request,
    conversation: str,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Caller:
    token = require_token(shown.credentials if shown else None)
    return Caller(
        conversation=conversation,
        shown=Shown(token=token, origin=page_of(request.headers)),
        is_page="origin" in request.headers,
    )


PartsHere = Annotated[Parts, Depends(_parts_of)]
CallerHere = Annotated[Caller, Depends(_caller_of)]
SiteRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Sent again with the same message, it returns the same reply.",
    ),
]


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how the documentation describes these statuses."""
    return {status: {"model": ErrorBody} for status in statuses}


routes = APIRouter(prefix="/api/v1")


@routes.get("/health", responses=errors(503))
async def read_health(parts: PartsHere) -> Health:
    """Say whether the server and its database answer."""
    passages = await parts.readers.run(parts.service.passages)
    return Health(status="ok", version=VERSION, passages=passages)


@routes.post(
    "/conversations", status_code=201, response_model=Opened, responses=errors(413, 422, 503)
)
async def open_conversation(request: Request, parts: PartsHere, asked: NewConversation) -> Response:
    """Open a conversation, with a first message or without."""
    page = page_of(request.headers)
    opening = parts.sites.placed(
        Opening(locale=asked.locale, product=asked.product, site=asked.site), page
    )
    is_page = "origin" in request.headers
    work = partial(parts.service.open, opening, asked.text, page if is_page else None)
    opened = await parts.turns.run(work)
    reply = None if opened.record is None else reply_as_json(opened.record)
    body = {"id": opened.id, "token": opened.token, "expires_in": opened.seconds, "reply": reply}
    return JSONResponse(body, status_code=201, headers=UNSTORED)


@routes.get("/sites/{key}", responses=errors(404, 422))
async def read_site(parts: PartsHere, key: SiteRef) -> SiteBody:
    """Tell what the chat element of a site has to know before anybody writes."""
    return parts.sites.body(key)


@routes.post(
    "/conversations/{conversation}/renew",
    response_model=Renewed,
    responses=errors(401, 404, 409, 422, 503),
)
async def renew(
    parts: PartsHere, caller: CallerHere, _asked: Annotated[Renewal | None, Body()] = None
) -> Response:
    """Give a new token for one that is about to end, or ended not long ago."""
    known = await parts.readers.run(partial(parts.service.renewable, caller))
    given = parts.service.token_for(caller.page)
    await parts.turns.run(partial(parts.acting.renew, known, caller.shown.digest, given.digest))
    return JSONResponse(token_body(parts, given), headers=UNSTORED)


@routes.post(
    "/conversations/{conversation}/messages",
    response_model=Reply,
    responses=errors(401, 404, 409, 413, 422, 503),
)
async def send_message(
    parts: PartsHere, caller: CallerHere, message: NewMessage, key: Key = None
) -> Response:
    """Send a message and return what came of it."""
    record = await parts.turns.run(partial(parts.service.say, caller, message.text, key))
    return _told(parts, record)


@routes.post(
    "/conversations/{conversation}/handoff",
    response_model=Reply,
    responses=errors(401, 404, 409, 413, 422, 503),
)
async def ask_for_person(
    parts: PartsHere,
    caller: CallerHere,
    asked: Annotated[HandoffRequest | None, Body()] = None,
    key: Key = None,
) -> Response:
    """Ask for a person; the assistant falls silent. Asking again changes nothing."""
    text = None if asked is None else asked.text
    record = await parts.turns.run(partial(parts.service.ask_for_person, caller, text, key))
    return _told(parts, record)


@routes.get(
    "/conversations/{conversation}/events",
    status_code=200,
    response_class=EventStream,
    responses={200: {"content": {"text/event-stream": {}}}, **errors(401, 404, 422, 503)},
)
async def listen(
    parts: PartsHere,
    caller: CallerHere,
    last: Annotated[str, Header(alias="Last-Event-ID", pattern=r"^\d{1,18}$")] = "0",
) -> Response:
    """Tell the conversation's events from the beginning, or after `Last-Event-ID`, as they come."""
    known = await parts.readers.run(partial(parts.service.known, caller))
    parts.feed.require_place(known)
    stream = EventStream(
        parts.feed,
        known,
        int(last),
        token_digest=caller.shown.digest,
        send_timeout=parts.send_seconds,
    )
    stream.seconds = parts.service.seconds_left(caller.shown.token)
    return stream


def token_body(parts: Parts, given: Shown) -> dict[str, object]:
    """Return how a new token is told."""
    return {"token": given.token, "expires_in": parts.service.seconds_left(given.token)}


def _told(parts: Parts, record: TurnRecord) -> Response:
    parts.feed.wake(record.conversation)
    return JSONResponse(reply_as_json(record), headers=UNSTORED)
