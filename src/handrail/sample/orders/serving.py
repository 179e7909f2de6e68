"""The order system as a process: its file, its socket, and a line that says where it listens."""

import logging
import os
import socket
import sys
from datetime import datetime
from pathlib import Path

import uvicorn
from typing_extensions import override

from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadInput
from handrail.kernel.failpoints import armed_failpoints
from handrail.sample.orders.answering import Parts
from handrail.sample.orders.connections import OpenConnections, protocol_over
from handrail.sample.orders.desk import Desk
from handrail.sample.orders.faults import Faults
from handrail.sample.orders.ledger import Ledger
from handrail.sample.orders.routes import application
from handrail.sample.orders.seed import seed

_HERE = "127.0.0.1"
_BACKLOG = 512
_STOPPING_SECONDS = 5


def serve(place: Path, port: int, token: str, today: datetime) -> None:
    """Serve on this machine until stopped; the file is made and filled where it is new."""
    listening = _taken(port)
    ledger = Ledger(place)
    try:
        seed(ledger, today)
        parts = _parts(ledger, token)
        configuration = uvicorn.Config(
            application(parts),
            http=protocol_over(parts.connections),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            backlog=_BACKLOG,
            server_header=False,
            timeout_graceful_shutdown=_STOPPING_SECONDS,
        )
        logging.basicConfig(level=logging.WARNING)
        _Server(configuration, listening).run(sockets=[listening])
    finally:
        ledger.close()


class _Server(uvicorn.Server):
    def __init__(self, configuration: uvicorn.Config, listening: socket.socket) -> None:
        super().__init__(configuration)
        self._listening = listening

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self._listening.getsockname()[:2]
        sys.stdout.write(f"Listening on http://{host}:{port}\n")
        sys.stdout.flush()


def _parts(ledger: Ledger, token: str) -> Parts:
    clock = SystemClock()
    return Parts(
        ledger=ledger,
        desk=Desk(ledger, clock, armed_failpoints(os.environ)),
        clock=clock,
        faults=Faults(),
        connections=OpenConnections(),
        token=token,
    )


def _taken(port: int) -> socket.socket:
    # The protocol is named so that asyncio knows it for TCP and sends small replies at once.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HERE, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise BadInput(f"Cannot listen on port {port}.", hint="Choose another.") from error
    return listening
