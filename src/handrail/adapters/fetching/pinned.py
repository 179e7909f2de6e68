"""Connections that go to vetted addresses only, and end when their time is over.

The name is looked up here, at the moment of connecting, and what was vetted is connected to, so
nothing can change in between. The name itself stays in the request and in the TLS handshake.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2
from httpcore2 import SOCKET_OPTION, NetworkBackend, NetworkStream
from typing_extensions import override

Vetted = Callable[[str, int], tuple[str, ...]]
_MOST_ADDRESSES = 3


class Deadline(threading.local):
    """Hold, for each thread, when the fetch that it is busy with has to end."""

    def __init__(self) -> None:
        self.by: float | None = None

    def begin(self, seconds: float) -> None:
        """Start a fetch."""
        self.by = time.monotonic() + seconds

    def left(self, at_most: float | None) -> float:
        """Return how long one step may take; raises where nothing is left."""
        left = 3600.0 if self.by is None else self.by - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("late as a whole")
        return left if at_most is None else min(left, at_most)


class PinnedBackend(NetworkBackend):
    """Connect to the vetted addresses of a host, one after the other."""

    def __init__(
        self, vetted: Vetted, deadline: Deadline, plain: NetworkBackend | None = None
    ) -> None:
        self._vetted = vetted
        self._deadline = deadline
        self._plain = plain or httpcore2.SyncBackend()

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Connect; raises what the guard raises, or ConnectError."""
        last: Exception = httpcore2.ConnectError("no address")
        for address in self._vetted(host, port)[:_MOST_ADDRESSES]:
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last

    @override
    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Refuse: nothing on the web is a socket file."""
        raise httpcore2.ConnectError("a socket file is never asked")


class _TimedStream(NetworkStream):
    """Pass everything on, within the time that the whole fetch has."""

    def __init__(self, inner: NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    @override
    def close(self) -> None:
        self._inner.close()

    @override
    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(secured, self._deadline)

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
