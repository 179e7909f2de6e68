"""A collector on loopback: takes OTLP over HTTP, remembers what came, answers as it is told."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from typing_extensions import override


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold a span as it arrived."""

    name: str
    id: bytes
    parent: bytes
    trace: bytes
    kind: int
    facts: Mapping[str, Any]
    is_error: bool
    said_of_error: str
    events: int


@dataclass(slots=True)
class Collector:
    """Remember the requests."""

    address: str = ""
    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    @property
    def spans(self) -> list[Seen]:
        """Return what came, in the order in which the spans began."""
        found = [
            span
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        return [_seen(span) for span in sorted(found, key=lambda s: s.start_time_unix_nano)]

    @property
    def resource(self) -> Mapping[str, Any]:
        """Return what is said of the process."""
        first = ExportTraceServiceRequest.FromString(self.bodies[0]).resource_spans[0]
        return _facts(first.resource.attributes)

    def named(self, name: str) -> Seen:
        """Return the one span of this name."""
        (found,) = [span for span in self.spans if span.name == name]
        return found


@contextmanager
def collector(*, is_slow: bool = False) -> Iterator[Collector]:
    """Listen until the block ends; a slow one answers nothing until then."""
    kept = Collector()
    if not is_slow:
        kept.may_answer.set()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.paths.append(self.path)
            kept.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            kept.may_answer.wait(30)
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    kept.address = f"http://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield kept
    finally:
        kept.may_answer.set()
        server.shutdown()
        server.server_close()
        serving.join()


def _seen(span: Any) -> Seen:
    return Seen(
        name=span.name,
        id=span.span_id,
        parent=span.parent_span_id,
        trace=span.trace_id,
        kind=span.kind,
        facts=_facts(span.attributes),
        is_error=span.status.code == 2,
        said_of_error=span.status.message,
        events=len(span.events),
    )


def _facts(attributes: Any) -> dict[str, Any]:
    return {a.key: getattr(a.value, a.value.WhichOneof("value")) for a in attributes}
