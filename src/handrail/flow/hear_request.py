"""Turn a message, and how actions are asked for, into vectors: once a message and catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from handrail.domain.actions.known_requests import (
    KnownAction,
    Vectors,
    known_requests,
    sentences_of,
)
from handrail.domain.actions.own_words import OwnWords, own_words
from handrail.domain.actions.read_values import values_in
from handrail.domain.actions.request_features import Heard
from handrail.domain.actions.spec import ActionSpec, Parameter, ParameterKind
from handrail.flow.ports import Embedder

_TOLD_BY = (ParameterKind.REFERENCE, ParameterKind.EMAIL)


@dataclass(slots=True)
class EmbeddedSentences:
    """Keep the sentences of the actions as vectors; embedded when a message first needs them.

    The embedder has to be the bundled one: what a likeness weighs was learnt with it.
    """

    specs: tuple[ActionSpec, ...]
    embedder: Embedder
    _known: tuple[KnownAction, ...] | None = None
    _lock: Lock = field(default_factory=Lock)

    def known(self) -> tuple[KnownAction, ...]:
        """Return what is known of how each action is asked for."""
        with self._lock:
            if self._known is None:
                vectors = self.embedder.embed(sentences_of(self.specs))
                self._known = known_requests(self.specs, vectors)
            return self._known

    def heard(self, text: str) -> Heard:
        """Return a message with its vectors."""
        own = own_words(text)
        spans = [(sentence.start, sentence.end) for sentence in own.sentences]
        whole, parts = self.embedder.embed_with_spans([text], [spans])
        parameters = [p for spec in self.specs for p in spec.parameters if p.kind in _TOLD_BY]
        return Heard(
            own=own,
            whole=_of_own(own, whole[0], parts[0]),
            sentences=parts[0],
            values=tuple(_holds_value(s.text, parameters) for s in own.sentences),
        )


def _of_own(own: OwnWords, whole: Vectors, sentences: Vectors) -> Vectors:
    """Return the vector of what the customer says, without what is quoted."""
    if not own.has_quoted or not len(sentences):
        return whole
    mean: Vectors = sentences.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean


def _holds_value(text: str, parameters: Sequence[Parameter]) -> bool:
    return any(values_in(text, parameter, "").values for parameter in parameters)
