"""`python -m handrail.sample.orders --database FILE --port N`: run Corncrake's order system."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadInput, HandrailError
from handrail.sample.orders.serving import serve

_TOKEN_VARIABLE = "CORNCRAKE_TOKEN"  # noqa: S105 - a variable's name
_WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit status."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        token = asked.token or os.environ.get(_TOKEN_VARIABLE, "")
        if not token:
            raise BadInput("The order system needs a token.", hint=f"Set {_TOKEN_VARIABLE}.")
        today = asked.today or SystemClock().now()
        serve(asked.database, asked.port, token, today)
    except HandrailError as error:
        sys.stderr.write("orders: " + " ".join(str(error).split()) + "\n")
        return _WRONG_USE
    except KeyboardInterrupt:
        pass
    return 0


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handrail.sample.orders", description=__doc__)
    parser.add_argument("--database", type=Path, required=True, help="file; made where missing")
    parser.add_argument("--port", type=int, default=0, help="port on this machine; 0: a free one")
    parser.add_argument("--token", help=f"what callers must show; default: ${_TOKEN_VARIABLE}")
    parser.add_argument(
        "--today",
        type=datetime.fromisoformat,
        help="moment that the sample orders are dated from, with its offset; default: now",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
