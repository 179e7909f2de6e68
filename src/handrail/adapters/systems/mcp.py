"""Tools of an MCP server as actions: the tool's schema gives parameters, the settings the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from mcp_types import INVALID_PARAMS, METHOD_NOT_FOUND, CallToolResult, TextContent, Tool

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.acting import ActingSystem
from handrail.adapters.systems.calling import (
    Answered,
    Call,
    Denied,
    Heard,
    NothingThere,
    Unclear,
)
from handrail.adapters.systems.mcp_session import (
    BrokenOff,
    McpSession,
    NotConnected,
    ProtocolRefusal,
    TooLate,
    server_in,
)
from handrail.adapters.systems.plan import Declarations, Offered, Planner
from handrail.adapters.systems.schema import inlined
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadSettings, Unavailable

_NO_SUCH_THING = "not_found"
_WRAPPED = "result"
_NOT_DONE = frozenset({INVALID_PARAMS, METHOD_NOT_FOUND})


def open_mcp(name: str, settings: SystemSettings, clock: Clock) -> ActingSystem:
    """Return the system that a server's tools make; raises BadSettings and Unavailable."""
    session = McpSession(server_in(settings), settings.timeout_seconds)
    try:
        tools = session.tools()
    except (NotConnected, BrokenOff, TooLate) as error:
        session.close()
        raise Unavailable(
            f"The MCP server of {name!r} cannot be reached.",
            hint=f"Check actions.systems.{name}.",
        ) from error
    declarations = Declarations(
        actions=settings.actions, reads=settings.reads, finds=settings.finds, lists=settings.lists
    )
    offered = {tool.name: _offered(tool) for tool in tools}
    _require_arguments(name, settings)
    declared = Planner(name, settings, offered, {}).planned(declarations)
    return ActingSystem(declared, McpCaller(session), clock)


@dataclass(frozen=True, slots=True)
class McpCaller:
    """Call tools; safe to share between threads."""

    session: McpSession

    def call(self, call: Call) -> Heard:
        """Do one call and return what came of it."""
        given = {**call.arguments, **{place.name: held for place, held in call.placed}}
        try:
            result = self.session.call(call.operation, given)
        except NotConnected:
            return Unclear(why="It cannot be reached.", is_untouched=True)
        except TooLate:
            return Unclear(why="It did not answer in time.")
        except ProtocolRefusal as refusal:
            said = f"The server refused the call ({refusal.code})."
            return Denied(said) if refusal.code in _NOT_DONE else Unclear(why=said)
        except BrokenOff as error:
            return Unclear(why=f"The connection broke: {error}.")
        return _read(result, is_refusal_an_error=call.is_refusal_an_error)

    def close(self) -> None:
        """Leave the server."""
        self.session.close()


def _read(result: CallToolResult, *, is_refusal_an_error: bool) -> Heard:
    body = _body(result)
    if not result.is_error:
        return NothingThere() if body is None else Answered(body)
    said = body.get("code") if isinstance(body, Mapping) else None
    if said == _NO_SUCH_THING:
        return NothingThere()
    if is_refusal_an_error:
        return Denied("The tool reported an error.")
    return Unclear(why="The tool reported an error.")


def _body(result: CallToolResult) -> object:
    """Return what a tool answered: its structure, or the JSON that its text is; None for nothing.

    A value that is no object comes wrapped in one, under `result`.
    """
    held: object = result.structured_content
    if held is None:
        texts = [content.text for content in result.content if isinstance(content, TextContent)]
        held = _json_in(texts[0]) if texts else {}
    is_wrapped = isinstance(held, dict) and set(held) == {_WRAPPED}
    return held[_WRAPPED] if is_wrapped and isinstance(held, dict) else held


def _json_in(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return {"text": text}


def _offered(tool: Tool) -> Offered:
    schema = tool.input_schema
    required = frozenset(schema.get("required", ()))
    takes = {
        name: (inlined(below, schema), name in required)
        for name, below in schema.get("properties", {}).items()
    }
    whole = tool.output_schema or {}
    returns = inlined(whole, whole)
    below = returns.get("properties", {})
    return Offered(takes=takes, returns=below[_WRAPPED] if set(below) == {_WRAPPED} else returns)


def _require_arguments(name: str, settings: SystemSettings) -> None:
    for tool, declared in settings.actions.items():
        for place in (declared.key, declared.deadline, declared.customer):
            if place is not None and place.where != "argument":
                raise BadSettings(
                    f"The system {name!r}: {tool!r} places {place.name!r} in a {place.where}.",
                    hint='A tool has arguments only: write in = "argument".',
                )
