"""Run the sample company: its order system as a process of its own, for as long as it is needed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handrail.kernel.errors import Unavailable

_LISTENING = "Listening on "
_SECONDS_TO_STOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDesk:
    """Hold where the order system listens."""

    address: str


@contextmanager
def order_desk(database: Path, token: str) -> Iterator[OrderDesk]:
    """Run the order system over a database until the block ends; raises Unavailable."""
    database.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "handrail.sample.orders", "--database", str(database)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "CORNCRAKE_TOKEN": token},
        start_new_session=True,  # Ctrl-C ends the demo, and the demo ends this
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            if not said.startswith(_LISTENING):
                raise Unavailable(
                    "The sample company's order system did not start.",
                    hint="Its reason stands above.",
                )
            yield OrderDesk(address=said.removeprefix(_LISTENING))
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
