"""The tools as the Model Context Protocol speaks of them."""

import json
import logging
from collections.abc import Sequence
from contextvars import copy_context
from functools import partial
from importlib.metadata import version
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as OfferedTool

from handrail.kernel.errors import HandrailError
from handrail.web.api.admission import Admission
from handrail.web.mcp.tools import Arguments, Tool

_THREADS = 4
_WAITING = 32
_INSTRUCTIONS = (
    "Answers from one company's help centre, each claim with its source. An outcome other than "
    "`answered` is not a failure: it says that the help centre does not carry the answer."
)
_SURPRISE = "Something went wrong in Handrail; its log says what."

_log = logging.getLogger("handrail.web.mcp")


class Desk:
    """Take calls of tools and let a few run at once."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._calls = Admission("tool", threads=_THREADS, waiting=_WAITING)

    def server(self) -> Server[Any]:
        """Return the protocol's server."""
        return Server(
            "handrail",
            version=version("handrail"),
            title="Handrail",
            instructions=_INSTRUCTIONS,
            on_list_tools=self._list,
            on_call_tool=self._call,
        )

    def close(self) -> None:
        """Take no more calls."""
        self._calls.close()

    async def _list(
        self, _context: ServerRequestContext[Any], _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_offered(tool) for tool in self._tools.values()])

    async def _call(
        self, _context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, "There is no such tool: `search` and `ask` are served.")
        # The thread inherits the trace that the calling agent is in.
        work = partial(copy_context().run, tool.call, _given(params))
        try:
            result = await self._calls.run(work)
        except HandrailError as error:
            return _refused(" ".join(str(error).split()))
        except Exception:  # noqa: BLE001 - the outer edge: logged here, answered without details
            _log.exception("The tool %s failed.", tool.name)
            return _refused(_SURPRISE)
        text = json.dumps(result, ensure_ascii=False)
        return CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=result
        )


def _given(params: CallToolRequestParams) -> Arguments:
    return params.arguments or {}


def _refused(why: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=why)], is_error=True)


def _offered(tool: Tool) -> OfferedTool:
    return OfferedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.returns.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            read_only_hint=tool.is_read_only,
            destructive_hint=False,
            idempotent_hint=tool.is_read_only,
            open_world_hint=False,
        ),
    )
