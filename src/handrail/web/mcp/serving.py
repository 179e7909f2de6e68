"""How other agents reach the tools: over a pipe, or over HTTP on this machine with a token."""

import hmac
import logging
from collections.abc import Callable
from typing import Any

import anyio
import uvicorn
from mcp.server import Server
from mcp.server.stdio import stdio_server
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from handrail.web.serving import address_of, taken_place

HOST = "127.0.0.1"
PATH = "/mcp"
_LARGEST_BODY = 65_536
_STOPPING_SECONDS = 10
_BACKLOG = 128


def serve_pipe(server: Server[Any]) -> None:
    """Serve over standard input and output until the input ends; nothing else is printed there."""
    anyio.run(_over_pipe, server)


async def _over_pipe(server: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def serve_http(server: Server[Any], port: int, token: str, tell: Callable[[str], None]) -> None:
    """Serve on this machine until stopped; raises BadSettings where the port cannot be had."""
    place = taken_place(HOST, port)
    tools = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,  # each call stands alone: nothing is kept between two
        max_request_body_size=_LARGEST_BODY,
        host=HOST,  # refuses other Host and Origin headers: no web page reaches it by rebinding
    )
    configuration = uvicorn.Config(
        TokenGate(tools, token),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOPPING_SECONDS,
        ws="none",
    )
    logging.getLogger("mcp.server.transport_security").setLevel(logging.ERROR)  # quotes headers
    place.listen(_BACKLOG)  # whoever reads the address may come at once
    tell(f"{address_of(place)}{PATH}")
    uvicorn.Server(configuration).run(sockets=[place])


class TokenGate:
    """Let in whoever shows the token; tell the rest nothing."""

    def __init__(self, inside: ASGIApp, token: str) -> None:
        self._inside = inside
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "lifespan" and not self._opens(scope):
            refusal = JSONResponse(
                {"error": {"code": "not_authenticated", "message": "This needs the token."}},
                status_code=401,
                headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"},
            )
            await refusal(scope, receive, send)
            return
        await self._inside(scope, receive, send)

    def _opens(self, scope: Scope) -> bool:
        shown = [value for name, value in scope["headers"] if name == b"authorization"]
        return len(shown) == 1 and hmac.compare_digest(shown[0], self._expected)
