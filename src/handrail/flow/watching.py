"""Which parts of a turn are watched, at its ports: searches, embeddings, checks, model calls."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TypeAlias

from handrail.domain.answering.model import Draft, Grounding
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.handle_message import MessagePorts
from handrail.flow.language_model import Finished, Heard, LanguageModel, ModelRequest
from handrail.flow.ports import Checker, Embedder, Vectors
from handrail.flow.telemetry import (
    OURSELVES,
    UNWATCHED,
    Fact,
    Facts,
    Operation,
    Tracer,
    Words,
    model_call,
    model_use,
)

Find: TypeAlias = Callable[[str, Scope], SearchResult]


class Watch:
    """Put a tracer around what it is given; around nothing where nobody watches."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    @property
    def is_kept(self) -> bool:
        """Tell whether anybody is told."""
        return self.tracer is not UNWATCHED

    def turns(self, ports: MessagePorts) -> MessagePorts:
        """Watch turns, and in them searching, checking and weighing."""
        if not self.is_kept:
            return ports
        think = ports.think
        watched = replace(
            think,
            find=self.find(think.find),
            find_all=None if think.find_all is None else self.find(think.find_all),
            checker=WatchedChecker(think.checker, self.tracer),
            embedder=None if think.embedder is None else self.embedder(think.embedder),
        )
        return replace(ports, think=watched, tracer=self.tracer)

    def find(self, find: Find) -> Find:
        """Watch a search."""
        return WatchedFind(find, self.tracer) if self.is_kept else find

    def embedder(self, embedder: Embedder) -> Embedder:
        """Watch an embedder."""
        return WatchedEmbedder(embedder, self.tracer) if self.is_kept else embedder

    def model(self, model: LanguageModel) -> LanguageModel:
        """Watch a language model, one attempt at a time."""
        return WatchedModel(model, self.tracer) if self.is_kept else model


class WatchedFind:
    """Search, and tell of it."""

    def __init__(self, find: Find, tracer: Tracer) -> None:
        self._find = find
        self._tracer = tracer

    def __call__(self, question: str, scope: Scope) -> SearchResult:
        """Return what is found."""
        with self._tracer.span(Operation.RETRIEVAL, "", {Fact.PROVIDER: OURSELVES}) as span:
            span.quote(Words.SEARCHED, question)
            result = self._find(question, scope)
            span.tell({Fact.HITS: len(result.hits), Fact.SNAPSHOT: result.snapshot})
            return result


class WatchedEmbedder:
    """Embed, and tell of it."""

    def __init__(self, embedder: Embedder, tracer: Tracer) -> None:
        self._embedder = embedder
        self._tracer = tracer
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self._facts: Facts = {
            Fact.PROVIDER: OURSELVES,
            Fact.REQUEST_MODEL: embedder.name,
            Fact.DIMENSIONS: embedder.dimensions,
        }

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        facts = {**self._facts, Fact.TEXTS: len(texts)}
        with self._tracer.span(Operation.EMBEDDINGS, self.name, facts):
            return self._embedder.embed(texts)

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and, per text, a row per character span."""
        facts = {**self._facts, Fact.TEXTS: len(texts)}
        with self._tracer.span(Operation.EMBEDDINGS, self.name, facts):
            return self._embedder.embed_with_spans(texts, spans)


class WatchedChecker:
    """Check a draft, and tell how much of it is left."""

    def __init__(self, checker: Checker, tracer: Tracer) -> None:
        self._checker = checker
        self._tracer = tracer

    @property
    def name(self) -> str:
        """Return name and version."""
        return self._checker.name

    def check(self, draft: Draft, passages: Mapping[PassageId, Passage]) -> Grounding:
        """Return a verdict per claim."""
        facts: Facts = {Fact.CHECKER: self.name, Fact.CLAIMS: len(draft.claims)}
        with self._tracer.span(Operation.CHECK, "", facts) as span:
            grounding = self._checker.check(draft, passages)
            span.tell({Fact.SUPPORTED: len(grounding.supported)})
            return grounding


class WatchedModel:
    """Ask a model, and tell of it."""

    def __init__(self, model: LanguageModel, tracer: Tracer) -> None:
        self._model = model
        self._tracer = tracer

    @property
    def name(self) -> str:
        """Return provider and model."""
        return self._model.name

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield what the model yields."""
        provider, _, model = self.name.partition(":")
        said: list[str] = []
        with (
            model_call(provider, model, self._tracer) as span,
            closing(self._model.stream(request)) as stream,
        ):
            span.quote(Words.INSTRUCTIONS, request.instructions)
            span.quote(Words.ASKED, request.content)
            for heard in stream:
                if isinstance(heard, Finished):
                    tokens = {"input_tokens": heard.tokens_in, "output_tokens": heard.tokens_out}
                    span.tell(model_use(model=model, **tokens))
                    span.quote(Words.SAID, "".join(said))
                else:
                    said.append(heard)
                yield heard
