"""Claims with evidence and a label, by domain: public sets and the ones written by hand."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATASETS = Path(__file__).parents[2] / "evaluations" / "datasets"
BY_HAND = "by hand"
_SUMMARIES = ("ectsum", "news", "samsum")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(0-9])|\n+| \. (?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Hold a text with its evidence, sentence by sentence, and whether that carries it."""

    domain: str
    text: str
    evidence: tuple[str, ...]
    is_supported: bool
    kind: str = ""
    """What was changed, where the label is false by design."""
    is_reported_only: bool = False


def labelled_claims(data: Path) -> Iterator[Labelled]:
    """Yield every claim that is learnt from or reported on."""
    for domain in _SUMMARIES:
        for row in _rows(data / "summedits" / f"{domain}.jsonl"):
            yield Labelled(
                domain=domain,
                text=row["summary"],
                evidence=sentences(row["doc"]),
                is_supported=bool(row["label"]),
            )
    for row in _rows(data / "wice" / "claims.jsonl"):
        yield Labelled(
            domain="wice",
            text=row["claim"],
            evidence=tuple(s for s in row["evidence"] if s.strip()),
            is_supported=row["label"] == "supported",
        )
    for name in ("paraphrased_claims", "planted_edits"):
        for row in _rows(DATASETS / f"{name}.jsonl"):
            yield Labelled(
                domain=BY_HAND,
                text=row["text"],
                evidence=tuple(s for text in row["evidence"] for s in sentences(text)),
                is_supported=row["supported"],
                kind=row.get("kind", ""),
                is_reported_only=row["split"] != "tune",
            )


def sentences(text: str) -> tuple[str, ...]:
    """Return a text's sentences."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part.strip())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
