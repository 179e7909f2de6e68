"""Reads pages of a website in a process of their own, which serves for many of them.

A page that fills or stops that process costs itself, never the pages after it.
"""

import json
import os
import select
import subprocess
import sys
import time

from handrail.adapters.sources.confined import bare_environment
from handrail.adapters.sources.confining import MOST_OUTPUT
from handrail.adapters.sources.page_reader import LENGTH, ReadPage
from handrail.adapters.sources.unreadable import Unreadable
from handrail.kernel.plain import NotPlainError, from_plain

_WALL_SECONDS = 20.0
_MOST_PAGES = 200
"""Pages that one process reads before a fresh one takes over: limits on it count from its start."""
_COMMAND = (sys.executable, "-P", "-m", "handrail.adapters.sources.page_reader")
_PIECE = 65_536


class ConfinedPages:
    """Read pages; the process is started when it is needed, and again where it was stopped."""

    def __init__(self, wall_seconds: float = _WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._running: subprocess.Popen[bytes] | None = None
        self._read = 0

    def read(self, raw: bytes, kind: str = ".html") -> ReadPage:
        """Read one page in UTF-8; raises Unreadable, and nothing else, for what is none."""
        process = self._process()
        by = time.monotonic() + self._wall_seconds
        try:
            message = kind.encode() + b"\n" + raw
            _write(process, LENGTH.pack(len(message)) + message, by)
            length = LENGTH.unpack(_read(process, LENGTH.size, by))[0]
            said = json.loads(_read(process, min(length, MOST_OUTPUT), by))
        except (OSError, ValueError, TimeoutError, RecursionError) as error:
            self.close()
            why = "took too long" if isinstance(error, TimeoutError) else "was stopped"
            raise Unreadable(f"Reading it {why}: it is damaged or too large.") from error
        return _page(said)

    def close(self) -> None:
        """End the process."""
        process, self._running = self._running, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _process(self) -> subprocess.Popen[bytes]:
        if self._read >= _MOST_PAGES:
            self.close()
        if self._running is None:
            self._read = 0
            self._running = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no text of a page
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=bare_environment(),
                bufsize=0,
            )
            for pipe in (self._running.stdin, self._running.stdout):
                assert pipe is not None
                os.set_blocking(pipe.fileno(), False)
        self._read += 1
        return self._running


def _write(process: subprocess.Popen[bytes], message: bytes, by: float) -> None:
    assert process.stdin is not None
    place = process.stdin.fileno()
    rest = memoryview(message)
    while rest:
        _, ready, _ = select.select([], [place], [], _left(by))
        if ready:
            rest = rest[os.write(place, rest[:_PIECE]) :]


def _read(process: subprocess.Popen[bytes], length: int, by: float) -> bytes:
    assert process.stdout is not None
    place = process.stdout.fileno()
    body = bytearray()
    while len(body) < length:
        ready, _, _ = select.select([place], [], [], _left(by))
        if ready:
            piece = os.read(place, min(_PIECE, length - len(body)))
            if not piece:
                raise OSError("it ended")
            body += piece
    return bytes(body)


def _left(by: float) -> float:
    left = by - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _page(said: object) -> ReadPage:
    """Return what the process told; a process that was taken over can tell nothing worse."""
    if isinstance(said, dict) and "refused" in said:
        raise Unreadable(str(said["refused"]))
    try:
        return from_plain(ReadPage, said)
    except NotPlainError as error:
        raise Unreadable("Reading it was stopped before it had finished.") from error
