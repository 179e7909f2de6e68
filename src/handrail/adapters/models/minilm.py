"""The bundled embedder: all-MiniLM-L6-v2, rounded to 8 bits, run on the processor."""

import hashlib
import json
import os
from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from handrail.kernel.errors import ModelUnavailable

Vectors = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]

BUNDLED: Final = Path(__file__).parent / "weights"

_MODEL = "model.onnx"
_TOKENIZER = "tokenizer.json"
_LOADED = (_MODEL, _TOKENIZER)
_MANIFEST = "manifest.json"
_REPAIR = "Install Handrail again, or copy its weights folder from an intact installation."
_END_MARKS = 2  # [CLS] and [SEP], which count towards the model's limit but stand for no text

_EXACT_SUMS = frozenset({"avx512_vnni", "avx_vnni"})

_T = TypeVar("_T")
_R = TypeVar("_R")


_QUESTION_LENGTH = 300  # characters; a question is read to search and again to weigh an answer
_KEPT_READINGS = 32
_TOO_FEW = (
    2  # texts: question and quote, one of them read before; threads cost more than they bring
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    model: str
    dimensions: int
    token_limit: int
    sha256: dict[str, str]


class MiniLmEmbedder:
    """Embed text with the bundled all-MiniLM-L6-v2 (int8).

    Each text runs through the model on its own, so its vectors are the same bytes whatever else is
    embedded with it; several texts run side by side on `threads` threads, one per processor unless
    told. Safe to share between threads. Text beyond 256 tokens, end marks included, is not seen.
    """

    name: str
    dimensions: int
    token_limit: int

    def __init__(self, weights: Path | None = None, *, threads: int | None = None) -> None:
        folder = weights or BUNDLED
        manifest = _read_manifest(folder)
        for file_name in _LOADED:
            _check_hash(folder / file_name, manifest.sha256[file_name])
        self.name = f"{manifest.model}-{manifest.sha256[_MODEL][:12]}"
        self.dimensions = manifest.dimensions
        self.token_limit = manifest.token_limit
        self._threads = threads or _usable_processors()
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._session = _open_session(folder / _MODEL)
        self._read_again = lru_cache(maxsize=_KEPT_READINGS)(self._read_now)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give one vector of length one per text."""
        return self._stacked(self._each(self._text_vector, texts, [len(text) for text in texts]))

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Spans]
    ) -> tuple[Vectors, list[Vectors]]:
        """Give the texts' vectors and, from the same pass, one vector per span of characters.

        A span's vector is the mean of its tokens as the whole text coloured them. A span without a
        token (beyond the limit, or blank) gets zeros.
        """
        work = list(zip(texts, spans, strict=True))
        made = self._each(self._text_and_span_vectors, work, [len(text) for text in texts])
        return self._stacked([text for text, _ in made]), [parts for _, parts in made]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, uncut and without the end marks."""
        return [len(self._encode(text).ids) - _END_MARKS for text in texts]

    def _each(
        self, work: Callable[[_T], _R], items: Sequence[_T], sizes: Sequence[int]
    ) -> list[_R]:
        if len(items) <= _TOO_FEW or self._threads == 1:
            return [work(item) for item in items]
        # the longest first: at the end no thread waits long for another
        order = sorted(range(len(items)), key=sizes.__getitem__, reverse=True)
        with ThreadPoolExecutor(self._threads) as pool:
            done = dict(zip(order, pool.map(work, (items[place] for place in order)), strict=True))
        return [done[place] for place in range(len(items))]

    def _stacked(self, vectors: Sequence[Vectors]) -> Vectors:
        return np.stack(vectors) if vectors else np.zeros((0, self.dimensions), np.float32)

    def _text_vector(self, text: str) -> Vectors:
        return _unit(_mean(self._read(text)[1]))

    def _text_and_span_vectors(self, work: tuple[str, Spans]) -> tuple[Vectors, Vectors]:
        text, spans = work
        encoding, tokens = self._read(text)
        starts = [start for start, _ in encoding.offsets[1 : len(tokens) - 1]]
        ends = [bisect_left(starts, place) + 1 for span in spans for place in span]
        return _unit(_mean(tokens)), _span_vectors(tokens, ends)

    def _read(self, text: str) -> tuple[Encoding, Vectors]:
        return self._read_again(text) if len(text) <= _QUESTION_LENGTH else self._read_now(text)

    def _read_now(self, text: str) -> tuple[Encoding, Vectors]:
        encoding = self._encode(text)
        return encoding, self._token_vectors(encoding)

    def _encode(self, text: str) -> Encoding:
        # half of a surrogate pair cannot be written as UTF-8; a "?" keeps the positions
        return self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))

    def _token_vectors(self, encoding: Encoding) -> Vectors:
        ids = encoding.ids
        if len(ids) > self.token_limit:
            ids = [*ids[: self.token_limit - 1], ids[-1]]
        tokens: Vectors = self._session.run(None, {"ids": np.array([ids], np.int64)})[0][0]
        return tokens


def _read_manifest(folder: Path) -> _Manifest:
    path = folder / _MANIFEST
    try:
        fields = json.loads(path.read_text("utf-8"))
        return _Manifest(
            model=str(fields["model"]),
            dimensions=int(fields["dimensions"]),
            token_limit=int(fields["token_limit"]),
            sha256={file_name: str(fields["sha256"][file_name]) for file_name in _LOADED},
        )
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(f"The embedder's file {path} is damaged.", hint=_REPAIR) from error


def _check_hash(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error
    if found != expected:
        raise ModelUnavailable(
            f"The embedder's file {path} is damaged: its hash is not the manifest's.", hint=_REPAIR
        )


def _unreadable(path: Path, error: OSError) -> ModelUnavailable:
    return ModelUnavailable(
        f"The embedder's file {path} cannot be read ({error.strerror}).", hint=_REPAIR
    )


def _open_session(path: Path) -> Any:  # onnxruntime ships no types
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # without it, x86 processors that lack the VNNI instructions saturate in 16 bits and give other
    # vectors; with it every processor gives the same ones, in more than twice the time
    if may_saturate(_described_processors()):
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        path,
        options,
        providers=["CPUExecutionProvider"],
        # the fused operator is nine times slower than the two that it replaces
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def may_saturate(described: str) -> bool:
    """Tell whether sums of 8-bit products may saturate, by what Linux says of its processors."""
    flags = [line.split() for line in described.splitlines() if line.startswith("flags")]
    return not flags or any(_EXACT_SUMS.isdisjoint(own) for own in flags)


def _described_processors() -> str:
    try:
        return Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return ""


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _mean(tokens: Vectors) -> Vectors:
    # `tokens.mean(axis=0)` to the bit, in less time
    total: Vectors = np.add.reduce(tokens, axis=0)
    return total / np.float32(len(tokens))


def _span_vectors(tokens: Vectors, ends: Sequence[int]) -> Vectors:
    """Return the vector of each span of tokens; `ends` holds the first and the one behind it."""
    # Each is `_unit(_mean(tokens[first:last]))` to the bit; all at once take a third of the time.
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    sums = np.zeros((len(pairs), tokens.shape[1]), np.float32)
    for row, (first, last) in enumerate(pairs):
        if first < last:
            np.add.reduce(tokens[first:last], axis=0, out=sums[row])
    counts = np.array([max(last - first, 1) for first, last in pairs], np.float32)
    means = sums / counts[:, None]
    lengths = np.sqrt(np.vecdot(means, means))
    lengths[lengths == 0.0] = 1.0
    return np.asarray(means / lengths[:, None])


def _unit(vector: Vectors) -> Vectors:
    # `np.linalg.norm(vector)`, likewise
    length: np.float32 = np.sqrt(vector.dot(vector))
    return vector / length
