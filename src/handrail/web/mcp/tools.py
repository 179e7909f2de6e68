"""What the two tools do, as plain functions that may block: no protocol here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.reply_json import reply_as_json
from handrail.domain.knowledge.model import Audience
from handrail.domain.retrieval.hit_json import hit_as_json
from handrail.domain.retrieval.model import PUBLIC, Scope, SearchResult
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.flow.open_turn import readable_text
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput
from handrail.web.api.shapes import Reply
from handrail.web.mcp.shapes import AskArguments, Found, SearchArguments

CHANNEL = "mcp"
Arguments = Mapping[str, object]
Find = Callable[[str, Scope], SearchResult]
_Shape = TypeVar("_Shape", bound=BaseModel)

_SEARCH = (
    "Find the passages of the help centre that bear on a question, best first. Returns the text as "
    "it stands there and no answer; the list is empty where nothing was found."
)
_STAFF_ONLY = " Passages of internal articles are among them: for staff, never for customers."
_ASK = (
    "Ask the customer-support assistant one question. `outcome` says what came of it: `answered` "
    "with claims that each quote their source, `clarified` with choices to ask again about, "
    "`abstained` where the help centre does not carry an answer, `handed_off` where a person is "
    "needed. Do not fill in what was abstained from. The question is kept on record."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Hold a tool: what it takes, what it returns, what it does."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    returns: type[BaseModel]
    is_read_only: bool
    call: Callable[[Arguments], dict[str, object]]
    """Do it; raises BadInput where the arguments are wrong."""


def tools_of(find: Find, ports: MessagePorts, *, internal: bool) -> tuple[Tool, ...]:
    """Return the tools; `internal` lets the search, and only the search, see internal articles.

    Answers are for customers whoever asks: they never rest on an internal article.
    """
    audiences = frozenset(Audience) if internal else PUBLIC.audiences
    return (
        Tool(
            name="search",
            title="Search the help centre",
            description=_SEARCH + (_STAFF_ONLY if internal else ""),
            takes=SearchArguments,
            returns=Found,
            is_read_only=True,
            call=lambda given: _search(_read(SearchArguments, given), audiences, find, ports.clock),
        ),
        Tool(
            name="ask",
            title="Ask the support assistant",
            description=_ASK,
            takes=AskArguments,
            returns=Reply,
            is_read_only=False,
            call=lambda given: _ask(_read(AskArguments, given), ports),
        ),
    )


def _search(
    asked: SearchArguments, audiences: frozenset[Audience], find: Find, clock: Clock
) -> dict[str, object]:
    scope = Scope(audiences=audiences, locale=asked.locale, product=asked.product, site=asked.site)
    started = clock.monotonic()
    result = find(readable_text(asked.question), scope)
    total = (clock.monotonic() - started) * 1000
    timings = {**result.timings_ms, "total": total}
    return {
        "hits": [hit_as_json(hit) for hit in result.hits[: asked.k]],
        "timings_ms": {name: round(value, 2) for name, value in timings.items()},
    }


def _ask(asked: AskArguments, ports: MessagePorts) -> dict[str, object]:
    inbound = InboundMessage(
        conversation=None,
        text=asked.question,
        locale=asked.locale,
        product=asked.product,
        site=asked.site,
        channel=CHANNEL,
    )
    return reply_as_json(handle_message(inbound, ports))


def _read(shape: type[_Shape], given: Arguments) -> _Shape:
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise BadInput(_explained(error)) from error


def _explained(error: ValidationError) -> str:
    """Return what is wrong with the arguments in one line, without repeating what was sent."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = f"Argument {'.'.join(str(part) for part in first['loc'])!r}"
    match first["type"]:
        case "missing":
            return f"{place} is missing."
        case "extra_forbidden":
            return f"{place} is not known here."
        case _:
            return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}."
