"""Open what sends spans: in the background, in batches, and never in anybody's way."""

import atexit
import logging
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version

from typing_extensions import override

from handrail.kernel.errors import BadSettings

try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import (
        BatchSpanProcessor,
        SpanExporter,
        SpanExportResult,
    )

    from handrail.adapters.telemetry.spans import SpanTracer
except ModuleNotFoundError as error:
    raise BadSettings(
        "Telemetry is on, and OpenTelemetry's libraries are not installed.",
        hint="Run `pip install 'handrail[telemetry]'`, or set telemetry.enabled to false.",
    ) from error

_PATH = "/v1/traces"
_SENDING_SECONDS = 2.0
_CLOSING_SECONDS = 1.5
_PAUSE_MILLISECONDS = 1_000
_MOST_WAITING = 2_048
_MOST_AT_ONCE = 512

_log = logging.getLogger("handrail.telemetry")


def open_tracer(endpoint: str, service_name: str, *, content: bool) -> SpanTracer:
    """Return a tracer that sends to a collector; nothing is connected to yet.

    It belongs to this process alone: what other libraries trace is not sent along with it.
    """
    _let_one_voice_speak()
    exporter = OTLPSpanExporter(endpoint=_address(endpoint), timeout=_SENDING_SECONDS)
    provider = TracerProvider(resource=_resource(service_name), shutdown_on_exit=False)
    provider.add_span_processor(
        BatchSpanProcessor(
            OutspokenExporter(exporter, endpoint),
            max_queue_size=_MOST_WAITING,
            schedule_delay_millis=_PAUSE_MILLISECONDS,
            max_export_batch_size=_MOST_AT_ONCE,
        )
    )
    closing = Closing(provider.shutdown)
    atexit.register(closing.close)
    return SpanTracer(provider, content=content, close=closing.close)


class OutspokenExporter(SpanExporter):
    """Say in one line when spans cannot be sent, and say it again only after they could be."""

    def __init__(self, inner: SpanExporter, endpoint: str) -> None:
        self._inner = inner
        self._endpoint = endpoint
        self._has_failed = False

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans; those that cannot be sent are lost."""
        result = self._inner.export(spans)
        failed = result is not SpanExportResult.SUCCESS
        if failed and not self._has_failed:
            _log.warning("Traces cannot be sent to %s; nothing else is affected.", self._endpoint)
        self._has_failed = failed
        return result

    @override
    def shutdown(self) -> None:
        """Send no more."""
        self._inner.shutdown()


class Closing:
    """Close within a deadline, whatever the network does.

    The thread that closes is started early: none can be started while the interpreter ends.
    """

    def __init__(self, close: Callable[[], None], seconds: float = _CLOSING_SECONDS) -> None:
        self._work = close
        self._seconds = seconds
        self._is_asked = threading.Event()
        self._is_done = threading.Event()
        threading.Thread(target=self._close_when_asked, name="telemetry", daemon=True).start()

    def close(self) -> None:
        """Close, or leave it when the time is up."""
        self._is_asked.set()
        self._is_done.wait(self._seconds)

    def _close_when_asked(self) -> None:
        self._is_asked.wait()
        self._work()
        self._is_done.set()


def _address(endpoint: str) -> str:
    whole = endpoint.rstrip("/")
    return whole if whole.endswith(_PATH) else whole + _PATH


def _resource(service_name: str) -> Resource:
    # Only what the operator named: a process's own arguments can hold a customer's question.
    ours = Resource({"service.name": service_name, "service.version": version("handrail")})
    return OTELResourceDetector().detect().merge(ours)


def _let_one_voice_speak() -> None:
    """Silence the library, which warns at every attempt and quotes addresses."""
    library = logging.getLogger("opentelemetry")
    library.addHandler(logging.NullHandler())
    library.propagate = False
