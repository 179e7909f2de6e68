"""A scripted provider of language models on loopback: it speaks OpenAI's format and misbehaves.

Each request takes the next step of the script; the last step is repeated.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

Handler = BaseHTTPRequestHandler
Step = Callable[["Talk"], None]


@dataclass(slots=True)
class Talk:
    """Hold one request while it is answered."""

    handler: Handler
    body: dict[str, Any]
    stopping: threading.Event

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send the head of a stream."""
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.send_header("Connection", "close")
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def send(self, raw: str) -> None:
        """Send bytes as they are."""
        self.handler.wfile.write(raw.encode("utf-8", "surrogatepass"))
        self.handler.wfile.flush()

    def piece(self, text: str) -> None:
        """Send a piece of the reply."""
        self._chunk({"content": text})

    def end(self, reason: str = "stop", tokens: tuple[int, int] | None = (120, 30)) -> None:
        """Send the end with what was used."""
        usage = None
        if tokens is not None:
            usage = {
                "prompt_tokens": tokens[0],
                "completion_tokens": tokens[1],
                "total_tokens": sum(tokens),
            }
        self._chunk({}, reason, usage)
        self.send("data: [DONE]\n\n")

    def wait(self, seconds: float) -> None:
        """Do nothing for a while, or until the test is over."""
        self.stopping.wait(seconds)

    def error(self, status: int, **headers: str) -> None:
        """Answer with an error."""
        body = json.dumps({"error": {"message": "scripted", "type": "scripted"}})
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", "application/json")
        self.handler.send_header("Content-Length", str(len(body)))
        self.handler.send_header("Connection", "close")
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.send(body)

    def _chunk(
        self, delta: dict[str, Any], reason: str | None = None, usage: dict[str, int] | None = None
    ) -> None:
        chunk = {
            "id": "scripted",
            "object": "chat.completion.chunk",
            "created": 1_767_225_600,
            "model": self.body.get("model", "m"),
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
            "usage": usage,
        }
        self.send(f"data: {json.dumps(chunk)}\n\n")


def says(*pieces: str, reason: str = "stop", tokens: tuple[int, int] | None = (120, 30)) -> Step:
    """Answer in pieces, and end."""

    def step(talk: Talk) -> None:
        talk.begin()
        for piece in pieces:
            talk.piece(piece)
        talk.end(reason, tokens)

    return step


def writes(*claims: tuple[str, int, str]) -> Step:
    """Answer with claims: text, number of the passage, quote."""
    made = [
        {"text": text, "citations": [{"passage": number, "quote": quote}]}
        for text, number, quote in claims
    ]
    return says(json.dumps({"claims": made}))


def waits_before_the_first_word(seconds: float) -> Step:
    """Begin, and then say nothing for a while."""

    def step(talk: Talk) -> None:
        talk.begin()
        talk.wait(seconds)
        talk.piece('{"claims": []}')
        talk.end()

    return step


def drips(piece: str, pause: float) -> Step:
    """Say the same again and again, slowly, without end."""

    def step(talk: Talk) -> None:
        talk.begin()
        while not talk.stopping.is_set():
            talk.piece(piece)
            talk.wait(pause)

    return step


def floods(piece: str) -> Step:
    """Say the same without end, as fast as it is read."""

    def step(talk: Talk) -> None:
        talk.begin()
        while not talk.stopping.is_set():
            talk.piece(piece)

    return step


def hangs(talk: Talk) -> None:
    """Take the request and never answer."""
    talk.wait(60)


def fails(status: int, **headers: str) -> Step:
    """Answer with an error."""
    return lambda talk: talk.error(status, **headers)


def half_closes(*pieces: str) -> Step:
    """Say something, and close the connection without an end."""

    def step(talk: Talk) -> None:
        talk.begin()
        for piece in pieces:
            talk.piece(piece)

    return step


def sends_raw(*lines: str) -> Step:
    """Send a stream of one's own making."""

    def step(talk: Talk) -> None:
        talk.begin()
        for line in lines:
            talk.send(line)

    return step


@dataclass
class Provider:
    """Hold the running server, its script and what it was asked."""

    address: str
    script: list[Step]
    stopping: threading.Event
    asked: list[dict[str, Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plays(self, *steps: Step) -> None:
        """Replace the script."""
        with self._lock:
            self.script = list(steps)

    def take(self, body: dict[str, Any]) -> Step:
        """Return the next step."""
        with self._lock:
            self.asked.append(body)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def contents(self) -> list[str]:
        """Return all that was sent, as text."""
        return [json.dumps(body, ensure_ascii=False) for body in self.asked]


@contextmanager
def running_provider(*steps: Step) -> Iterator[Provider]:
    """Run a provider until the block ends."""
    stopping = threading.Event()
    provider = Provider(address="", script=list(steps), stopping=stopping)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = json.loads(self.rfile.read(length))
            try:
                provider.take(body)(Talk(self, body, stopping))
            except OSError:
                return  # the client has gone, as it should

        @override
        def log_message(self, format: str, *args: object) -> None:
            return

    server = _Server(("127.0.0.1", 0), Answers)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        return


Steps = Sequence[Step]
