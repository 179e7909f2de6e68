"""One lasting connection to an MCP server, on a loop of its own; made anew where it broke."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import CONNECTION_CLOSED, REQUEST_TIMEOUT, CallToolResult, Tool

from handrail.action_settings import SystemSettings

_GRACE_SECONDS = 1.0
_T = TypeVar("_T")


class NotConnected(Exception):
    """Report that there is no server: nothing was sent."""


class TooLate(Exception):
    """Report that no reply came in time."""


class BrokenOff(Exception):
    """Report that the connection or the reply broke; nobody knows what the server did."""


class ProtocolRefusal(Exception):
    """Report that the server refused the call itself."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class McpServer:
    """Hold how a server is reached: a program over a pipe, or an address."""

    command: tuple[str, ...] = ()
    address: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    client: Client
    stop: asyncio.Event


def server_in(settings: SystemSettings) -> McpServer:
    """Return the server that the settings name."""
    return McpServer(
        command=settings.command,
        address=settings.base_url,
        token=None if settings.token is None else settings.token.get_secret_value(),
    )


class McpSession:
    """Hold the connection; safe to share between threads."""

    def __init__(self, server: McpServer, timeout_seconds: float) -> None:
        self._server = server
        self._timeout = timeout_seconds
        self._lock = threading.Lock()
        self._open: _Open | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mcp", daemon=True)
        self._thread.start()

    def tools(self) -> tuple[Tool, ...]:
        """Return the tools that the server offers."""
        return self._done(_all_tools)

    def call(self, tool: str, arguments: Mapping[str, object]) -> CallToolResult:
        """Call a tool once."""
        return self._done(lambda client: client.call_tool(tool, dict(arguments)))

    def close(self) -> None:
        """Leave the server and end the loop."""
        self._leave()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self._timeout)
        if not self._loop.is_running():
            self._loop.close()

    def _done(self, work: Callable[[Client], Awaitable[_T]]) -> _T:
        opened = self._connected()
        try:
            return self._waited(asyncio.run_coroutine_threadsafe(_run(work, opened), self._loop))
        except MCPError as error:
            raise self._fault(error.code) from error
        except TimeoutError as error:
            self._leave()
            raise TooLate from error
        except Exception as error:
            self._leave()  # whatever the library raises: nobody knows how the two sides stand
            raise BrokenOff(type(error).__name__) from error

    def _fault(self, code: int) -> Exception:
        if code == REQUEST_TIMEOUT:
            return TooLate()
        if code == CONNECTION_CLOSED:
            self._leave()
            return BrokenOff("closed")
        return ProtocolRefusal(code)

    def _connected(self) -> _Open:
        with self._lock:
            if self._open is None:
                opened: Future[_Open] = Future()
                asyncio.run_coroutine_threadsafe(self._hold(opened), self._loop)
                try:
                    self._open = self._waited(opened)
                except Exception as error:
                    raise NotConnected(type(error).__name__) from error
            return self._open

    async def _hold(self, opened: "Future[_Open]") -> None:
        """Keep the connection open until it is told to stop, all in one task."""
        try:
            async with _client(self._server, self._timeout) as client:
                held = _Open(client, asyncio.Event())
                opened.set_result(held)
                await held.stop.wait()
        except Exception as error:  # noqa: BLE001 - told to whoever waits; afterwards to nobody
            if not opened.done():
                opened.set_exception(error)

    def _leave(self) -> None:
        with self._lock:
            held, self._open = self._open, None
        if held is not None:
            self._loop.call_soon_threadsafe(held.stop.set)

    def _waited(self, future: "Future[_T]") -> _T:
        try:
            return future.result(self._timeout + _GRACE_SECONDS)
        except TimeoutError:
            future.cancel()
            raise


async def _run(work: Callable[[Client], Awaitable[_T]], opened: _Open) -> _T:
    return await work(opened.client)


async def _all_tools(client: Client) -> tuple[Tool, ...]:
    found: list[Tool] = []
    cursor: str | None = None
    while True:
        page = await client.list_tools(cursor=cursor)
        found += page.tools
        cursor = page.next_cursor
        if cursor is None:
            return tuple(found)


@asynccontextmanager
async def _client(server: McpServer, timeout: float) -> AsyncIterator[Client]:
    if server.command:
        program, *arguments = server.command
        spoken = StdioServerParameters(command=program, args=arguments)
        async with Client(spoken, read_timeout_seconds=timeout) as client:
            yield client
        return
    assert server.address is not None
    headers = {} if server.token is None else {"Authorization": f"Bearer {server.token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=timeout, trust_env=False) as http,
        Client(
            streamable_http_client(server.address, http_client=http), read_timeout_seconds=timeout
        ) as client,
    ):
        yield client
