"""How a change is planted: edits of articles and policies, settings, embedders and models."""

import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import override

from handrail.domain.answering.model import Claim
from handrail.flow.language_model import ModelPorts, ModelTurn, Writing
from handrail.flow.ports import Embedder, Vectors
from handrail.replay_app import TrialApp
from handrail.sample.project import HELP, POLICIES

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Hold a change: what it is, whether it harms, and the values of its candidate.toml."""

    name: str
    is_harmful: bool
    values: Callable[[Path], Values]
    """Write what it takes into a folder, and return the values."""
    kind: type[TrialApp] = TrialApp


class WorseEmbedder:
    """Keep eight of the numbers of each vector: near and far can hardly be told apart."""

    name = "worse-embedder"

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.dimensions = inner.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        return _blunted(self._inner.embed(texts))

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and, per text, a row per span."""
        wholes, parts = self._inner.embed_with_spans(texts, spans)
        return _blunted(wholes), [_blunted(part) for part in parts]


class WithWorseEmbedder(TrialApp):
    """Search with it."""

    @property
    @override
    def embedder(self) -> Embedder:
        return WorseEmbedder(self.bundled_embedder)


class SilentWriter:
    """Find that nothing in the evidence answers, whatever is asked."""

    name = "a writer that finds nothing"

    def claims(self, _writing: Writing, _turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield nothing."""
        yield from ()


class WithSilentWriter(TrialApp):
    """Let it write."""

    @property
    @override
    def models(self) -> ModelPorts:
        return ModelPorts(writers=(SilentWriter(),), reader=None, clock=self.clock, seconds=4.0)


def _blunted(vectors: Vectors) -> Vectors:
    kept = vectors.copy()
    kept[..., 8:] = 0.0
    norms = np.linalg.norm(kept, axis=-1, keepdims=True)
    return np.asarray(kept / np.maximum(norms, 1e-12), dtype=np.float32)


def edit(article: str, *swaps: tuple[str, str]) -> Callable[[Path], Values]:
    """Return what edits an article."""
    return _in_help(lambda folder: _swap(folder / article, swaps))


def policy(file: str, *swaps: tuple[str, str]) -> Callable[[Path], Values]:
    """Return what edits a policy."""

    def values(place: Path) -> Values:
        folder = _copied(POLICIES, place / "policies")
        _swap(folder / file, swaps)
        return {"actions": {"policies": str(folder)}}

    return values


def added(article: str, text: str) -> Callable[[Path], Values]:
    """Return what writes an article, new or over another."""
    return _in_help(lambda folder: (folder / article).write_text(text, encoding="utf-8"))


def copied(article: str, name: str, *swaps: tuple[str, str]) -> Callable[[Path], Values]:
    """Return what leaves an older version of an article beside it."""

    def change(folder: Path) -> None:
        shutil.copy(folder / article, folder / name)
        _swap(folder / name, swaps)

    return _in_help(change)


def removed(article: str) -> Callable[[Path], Values]:
    """Return what takes an article away."""
    return _in_help(lambda folder: (folder / article).unlink())


def renamed(article: str, name: str) -> Callable[[Path], Values]:
    """Return what renames an article."""
    return _in_help(lambda folder: (folder / article).rename(folder / name))


def owners() -> Callable[[Path], Values]:
    """Return what gives other owners to many articles."""

    def change(folder: Path) -> None:
        for path in sorted(folder.glob("re*/*.md")):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("-team\n", "-people\n", 1), encoding="utf-8")

    return _in_help(change)


def sections_swapped() -> Callable[[Path], Values]:
    """Return what swaps two sections of an article."""

    def change(folder: Path) -> None:
        path = folder / "orders/cancel-an-order.md"
        head, before, after, rules, money = path.read_text(encoding="utf-8").split("\n## ")
        swapped = "\n## ".join((head, before, after, money.rstrip("\n") + "\n", rules.rstrip("\n")))
        path.write_text(swapped + "\n", encoding="utf-8")

    return _in_help(change)


def settings(**sections: Any) -> Callable[[Path], Values]:
    """Return what sets settings."""
    return lambda _place: sections


def _in_help(change: Callable[[Path], object]) -> Callable[[Path], Values]:
    """Return what changes a copy of the help centre."""

    def values(place: Path) -> Values:
        folder = _copied(HELP, place / "help")
        change(folder)
        return {"knowledge": {"sources": [{"name": "help", "kind": "folder", "path": str(folder)}]}}

    return values


def _copied(folder: Path, place: Path) -> Path:
    shutil.copytree(folder, place)
    return place


def _swap(path: Path, swaps: Sequence[tuple[str, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in swaps:
        if old not in text:
            raise SystemExit(f"{path} does not hold {old!r} any more: write the change anew.")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
