"""`python -m handrail.sample.shop --chat URL --orders URL`: serve Corncrake's shop."""

import argparse
import os
import signal
import socket
import sys
from collections.abc import Sequence

import httpx2
import uvicorn

from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadInput, HandrailError
from handrail.kernel.ids import RandomIds
from handrail.sample.shop.pages import PORT
from handrail.sample.shop.routes import Shop, application

_HERE = "127.0.0.1"
_WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit status."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        _serve(asked)
    except HandrailError as error:
        sys.stderr.write("shop: " + " ".join(str(error).split()) + "\n")
        return _WRONG_USE
    except KeyboardInterrupt:
        pass
    return 0


def _serve(asked: argparse.Namespace) -> None:
    token, secret = (os.environ.get(f"CORNCRAKE_{name}", "") for name in ("TOKEN", "IDENTITY"))
    if not token or not secret:
        raise BadInput("The shop needs its secrets.", hint="`handrail demo` sets them.")
    place = _taken(asked.port)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=asked.orders, headers=headers, timeout=10) as orders:
        shop = Shop(
            orders=orders,
            chat=asked.chat.rstrip("/"),
            identity_secret=secret,
            clock=SystemClock(),
            ids=RandomIds(),
        )
        sys.stdout.write(f"Listening on http://{_HERE}:{place.getsockname()[1]}\n")
        sys.stdout.flush()
        _server(shop).run(sockets=[place])


def _server(shop: Shop) -> uvicorn.Server:
    configuration = uvicorn.Config(
        application(shop), log_config=None, access_log=False, lifespan="off", ws="none"
    )
    return uvicorn.Server(configuration)


def _taken(port: int) -> socket.socket:
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((_HERE, port))
        place.listen()
    except (OSError, OverflowError) as error:
        place.close()
        raise BadInput(f"Cannot listen on port {port}.", hint="Stop what listens there.") from error
    return place


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handrail.sample.shop", description=__doc__)
    parser.add_argument("--chat", required=True, help="address of the assistant")
    parser.add_argument("--orders", required=True, help="address of the order system")
    parser.add_argument("--port", type=int, default=PORT, help="port; 0: a free one")
    return parser


if __name__ == "__main__":
    sys.exit(main())
