"""A server that is measured: in a process of its own, and whoever measures asks without a limit."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNPACED = os.environ | {
    f"HANDRAIL_RATES__{name}": "0"
    for name in (
        "OPENED_PER_ADDRESS",
        "SAID_PER_ADDRESS",
        "SAID_PER_CONVERSATION",
        "READ_PER_ADDRESS",
    )
}
_LISTENING = "Listening on "


@contextmanager
def unpaced_server(project: Path) -> Iterator[tuple[str, int]]:
    """Run `handrail serve` on a project; yield its address and the number of its process."""
    command = [sys.executable, "-m", "handrail", "serve", "--port", "0", "--project", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_UNPACED) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            if not said.startswith(_LISTENING):
                raise RuntimeError(f"the server did not start: {said!r}")
            yield said.removeprefix(_LISTENING).strip(), server.pid
        finally:
            server.terminate()
