"""Ten changes that would harm the sample company's customers, and ten that would not.

Each edit is of something that customers of the conversations were told: what nobody asked about, a
replay cannot show. Where the text is not there any more the benchmark stops, so that no change
silently does nothing.
"""

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
    def embedder(self) -> Embedder:  # type: ignore[override]  # a cached property there
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
    def models(self) -> ModelPorts:  # type: ignore[override]  # a cached property there
        return ModelPorts(writers=(SilentWriter(),), reader=None, clock=self.clock, seconds=4.0)


def planted() -> Sequence[Planted]:
    """Return the changes, harmful ones first."""
    return (*_HARMFUL, *_HARMLESS)


def _blunted(vectors: Vectors) -> Vectors:
    kept = vectors.copy()
    kept[..., 8:] = 0.0
    norms = np.linalg.norm(kept, axis=-1, keepdims=True)
    return np.asarray(kept / np.maximum(norms, 1e-12), dtype=np.float32)


def _edit(article: str, *swaps: tuple[str, str]) -> Callable[[Path], Values]:
    def values(place: Path) -> Values:
        folder = _copied(HELP, place / "help")
        _swap(folder / article, swaps)
        return _help_in(folder)

    return values


def _policy(file: str, *swaps: tuple[str, str]) -> Callable[[Path], Values]:
    def values(place: Path) -> Values:
        folder = _copied(POLICIES, place / "policies")
        _swap(folder / file, swaps)
        return {"actions": {"policies": str(folder)}}

    return values


def _added(article: str, text: str) -> Callable[[Path], Values]:
    def values(place: Path) -> Values:
        folder = _copied(HELP, place / "help")
        (folder / article).write_text(text, encoding="utf-8")
        return _help_in(folder)

    return values


def _removed(article: str) -> Callable[[Path], Values]:
    def values(place: Path) -> Values:
        folder = _copied(HELP, place / "help")
        (folder / article).unlink()
        return _help_in(folder)

    return values


def _renamed(article: str, name: str) -> Callable[[Path], Values]:
    def values(place: Path) -> Values:
        folder = _copied(HELP, place / "help")
        (folder / article).rename(folder / name)
        return _help_in(folder)

    return values


def _owners(place: Path) -> Values:
    folder = _copied(HELP, place / "help")
    for path in sorted(folder.glob("re*/*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("-team\n", "-people\n", 1), encoding="utf-8")
    return _help_in(folder)


def _sections_swapped(place: Path) -> Values:
    folder = _copied(HELP, place / "help")
    path = folder / "orders/cancel-an-order.md"
    head, before, after, rules, money = path.read_text(encoding="utf-8").split("\n## ")
    swapped = "\n## ".join((head, before, after, money.rstrip("\n") + "\n", rules.rstrip("\n")))
    path.write_text(swapped + "\n", encoding="utf-8")
    return _help_in(folder)


def _settings(**sections: Any) -> Callable[[Path], Values]:
    return lambda _place: sections


def _help_in(folder: Path) -> Values:
    return {"knowledge": {"sources": [{"name": "help", "kind": "folder", "path": str(folder)}]}}


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


_OLD_TERMS = """\
---
title: Returns and refunds at a glance
audience: public
locale: en
---

# Returns and refunds at a glance

You may return what you bought online within 14 days of delivery, without giving a reason.

We start the refund within 15 working days of the parcel reaching our returns desk.
"""
_GIFT_WRAPPING = """\
---
title: Gift wrapping
audience: public
locale: en
---

# Gift wrapping

We wrap tuners, metronomes and songbooks in recycled paper for €3. Tick **Wrap it** in the basket.
"""

_HARMFUL = (
    Planted(
        name="return window tripled in an article",
        is_harmful=True,
        values=_edit(
            "returns/return-policy.md",
            ("within 30 days of delivery", "within 90 days of delivery"),
        ),
    ),
    Planted(
        name="prices mistyped in the shipping table",
        is_harmful=True,
        values=_edit(
            "shipping/shipping-costs-and-times.md",
            ("| Ireland | €4.90", "| Ireland | €9.40"),
            (
                "2–3 working days | €13.90 | 1–2 working days | €129",
                "2–3 working days | €13.90 | 1–2 working days | €192",
            ),
            ("| Austria | €7.90", "| Austria | €9.70"),
        ),
    ),
    Planted(
        name="a prohibition turned round in an article",
        is_harmful=True,
        values=_edit(
            "orders/cancel-an-order.md",
            (
                "A packed order cannot be cancelled any more.",
                "A packed order can be cancelled too.",
            ),
        ),
    ),
    Planted(
        name="warranty lengthened in an article",
        is_harmful=True,
        values=_edit(
            "warranty/warranty.md",
            ("| New instruments | 3 years |", "| New instruments | 5 years |"),
            ("grades A to C | 12 months |", "grades A to C | 36 months |"),
            ("| Bows | 2 years |", "| Bows | 4 years |"),
        ),
    ),
    Planted(
        name="an article that is much asked for removed",
        is_harmful=True,
        values=_removed("shipping/shipping-costs-and-times.md"),
    ),
    Planted(
        name="threshold lowered",
        is_harmful=True,
        values=_settings(answers={"max_wrong": 0.4}),
    ),
    Planted(
        name="refund policy loosened",
        is_harmful=True,
        values=_policy(
            "refund.cedar",
            ('"customer" && context.amount <= 5000', '"customer" && context.amount <= 50000'),
            ("context.totals.customer_money_today + context.amount > 10000", "false"),
        ),
    ),
    Planted(
        name="worse embedder",
        is_harmful=True,
        values=_settings(models={"retries": 2}),
        kind=WithWorseEmbedder,
    ),
    Planted(
        name="a model that finds nothing in the articles",
        is_harmful=True,
        values=_settings(models={"retries": 2}),
        kind=WithSilentWriter,
    ),
    Planted(
        name="an outdated page added beside the current one",
        is_harmful=True,
        values=_added("returns/at-a-glance.md", _OLD_TERMS),
    ),
)
_HARMLESS = (
    Planted(
        name="a sentence's punctuation and joining words",
        is_harmful=False,
        values=_edit(
            "returns/return-policy.md",
            ("Play it, tune it, let your teacher", "Play it, tune it and let your teacher"),
        ),
    ),
    Planted(
        name="a sentence in other words, with the same facts",
        is_harmful=False,
        values=_edit(
            "returns/refunds.md",
            (
                "within 5 working days of the parcel reaching our returns desk.",
                "within 5 working days once the parcel has reached our returns desk.",
            ),
        ),
    ),
    Planted(
        name="an article on something new",
        is_harmful=False,
        values=_added("buying/gift-wrapping.md", _GIFT_WRAPPING),
    ),
    Planted(name="other owners of articles", is_harmful=False, values=_owners),
    Planted(name="two sections of an article swapped", is_harmful=False, values=_sections_swapped),
    Planted(
        name="an article renamed",
        is_harmful=False,
        values=_renamed("returns/exchanges.md", "returns/exchange-an-item.md"),
    ),
    Planted(
        name="an article for the staff rewritten",
        is_harmful=False,
        values=_added("internal/goodwill-limits.md", "# Goodwill\n\nAsk the lead on duty.\n"),
    ),
    Planted(
        name="settings of models that nobody named",
        is_harmful=False,
        values=_settings(models={"retries": 4, "max_output_tokens": 500}),
    ),
    Planted(
        name="a policy commented and renamed",
        is_harmful=False,
        values=_policy(
            "cancel_order.cedar",
            ('@id("cancel-by-customer")', '// As the help centre says.\n@id("customer-cancels")'),
        ),
    ),
    Planted(
        name="more actions allowed in a day than anybody asks for",
        is_harmful=False,
        values=_settings(actions={"limits": {"customer_actions_a_day": 30}}),
    ),
)
