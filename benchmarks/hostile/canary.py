"""Counts who comes, and where anybody in this process connects to."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_watching: list["Canary"] = []


@dataclass(slots=True)
class Canary:
    """Listen on every address of this machine at one port."""

    port: int = 0
    came: int = 0
    """Connections that arrived."""
    connected: list[object] = field(default_factory=list)
    """Where this process connected to, or tried to, arrived or not."""
    _sockets: list[socket.socket] = field(default_factory=list)

    def open(self) -> None:
        """Begin to listen."""
        four = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        four.bind(("0.0.0.0", 0))
        self.port = four.getsockname()[1]
        self._sockets = [four]
        if socket.has_dualstack_ipv6():
            six = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
            six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            six.bind(("::", self.port))
            self._sockets.append(six)
        for listening in self._sockets:
            listening.listen(64)
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        for listening in self._sockets:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                came, _ = listening.accept()
            except OSError:
                return
            self.came += 1
            came.close()


@contextmanager
def canary() -> Iterator[Canary]:
    """Yield a canary; connections of this process are noted while it sings."""
    bird = Canary()
    bird.open()
    _watching.append(bird)
    try:
        yield bird
    finally:
        _watching.remove(bird)
        bird.close()


def _note(event: str, said: tuple[object, ...]) -> None:
    if event == "socket.connect":
        for bird in _watching:
            bird.connected.append(said[1])


sys.addaudithook(_note)  # the interpreter tells of every connection, whoever makes it
