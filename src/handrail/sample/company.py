"""Run the sample company: its order system and its shop, each a process for as long as needed."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage:
    """Hold where the shop listens."""

    address: str


@contextmanager
def order_desk(database: Path, token: str) -> Iterator[OrderDesk]:
    """Run the order system over a database until the block ends; raises Unavailable."""
    database.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "handrail.sample.orders", "--database", str(database)]
    with _running(command, {"CORNCRAKE_TOKEN": token}, "order system") as address:
        yield OrderDesk(address=address)


@contextmanager
def shop_page(
    desk: OrderDesk, secrets: Mapping[str, str], chat: str, port: int
) -> Iterator[ShopPage]:
    """Run the shop, which embeds the assistant, until the block ends; raises Unavailable."""
    command = [sys.executable, "-m", "handrail.sample.shop", "--orders", desk.address]
    command += ["--chat", chat, "--port", str(port)]
    with _running(command, secrets, "shop") as address:
        yield ShopPage(address=address)


@contextmanager
def _running(command: Sequence[str], secrets: Mapping[str, str], what: str) -> Iterator[str]:
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **secrets},
        start_new_session=True,  # Ctrl-C ends the demo, and the demo ends this
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            if not said.startswith(_LISTENING):
                raise Unavailable(
                    f"The sample company's {what} did not start.",
                    hint="Its reason stands above.",
                )
            yield said.removeprefix(_LISTENING)
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
