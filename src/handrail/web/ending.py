"""How a server process begins to speak, and ends: the same for every server of ours."""

import argparse
import sys
from collections.abc import Callable

from handrail.kernel.errors import HandrailError

_WRONG_USE = 2


def until_stopped(serve: Callable[[argparse.Namespace], None], asked: argparse.Namespace) -> int:
    """Serve, and return the exit status; an error of ours is one line."""
    try:
        serve(asked)
    except HandrailError as error:
        sys.stderr.write("handrail: " + " ".join(str(error).split()) + "\n")
        return _WRONG_USE
    except KeyboardInterrupt:
        pass
    return 0


def say_ready(address: str) -> None:
    """Tell whoever started the process where it listens."""
    sys.stdout.write(f"Listening on {address}\n")
    sys.stdout.flush()


def stop(_signal: int, _frame: object) -> None:
    """End with success: being asked to stop is no failure."""
    sys.exit(0)
