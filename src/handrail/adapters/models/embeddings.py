"""An embedder behind an address: any server that speaks OpenAI's embeddings format.

A span is embedded as a text of its own: such a server gives one vector for each text and does not
show how it read the words around it. How long a vector is, is learnt with the first one and
remembered; it is part of the name, so that vectors of two lengths are never mixed.
"""

import json
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import httpx2
import numpy as np
from numpy.typing import NDArray

from handrail.adapters.models.endpoint import EmbeddingServer
from handrail.kernel.clock import Clock, SystemClock
from handrail.kernel.errors import ModelUnavailable
from handrail.kernel.ids import digest

Vectors = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]

_AT_ONCE = 64
_TRIES = 2
_PAUSE = 0.3
_SHORTEST_WAIT = 1.5  # seconds; a customer waits for the vector of a question
_SECONDS_PER_CHARACTER = 0.001
_LONGEST_WAIT = 60.0
_LARGEST_REPLY = 64 * 1024 * 1024
_KEPT_TEXTS = 4_096
_SHORT = 300  # characters; a question and its words are asked for again while it is answered
_HASH = 8
_MAY_HELP = frozenset((408, 429, 500, 502, 503, 504))


class EndpointEmbedder:
    """Embed text with a server; safe to share between threads."""

    def __init__(
        self,
        server: EmbeddingServer,
        memory: Path,
        *,
        client: httpx2.Client | None = None,
        clock: Clock | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._server = server
        self._memory = memory
        self._client = client or httpx2.Client()
        self._clock = clock or SystemClock()
        self._pause = pause
        self._lock = Lock()
        self._kept: dict[str, Vectors] = {}
        self._dimensions = self._remembered()

    @property
    def name(self) -> str:
        """Return model, server and length of vectors; asks the server where that is not known."""
        where = digest(self._server.base_url)[:_HASH]
        return f"{self._server.spelled}-{self.dimensions}-{where}"

    @property
    def dimensions(self) -> int:
        """Return how long a vector is; asks the server where that is not known."""
        if self._dimensions is None:
            self._asked(["length"])
        assert self._dimensions is not None
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length one; zeros for a blank text."""
        found = self._known(texts)
        missing = [text for text in dict.fromkeys(texts) if text.strip() and text not in found]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            found.update(zip(some, self._asked(some), strict=True))
        self._keep(found)
        blank = np.zeros(self.dimensions, np.float32)
        rows = [found.get(text, blank) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Spans]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and, per text, a row per character span, each embedded alone."""
        parts = [
            [text[start:end] for start, end in of_text]
            for text, of_text in zip(texts, spans, strict=True)
        ]
        rows = self.embed([*texts, *(part for of_text in parts for part in of_text)])
        ends = np.cumsum([len(texts), *map(len, parts)])
        whole = [rows[a:b] for a, b in pairwise(ends)]
        return rows[: len(texts)], whole

    def _known(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            return {text: self._kept[text] for text in texts if text in self._kept}

    def _keep(self, found: dict[str, Vectors]) -> None:
        with self._lock:
            if len(self._kept) > _KEPT_TEXTS:
                self._kept.clear()
            self._kept.update((text, row) for text, row in found.items() if len(text) <= _SHORT)

    def _asked(self, texts: Sequence[str]) -> Vectors:
        waits = _SHORTEST_WAIT + _SECONDS_PER_CHARACTER * sum(map(len, texts))
        by = self._clock.monotonic() + min(waits, _LONGEST_WAIT)
        for tries_left in reversed(range(_TRIES)):
            status, body = self._post(texts, by)
            if status == httpx2.codes.OK:
                return self._normalised(_vectors(body, len(texts), self._fault))
            if status not in _MAY_HELP or not tries_left or self._clock.monotonic() + _PAUSE > by:
                raise self._fault(f"answered with HTTP {status}")
            self._pause(_PAUSE)
        raise self._fault("does not answer")

    def _post(self, texts: Sequence[str], by: float) -> tuple[int, bytes]:
        """Return status and body; raises ModelUnavailable where they do not come in time."""
        key = self._server.api_key
        asked = self._client.stream(
            "POST",
            f"{self._server.base_url.rstrip('/')}/embeddings",
            json={"model": self._server.model, "input": [_clean(text) for text in texts]},
            headers={} if key is None else {"Authorization": f"Bearer {key}"},
            timeout=max(0.05, by - self._clock.monotonic()),
        )
        body = bytearray()
        try:
            with asked as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if self._clock.monotonic() > by:
                        raise self._fault("does not answer in time")
                    if len(body) > _LARGEST_REPLY:
                        raise self._fault("answers without end")
                return response.status_code, bytes(body)
        except httpx2.TimeoutException as error:
            raise self._fault("does not answer in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._fault("cannot be reached") from error

    def _normalised(self, rows: Vectors) -> Vectors:
        self._learn(rows.shape[1])
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise self._fault("gave a vector without a direction")
        return np.asarray(rows / lengths, dtype=np.float32)

    def _learn(self, dimensions: int) -> None:
        if self._dimensions is None:
            self._dimensions = dimensions
            self._remember(dimensions)
        if dimensions != self._dimensions:
            raise ModelUnavailable(
                f"The embedder {self._server.spelled} gave vectors of {dimensions} numbers, "
                f"where it gave {self._dimensions} before.",
                hint=f"If the model was changed on purpose, delete {self._memory} and sync.",
            )

    def _remembered(self) -> int | None:
        try:
            held = json.loads(self._memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        found = held.get(self._key()) if isinstance(held, dict) else None
        return found if type(found) is int and found > 0 else None

    def _remember(self, dimensions: int) -> None:
        try:
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._memory.write_text(json.dumps({self._key(): dimensions}), encoding="utf-8")
        except OSError:
            return  # it is learnt again with the next start

    def _key(self) -> str:
        return f"{self._server.spelled} {self._server.base_url}"

    def _fault(self, what: str) -> ModelUnavailable:
        return ModelUnavailable(
            f"The embedder {self._server.spelled} {what}.",
            hint="Check its server and models.base_url.",
        )


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _vectors(body: bytes, count: int, fault: Callable[[str], ModelUnavailable]) -> Vectors:
    try:
        listed: list[dict[str, Any]] = json.loads(body)["data"]
        in_order = sorted(listed, key=lambda item: int(item["index"]))
        if [int(item["index"]) for item in in_order] != list(range(count)):
            raise fault("gave another number of vectors than were asked for")
        rows = np.array([item["embedding"] for item in in_order], dtype=np.float32)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise fault("gave an answer that cannot be read") from error
    if rows.ndim != 2 or not rows.shape[1]:
        raise fault("gave an answer that cannot be read")
    return rows
