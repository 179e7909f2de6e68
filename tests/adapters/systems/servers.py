"""Small servers on loopback: one replies what a test lays out, one keeps what it was sent."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from typing_extensions import override


class _Handler(BaseHTTPRequestHandler):
    replies: "list[bytes]"
    sent: "list[tuple[str, bytes]]"
    status: int

    def do_GET(self) -> None:
        self._reply()

    def do_POST(self) -> None:
        self._reply()

    def _reply(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.sent.append((self.path, self.rfile.read(length)))
        body = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(
    replies: Sequence[bytes], status: int = 200
) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Reply one after another, the last one for ever; give the address and what was sent."""
    sent: list[tuple[str, bytes]] = []
    said = {"replies": list(replies), "sent": sent, "status": status}
    handler = type("Handler", (_Handler,), said)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
