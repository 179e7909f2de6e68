"""Whose turn is it to write? First come, first served, among threads and among processes.

SQLite lets whoever happens to retry first write next, and some writers then wait for seconds. Here
the threads of a process stand in a queue, and its first one competes for two locked files: `next`,
which only one process may hold while it waits, and `turn`, which the writer holds. A process that
has just written must pass `next` again, where somebody else stands already; so processes alternate.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handrail.kernel.errors import StorageUnavailable

_SHORTEST_PAUSE = 0.0002
_LONGEST_PAUSE = 0.001


class WriteTurns:
    """Give out turns to write to one SQLite database."""

    def __init__(self, database: Path, patience: float) -> None:
        self._next = database.with_name(database.name + "-next")
        self._turn = database.with_name(database.name + "-turn")
        self._patience = patience
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False
        self._owner: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn and hold it; raise StorageUnavailable when patience ends."""
        if self._owner == threading.get_ident():
            raise RuntimeError("a write block was opened inside a write block")
        deadline = time.monotonic() + self._patience
        self._queue(deadline)
        try:
            turn = self._among_processes(deadline)
            try:
                self._owner = threading.get_ident()
                yield
            finally:
                self._owner = None
                os.close(turn)  # lets go of the lock, too
        finally:
            self._pass_on()

    def _queue(self, deadline: float) -> None:
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            if not called.wait(deadline - time.monotonic()):
                raise self._too_long()  # noqa: TRY301 - leaves the queue like an interruption does
        except BaseException:
            self._leave(called)
            raise

    def _leave(self, called: threading.Event) -> None:
        """Step out of the queue; where it was this one's turn already, let the next one go."""
        with self._mutex:
            was_called = called not in self._waiting
            if not was_called:
                self._waiting.remove(called)
        if was_called:
            self._pass_on()

    def _pass_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def _among_processes(self, deadline: float) -> int:
        following = self._locked(self._next, deadline)
        try:
            return self._locked(self._turn, deadline)
        finally:
            os.close(following)

    def _locked(self, path: Path, deadline: float) -> int:
        """Return a descriptor that holds the lock; opened anew so that a fork shares none."""
        try:
            opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageUnavailable(
                f"The database's lock file {path} cannot be opened: {error.strerror}.",
                hint="Make its folder writable for the user that runs Handrail.",
            ) from error
        pause = _SHORTEST_PAUSE
        while not _is_locked(opened):
            if time.monotonic() > deadline:
                os.close(opened)
                raise self._too_long()
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        return opened

    def _too_long(self) -> StorageUnavailable:
        return StorageUnavailable(
            f"Waited {self._patience:.0f} s for others to finish writing to the database.",
            hint="Look for a Handrail process that hangs, and try again.",
        )


def _is_locked(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
