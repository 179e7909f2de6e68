"""One attempt at one provider's model, in pieces, broken off at its deadlines whatever it does.

The provider's library runs on the background loop and puts what it hears into a box. The caller
waits at that box and never for the library: a server that hangs cannot hold a turn.
"""

import asyncio
import queue
from collections.abc import Callable, Generator

from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelConnectionError,
    ModelHTTPError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelRequestTimeout,
    ModelTimeoutError,
    UserError,
)
from pydantic_ai.messages import (
    ModelRequest as Prompted,
)
from pydantic_ai.messages import (
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    SystemPromptPart,
    TextPart,
    TextPartDelta,
    UserPromptPart,
)
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings

from handrail.adapters.models.background import BackgroundLoop
from handrail.flow.language_model import FaultKind, Finished, Heard, ModelFault, ModelRequest
from handrail.kernel.clock import Clock

_CHARACTERS_PER_TOKEN = 16  # far more than any model writes: beyond it the limit is not kept
_ATTEMPT_ONLY = 0  # retries are ours: they have to fit the time that is left

_Put = Callable[[Heard | Exception], None]


class ProviderModel:
    """Ask one model of one provider, once."""

    def __init__(
        self,
        name: str,
        model: Model,
        loop: BackgroundLoop,
        clock: Clock,
        *,
        first_token_seconds: float,
    ) -> None:
        self.name = name
        self._model = model
        self._loop = loop
        self._clock = clock
        self._first_token_seconds = first_token_seconds

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield the text in pieces, then one Finished; raises ModelFault."""
        box: queue.SimpleQueue[Heard | Exception] = queue.SimpleQueue()
        by = min(request.until, self._clock.monotonic() + self._first_token_seconds)
        under_way = self._loop.start(lambda: self._ask(request, box.put))
        try:
            while True:
                match self._next(box, by):
                    case str(piece):
                        by = request.until
                        yield piece
                    case Finished() as finished:
                        yield finished
                        return
                    case error:
                        raise _told_plainly(error, self.name) from error
        finally:
            under_way.cancel()

    def _next(self, box: "queue.SimpleQueue[Heard | Exception]", by: float) -> Heard | Exception:
        try:
            return box.get(timeout=max(0.0, by - self._clock.monotonic()))
        except queue.Empty:
            return TimeoutError()

    async def _ask(self, request: ModelRequest, put: _Put) -> None:
        try:
            await self._listen(request, put)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of a thread: the caller raises it anew
            put(error)

    async def _listen(self, request: ModelRequest, put: _Put) -> None:
        limit = request.most_tokens * _CHARACTERS_PER_TOKEN
        heard = 0
        async with model_request_stream(
            self._model, [_messages_of(request)], model_settings=_settings_of(request)
        ) as stream:
            async for event in stream:
                if piece := _text_of(event):
                    heard += len(piece)
                    put(piece)
                if heard > limit:
                    put(Finished(is_complete=False))
                    return
            put(_finished(stream.get()))


def _messages_of(request: ModelRequest) -> Prompted:
    return Prompted(
        parts=[
            SystemPromptPart(content=request.instructions),
            UserPromptPart(content=request.content),
        ]
    )


def _settings_of(request: ModelRequest) -> ModelSettings:
    return ModelSettings(max_tokens=request.most_tokens, temperature=0.0, max_retries=_ATTEMPT_ONLY)


def _text_of(event: ModelResponseStreamEvent) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=piece)):
            return piece
        case PartDeltaEvent(delta=TextPartDelta(content_delta=piece)):
            return piece
        case _:
            return ""


def _finished(response: ModelResponse) -> Finished:
    used = response.usage
    is_told = bool(used.input_tokens or used.output_tokens)
    # the library takes a stream without an end for a whole one; what the provider said tells
    has_end = bool((response.provider_details or {}).get("finish_reason"))
    return Finished(
        is_complete=has_end and response.finish_reason == "stop",
        tokens_in=used.input_tokens if is_told else None,
        tokens_out=used.output_tokens if is_told else None,
    )


def _told_plainly(error: Exception, name: str) -> ModelFault:
    """Return our error for one of the library's; never with what was asked or answered in it."""
    kind = _kind_of(error)
    retry_after = error.retry_after if isinstance(error, ModelAPIError) else None
    status = f" (HTTP {error.status_code})" if isinstance(error, ModelHTTPError) else ""
    return ModelFault(kind, f"Model {name}: {_SAID[kind]}{status}.", retry_after=retry_after)


_SAID = {
    FaultKind.TOO_SLOW: "no answer in time",
    FaultKind.TOO_MANY: "it asks to be left alone for a while",
    FaultKind.REFUSED: "it does not take the request",
    FaultKind.UNREACHABLE: "it cannot be reached",
    FaultKind.FAILED: "it failed",
    FaultKind.UNREADABLE: "its answer cannot be read",
}


def _kind_of(error: Exception) -> FaultKind:
    match error:
        case TimeoutError() | ModelTimeoutError() | ModelRequestTimeout():
            return FaultKind.TOO_SLOW
        case ModelRateLimitError():
            return FaultKind.TOO_MANY
        case ModelQuotaExceededError() | ModelRequestRejectedError() | UserError():
            return FaultKind.REFUSED
        case ModelConnectionError() | OSError():
            return FaultKind.UNREACHABLE
        case ModelAPIError():
            return FaultKind.FAILED
        case AgentRunError():
            return FaultKind.UNREADABLE
        case _:
            return FaultKind.FAILED
