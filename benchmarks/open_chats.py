"""How many chats can one server hold open? `python -m benchmarks.open_chats [--chats 2000]`.

A server of its own over SQLite, clients on plain sockets in this process. Measured is what an open
chat costs the server in memory; how long an event that another process writes into every chat takes
to reach each client; and whether clients that stop reading are let go by the deadline, and lose
nothing when they come back with the last number that they saw.
"""

import argparse
import asyncio
import json
import resource
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.figures import percentile
from benchmarks.unpaced import unpaced_server
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.conversation.model import ConversationId, Event
from handrail.settings import FILE_NAME
from handrail.web.application import Limits

_AT_ONCE = 40
_PATIENCE = 120.0
_PAUSE = 0.5
_FILLER = "x" * 4_000
_SLOW_EVENTS = 2_500  # 10 MB: more than the buffers between server and client hold
_SMALL_BUFFER = 4_096


@dataclass(slots=True)
class Chat:
    """Hold one open chat and what was heard in it: numbers of events, and when each came."""

    id: str
    token: str
    heard: dict[int, float] = field(default_factory=dict)
    is_listening: bool = False
    told_twice: int = 0
    came_back: int = 0
    """How often it was cut off while it listened."""

    @property
    def last(self) -> int:
        """Return the number of the last event that was heard."""
        return max(self.heard, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Hold what was measured."""

    chats: int
    kilobytes_each: float | None
    """None where the server runs in this process."""
    broadcast_p50: float
    broadcast_p99: float
    """Seconds from the commit until each client had the event."""
    cut_off: int
    """How many had to come back meanwhile."""
    slow: int
    let_go: int
    lost: int
    doubled: int


def raise_limit(wanted: int) -> None:
    """Let this process and its children open as many files as it takes, where that is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Say at which server how much is opened."""

    address: str
    chats: int
    slow: int
    deadline: float
    """Seconds after which the server lets go of a client that does not read."""
    process: int | None = None
    """The server's, whose memory is measured; None where it is this one."""


async def measured(plan: Plan, store: SqlStore) -> Held:
    """Open chats at a server, tell them all something, and stop reading in some."""
    opened = await _opened(plan.address, plan.chats)
    before = _resident(plan.process)
    listening = [asyncio.create_task(_listen(plan.address, chat)) for chat in opened]
    await _until(lambda: all(chat.is_listening for chat in opened))
    each = None if before is None else ((_resident(plan.process) or 0) - before) / plan.chats
    delays = await _broadcast(opened, store)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    let_go, lost, doubled = await _slow_readers(plan, store)
    return Held(
        chats=plan.chats,
        kilobytes_each=each,
        broadcast_p50=percentile(delays, 0.5),
        broadcast_p99=percentile(delays, 0.99),
        cut_off=sum(chat.came_back for chat in opened),
        slow=plan.slow,
        let_go=let_go,
        lost=lost,
        doubled=doubled,
    )


async def _opened(address: str, chats: int) -> list[Chat]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one() -> Chat:
        async with gate:
            reader, writer = await _connected(address)
            _ask(writer, address, "POST /api/v1/conversations", body="{}")
            answer = await reader.read()
            writer.close()
        body = json.loads(answer.partition(b"\r\n\r\n")[2])
        return Chat(id=body["id"], token=body["token"])

    return list(await asyncio.gather(*(one() for _ in range(chats))))


async def _listen(address: str, chat: Chat) -> None:
    """Hear everything after what was heard already; come back when cut off, as a page does."""
    while True:
        reader, writer = await _connected(address)
        _listen_to(writer, address, chat)
        await _hear(reader, writer, chat)
        chat.came_back += chat.is_listening
        await asyncio.sleep(_PAUSE)


async def _hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, chat: Chat) -> None:
    """Note what comes; an event counts once its line is whole."""
    number = 0
    try:
        while line := await reader.readline():
            if line.startswith(b": caught up"):
                chat.is_listening = True
            elif line.startswith(b"id: "):
                number = int(line[4:])
            elif line.startswith(b"data: ") and line.endswith(b"\n"):
                chat.told_twice += number in chat.heard
                chat.heard[number] = time.monotonic()
    except ConnectionError:
        pass  # cut off, as one who does not read is
    finally:
        writer.close()


async def _broadcast(opened: Sequence[Chat], store: SqlStore) -> list[float]:
    event = Event(kind="agent.message", facts={"text": "Hello to all"})

    def write() -> float:
        with store.write() as writing:
            for chat in opened:
                writing.tell_of(ConversationId(chat.id), (event,))
        return time.monotonic()

    written = await asyncio.to_thread(write)
    await _until(lambda: all(chat.heard for chat in opened))
    return sorted(max(0.0, chat.heard[chat.last] - written) for chat in opened)


async def _slow_readers(plan: Plan, store: SqlStore) -> tuple[int, int, int]:
    """Return how many were let go, and how many events were lost or came twice after that."""
    opened = await _opened(plan.address, plan.slow)
    many = tuple(Event(kind="agent.message", facts={"text": _FILLER}) for _ in range(_SLOW_EVENTS))
    for chat in opened:
        with store.write() as writing:
            writing.tell_of(ConversationId(chat.id), many)
    let_go = sum(await asyncio.gather(*(_stops_reading(plan, chat) for chat in opened)))
    for chat in opened:
        back = asyncio.create_task(_listen(plan.address, chat))
        await _until(lambda: chat.last == _SLOW_EVENTS)  # noqa: B023 - awaited in the same round
        back.cancel()
    lost = sum(_SLOW_EVENTS - len(chat.heard) for chat in opened)
    return let_go, lost, sum(chat.told_twice for chat in opened)


async def _stops_reading(plan: Plan, chat: Chat) -> bool:
    """Read nothing until the deadline has passed; tell whether one was let go before the end."""
    reader, writer = await _connected(plan.address, is_slow=True)
    _listen_to(writer, plan.address, chat)
    await asyncio.sleep(plan.deadline + 3)
    await _hear(reader, writer, chat)
    return chat.last < _SLOW_EVENTS


async def _connected(
    address: str, *, is_slow: bool = False
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(address)
    line = socket.socket()
    line.setblocking(False)  # noqa: FBT003 - the library's own
    if is_slow:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
    await asyncio.get_running_loop().sock_connect(line, (place.hostname, place.port))
    return await asyncio.open_connection(sock=line)


def _listen_to(writer: asyncio.StreamWriter, address: str, chat: Chat) -> None:
    headers = {"Authorization": f"Bearer {chat.token}", "Last-Event-ID": str(chat.last)}
    _ask(writer, address, f"GET /api/v1/conversations/{chat.id}/events", headers)


def _ask(
    writer: asyncio.StreamWriter,
    address: str,
    asked: str,
    headers: Mapping[str, str] | None = None,
    body: str = "",
) -> None:
    sent = {
        "Host": urlsplit(address).netloc,
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **(headers or {}),
    }
    head = [f"{asked} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    writer.write(("\r\n".join(head) + f"\r\n\r\n{body}").encode())


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not is_so():
            await asyncio.sleep(0.02)


def _resident(process: int | None) -> float | None:
    """Return what a process has in memory, in kilobytes."""
    if process is None:
        return None
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in told.splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1])


def _measured(project: Path, chats: int, slow: int) -> Held:
    """Measure at a server of its own, over a project without knowledge."""
    (project / FILE_NAME).write_text("", encoding="utf-8")
    with unpaced_server(project) as (address, process):
        store = open_store(f"sqlite:///{project}/.handrail/handrail.db", upgrade)
        plan = Plan(
            address=address,
            chats=chats,
            slow=slow,
            deadline=Limits().send_seconds,
            process=process,
        )
        held = asyncio.run(measured(plan, store))
        store.close()
    return held


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.open_chats", description=__doc__)
    parser.add_argument("--chats", type=int, default=2_000)
    parser.add_argument("--slow", type=int, default=5)
    asked = parser.parse_args(arguments)
    raise_limit(3 * asked.chats + 500)
    with TemporaryDirectory() as folder:
        held = _measured(Path(folder), asked.chats, asked.slow)
    print(json.dumps(asdict(held), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
