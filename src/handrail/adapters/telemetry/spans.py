"""Turns and their parts as OpenTelemetry spans."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from importlib.metadata import version
from typing import Final

from opentelemetry.trace import Span as OtelSpan
from opentelemetry.trace import SpanKind, StatusCode, TracerProvider

from handrail.flow.telemetry import UNWATCHED, Fact, Facts, Operation, Span, Words
from handrail.kernel.errors import HandrailError

_OPERATION = "gen_ai.operation.name"
_ERROR = "error.type"
_KINDS: Mapping[Operation, SpanKind] = {Operation.CHAT: SpanKind.CLIENT}
_NAMED_BY_CONVENTION = frozenset(Operation) - {Operation.CHECK}
_ROLES: Mapping[Words, str] = {Words.ASKED: "user", Words.SAID: "assistant"}

_inherited: ContextVar[Facts | None] = ContextVar("inherited", default=None)
"""What parts of the turn that is open are told as well; None where no span of ours is open."""


class SpanTracer:
    """Record spans; what people wrote only where `content` says so."""

    def __init__(
        self, provider: TracerProvider, *, content: bool, close: Callable[[], None]
    ) -> None:
        self._tracer: Final = provider.get_tracer("handrail", version("handrail"))
        self._content = content
        self._close = close

    def span(
        self, operation: Operation, subject: str, facts: Facts
    ) -> AbstractContextManager[Span]:
        """Watch the block."""
        inherited = _inherited.get()
        if operation is Operation.EMBEDDINGS and inherited is None:
            # A sync embeds by the thousand; only what belongs to a question is worth a span.
            return UNWATCHED.span(operation, subject, facts)
        return self._recorded(operation, subject, {**(inherited or {}), **facts})

    def close(self) -> None:
        """Send what is left, for a short while at most."""
        self._close()

    @contextmanager
    def _recorded(self, operation: Operation, subject: str, facts: Facts) -> Iterator[Span]:
        before = _inherited.set(_handed_down(facts))
        attributes = {fact.value: value for fact, value in facts.items()}
        if operation in _NAMED_BY_CONVENTION:
            attributes[_OPERATION] = operation.value
        try:
            with self._started(
                f"{operation.value} {subject}".strip(), operation, attributes
            ) as span:
                yield RecordedSpan(span, content=self._content)
        finally:
            _inherited.reset(before)

    @contextmanager
    def _started(
        self, name: str, operation: Operation, attributes: Mapping[str, str | int | float | bool]
    ) -> Iterator[OtelSpan]:
        started = self._tracer.start_as_current_span(
            name,
            kind=_KINDS.get(operation, SpanKind.INTERNAL),
            attributes=attributes,
            record_exception=False,  # an error's message may quote what somebody wrote
            set_status_on_exception=False,
        )
        with started as span, _marked_where_it_fails(span):
            yield span


class RecordedSpan:
    """Add to a span that is open."""

    def __init__(self, span: OtelSpan, *, content: bool) -> None:
        self._span = span
        self._content = content

    def tell(self, facts: Facts) -> None:
        """Add facts; a conversation is handed down to what follows inside."""
        self._span.set_attributes({fact.value: value for fact, value in facts.items()})
        if (handed_down := _handed_down(facts)) and _inherited.get() is not None:
            _inherited.set(handed_down)

    def quote(self, words: Words, text: str) -> None:
        """Add what somebody wrote, where that is wanted."""
        if self._content:
            self._span.set_attribute(words.value, _spelled(words, text))


@contextmanager
def _marked_where_it_fails(span: OtelSpan) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        code = error.code if isinstance(error, HandrailError) else type(error).__qualname__
        span.set_attribute(_ERROR, code)
        span.set_status(StatusCode.ERROR)
        raise


def _handed_down(facts: Facts) -> Facts:
    known = facts.get(Fact.CONVERSATION)
    return {} if known is None else {Fact.CONVERSATION: known}


def _spelled(words: Words, text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a pair would lose the batch
    part = {"type": "text", "content": whole}
    match words:
        case Words.ASKED | Words.SAID:
            return json.dumps([{"role": _ROLES[words], "parts": [part]}], ensure_ascii=False)
        case Words.INSTRUCTIONS:
            return json.dumps([part], ensure_ascii=False)
        case Words.SEARCHED:
            return whole
