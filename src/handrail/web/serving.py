"""How the server takes its place, says that it is ready, and stops without cutting anyone short."""

import logging
import socket
from collections.abc import Callable

import uvicorn
from typing_extensions import override

from handrail.kernel.errors import BadSettings
from handrail.web.application import WebApplication

_BACKLOG = 512
_LAST_PORT = 65_535
_NOWHERE = "invalid."  # an empty name would be taken for every address of this machine
_STOPPING_SECONDS = 10
_MOST_UNREAD_MILLISECONDS = 30_000


def taken_place(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; raises BadSettings where that cannot be had."""
    if not 0 <= port <= _LAST_PORT:
        raise BadSettings(
            f"Cannot listen on port {port}: there is no such port.",
            hint=f"Choose one from 0 to {_LAST_PORT}; 0 takes any that is free.",
        )
    place, address = _unbound(host, port)
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # A reader that acknowledges nothing, or never reads, is cut off by the kernel.
            place.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _MOST_UNREAD_MILLISECONDS)
        place.bind(address)
    except OSError as error:
        place.close()
        raise BadSettings(
            f"Cannot listen on {host} port {port}: {(error.strerror or str(error)).lower()}.",
            hint="Choose another with --port, or stop what listens there.",
        ) from error
    return place


def _unbound(host: str, port: int) -> tuple[socket.socket, tuple[object, ...]]:
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host or _NOWHERE, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        return socket.socket(family, kind, protocol), address
    except (OSError, UnicodeError) as error:
        raise BadSettings(
            f"Cannot listen on {host!r}: no such address.",
            hint="Set serve.host to an address of this machine, for example 127.0.0.1.",
        ) from error


class Server(uvicorn.Server):
    """Say when it listens, and let open streams go before it waits for them."""

    def __init__(
        self, application: WebApplication, place: socket.socket, tell: Callable[[str], None]
    ) -> None:
        super().__init__(_configuration(application))
        self._application = application
        self._place = place
        self._tell = tell

    def serve_until_stopped(self) -> None:
        """Serve until a signal says stop; what is under way finishes first."""
        self.run(sockets=[self._place])

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and tell where."""
        await super().startup(sockets)
        self._tell(address_of(self._place))

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, end the streams, finish the rest."""
        self._application.let_go()
        await super().shutdown(sockets)
        self._application.close()


def address_of(place: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = place.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _configuration(application: WebApplication) -> uvicorn.Config:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    return uvicorn.Config(
        application.asgi,
        log_config=None,
        access_log=False,
        lifespan="off",
        backlog=_BACKLOG,
        server_header=False,
        timeout_graceful_shutdown=_STOPPING_SECONDS,
        ws="none",
    )
