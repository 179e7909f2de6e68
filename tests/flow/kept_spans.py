"""A tracer that keeps what it is told in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from handrail.flow.telemetry import Fact, Facts, Operation, Span, Words


@dataclass
class KeptSpan:
    """Keep what was told of one span."""

    operation: Operation
    facts: dict[Fact, str | int | float | bool]
    words: list[Words] = field(default_factory=list)

    def tell(self, facts: Facts) -> None:
        self.facts |= facts

    def quote(self, words: Words, _text: str) -> None:
        self.words.append(words)


@dataclass
class KeptSpans:
    """Keep every span in memory."""

    spans: list[KeptSpan] = field(default_factory=list)
    is_closed: bool = False

    @contextmanager
    def span(self, operation: Operation, _subject: str, facts: Facts) -> Iterator[Span]:
        self.spans.append(KeptSpan(operation, dict(facts)))
        yield self.spans[-1]

    def close(self) -> None:
        self.is_closed = True
