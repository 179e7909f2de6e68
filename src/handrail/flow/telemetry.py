"""What is told of a turn and its parts to whoever watches how the assistant works.

The names are those of OpenTelemetry's conventions for generative AI, and our own under `handrail.`.
What people wrote is given to `quote` and to nothing else, so that a tracer can leave it out.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from types import TracebackType
from typing import Final, Protocol, TypeAlias

from typing_extensions import override

from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.reply_json import claims_of, public_name, reason_of

OURSELVES: Final = "handrail"
"""Who provides the agent and all that runs in this process."""


class Operation(StrEnum):
    """What is being done while a span is open."""

    INVOKE_AGENT = "invoke_agent"
    RETRIEVAL = "retrieval"
    EMBEDDINGS = "embeddings"
    CHAT = "chat"
    CHECK = "handrail.check"


class Fact(StrEnum):
    """What may be told of it: ids, names, numbers and codes, never what somebody wrote."""

    AGENT = "gen_ai.agent.name"
    PROVIDER = "gen_ai.provider.name"
    CONVERSATION = "gen_ai.conversation.id"
    REQUEST_MODEL = "gen_ai.request.model"
    RESPONSE_MODEL = "gen_ai.response.model"
    INPUT_TOKENS = "gen_ai.usage.input_tokens"
    OUTPUT_TOKENS = "gen_ai.usage.output_tokens"
    DIMENSIONS = "gen_ai.embeddings.dimension.count"
    CHANNEL = "handrail.channel"
    RECORD = "handrail.record.id"
    OUTCOME = "handrail.outcome"
    REASON = "handrail.reason"
    CONFIDENCE = "handrail.confidence"
    THRESHOLD = "handrail.threshold"
    IS_CALIBRATED = "handrail.is_calibrated"
    CLAIMS = "handrail.claims"
    SUPPORTED = "handrail.claims.supported"
    CHECKER = "handrail.checker"
    SNAPSHOT = "handrail.snapshot"
    HITS = "handrail.hits"
    TEXTS = "handrail.texts"


class Words(StrEnum):
    """What somebody wrote; recorded only where the operator asked for it."""

    INSTRUCTIONS = "gen_ai.system_instructions"
    ASKED = "gen_ai.input.messages"
    SAID = "gen_ai.output.messages"
    SEARCHED = "gen_ai.retrieval.query.text"


Facts: TypeAlias = Mapping[Fact, str | int | float | bool]


class Span(Protocol):
    """Hold one piece of work while it is watched."""

    def tell(self, facts: Facts) -> None:
        """Add facts."""
        ...

    def quote(self, words: Words, text: str) -> None:
        """Add what somebody wrote; left out unless the operator asked for it."""
        ...


class Tracer(Protocol):
    """Watch work from outside; whatever becomes of what is told, the work goes on."""

    def span(
        self, operation: Operation, subject: str, facts: Facts
    ) -> AbstractContextManager[Span]:
        """Watch the block: what is done, to or by whom, and what is known beforehand.

        Spans nest within one thread; hand `contextvars.copy_context()` to another one.
        """
        ...

    def close(self) -> None:
        """Pass on what is left, for a short while at most."""
        ...


class _Unseen(AbstractContextManager["_Unseen"]):
    """Forget what is told."""

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def tell(self, facts: Facts) -> None:
        """Add nothing."""

    def quote(self, words: Words, text: str) -> None:
        """Add nothing."""


_UNSEEN = _Unseen()


class Unwatched:
    """Watch nothing: what there is without telemetry."""

    def span(
        self,
        operation: Operation,  # noqa: ARG002 - nobody is told
        subject: str,  # noqa: ARG002 - nobody is told
        facts: Facts,  # noqa: ARG002 - nobody is told
    ) -> AbstractContextManager[Span]:
        """Return one and the same span that forgets everything."""
        return _UNSEEN

    def close(self) -> None:
        """Return at once."""


UNWATCHED: Final[Tracer] = Unwatched()


def turn_span(inbound: InboundMessage, tracer: Tracer) -> AbstractContextManager[Span]:
    """Watch a turn from the message on."""
    facts: dict[Fact, str | int | float | bool] = {
        Fact.PROVIDER: OURSELVES,
        Fact.AGENT: OURSELVES,
        Fact.CHANNEL: inbound.channel,
    }
    return tracer.span(Operation.INVOKE_AGENT, OURSELVES, facts)


def tell_turn(record: TurnRecord, span: Span) -> None:
    """Tell what came of a turn."""
    told = {
        Fact.RECORD: record.id,
        Fact.CONVERSATION: record.conversation,
        Fact.OUTCOME: public_name(record.outcome),
        Fact.REASON: reason_of(record.outcome),
        Fact.CONFIDENCE: None if record.confidence is None else record.confidence.value,
        Fact.THRESHOLD: record.threshold,
        Fact.IS_CALIBRATED: record.calibration is not None,
        Fact.CLAIMS: len(claims_of(record.outcome)),
    }
    span.tell({fact: value for fact, value in told.items() if value is not None})
    span.quote(Words.ASKED, record.question)
    span.quote(Words.SAID, record.reply)


def model_call(provider: str, model: str, tracer: Tracer) -> AbstractContextManager[Span]:
    """Watch one call of a language model; tell `model_use` before the block ends."""
    facts: Facts = {Fact.PROVIDER: provider, Fact.REQUEST_MODEL: model}
    return tracer.span(Operation.CHAT, model, facts)


def model_use(*, model: str | None, input_tokens: int | None, output_tokens: int | None) -> Facts:
    """Return which model answered and what its provider counted, where it is known."""
    told = {
        Fact.RESPONSE_MODEL: model,
        Fact.INPUT_TOKENS: input_tokens,
        Fact.OUTPUT_TOKENS: output_tokens,
    }
    return {fact: value for fact, value in told.items() if value is not None}
