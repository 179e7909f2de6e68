"""Which connections are open, so that one can be cut without a reply."""

import asyncio
from typing import Any

from starlette.datastructures import Address
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

_Peer = tuple[str, int]


class OpenConnections:
    """Hold the connections by the address that they come from."""

    def __init__(self) -> None:
        self._open: dict[_Peer, asyncio.Transport] = {}

    def opened(self, transport: asyncio.Transport) -> None:
        """Remember a connection."""
        self._open[_peer(transport)] = transport

    def closed(self, transport: asyncio.Transport) -> None:
        """Forget a connection."""
        self._open.pop(_peer(transport), None)

    def cut(self, client: Address | None) -> None:
        """Cut a client's connection: no reply, no farewell."""
        transport = None if client is None else self._open.get((client.host, client.port))
        if transport is not None:
            transport.abort()


def protocol_over(connections: OpenConnections) -> type[asyncio.Protocol]:
    """Return uvicorn's own HTTP protocol, telling of each connection."""

    class Told(H11Protocol):
        @override
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            connections.opened(transport)
            super().connection_made(transport)

        @override
        def connection_lost(self, exc: Exception | None) -> None:
            connections.closed(self.transport)
            super().connection_lost(exc)

    return Told


def _peer(transport: asyncio.Transport) -> _Peer:
    peer: Any = transport.get_extra_info("peername")
    return (str(peer[0]), int(peer[1])) if peer else ("", 0)
