"""Fit what tells contradictions in other words, and report how well with templates left out.

`HANDRAIL_DATA=… python -m training.contradictions.train` writes the weights and `REPORT.md`. The
figures are of folds; what one template wrote is left out together, and so is a real centre.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.projects import NOT_SET, data_folder
from benchmarks.served import likeness
from handrail.domain.knowledge.health import clash_weights
from handrail.domain.knowledge.health.other_words import WORTH_READING
from handrail.domain.knowledge.health.signals import with_meaning
from handrail.kernel.forest import Forest
from training.confidence.fit import Floats, calibrated, fit, odds, table, written
from training.contradictions.rows import LEFT_OUT, Row, fold_of, rows_of

NAME = "clash-1"
_HERE = Path(__file__).parent
_FOLDS = 6
_WEIGHTS: Mapping[str, float] = {
    "conflict": 8.0, "alike": 4.0, "crossed": 2.0, "mixed": 0.3, "real": 3.0
}  # fmt: skip
"""What a row counts: look-alikes are what precision is lost to, and a reader of a real list."""
_OF_A_LESSON = 0.1
"""What a lesson counts: it stands among three siblings, and there are many."""
_OF_THE_BANK = 0.3
"""What a pair of the bank's counts: most are of two of its many products."""
_WRITERS = ("", "own", "lesson")
"""How names of pairs begin, by who wrote them: templates, sentences of many trades, lessons."""
_CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    """Measure, fit twice, report, write."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    rows = list(rows_of(data))
    first, chances = _fitted(rows, [row.found.signals for row in rows])
    worth = [row for row, chance in zip(rows, chances, strict=True) if chance >= WORTH_READING]
    told = [with_meaning(row.found, row.sides, row.file, likeness()) for row in worth]
    second, ends = _fitted(worth, told)
    source = written(
        NAME,
        {"FIRST": first, "SECOND": second},
        model="what tells contradictions in other words",
        package="training.contradictions",
    )
    Path(clash_weights.__file__).write_text(source, encoding="utf-8")
    text = "\n".join([*_intro(rows, worth), *_lines(rows, worth, ends), ""])
    (_HERE / "REPORT.md").write_text(text, encoding="utf-8")
    print(text)


def _fitted(
    rows: Sequence[Row], signals: Sequence[Mapping[str, float]]
) -> tuple[Forest, Sequence[float]]:
    """Return the forest that learnt from all rows, and chances by those that left each out."""
    features = sorted({name for found in signals for name in found})
    values = table(signals, features)
    right = np.array([float(row.kind == "conflict") for row in rows])
    weights = np.array([_weight(row) for row in rows])
    folds = np.array([fold_of(row, _FOLDS) for row in rows])
    held_out = np.zeros(len(rows))
    for fold in range(_FOLDS):
        learn, here = folds != fold, folds == fold
        forest = fit(values[learn], right[learn], weights[learn], features)
        held_out[here] = odds(forest, values[here])
    whole = calibrated(fit(values, right, weights, features), held_out, right, weights)
    return whole, _chances(whole, held_out)


def _weight(row: Row) -> float:
    if row.centre == "bank":
        return _WEIGHTS[row.kind] * _OF_THE_BANK
    return _WEIGHTS[row.kind] * (_OF_A_LESSON if row.pair.startswith(_WRITERS[2]) else 1.0)


def _chances(forest: Forest, held_out: Floats) -> Sequence[float]:
    return [float(c) for c in 1.0 / (1.0 + np.exp(-(forest.slope * held_out + forest.shift)))]


def _intro(rows: Sequence[Row], worth: Sequence[Row]) -> list[str]:
    heads = ["Look-alikes", "Crossed", "Mixed", *LEFT_OUT]
    every, kept = (Counter(row.kind for row in some) for some in (rows, worth))
    counts = ", ".join(f"{kind} {every[kind]} ({kept[kind]})" for kind in _WEIGHTS)
    return [
        "# Contradictions in other words, with templates and whole centres left out",
        "",
        "Written by `python -m training.contradictions.train`. Pairs that may contradict",
        f"each other (and those of them whose sentences are worth embedding): {counts}.",
        "Of a centre that is left out, pairs stay of which one side was put into it.",
        "",
        f"| Chance from | Templates | Trades | Lessons | {' | '.join(heads)} |",
        f"|{'---|' * (4 + len(heads))}",
    ]


def _lines(rows: Sequence[Row], worth: Sequence[Row], chances: Sequence[float]) -> list[str]:
    asked = _conflicts(rows)
    lines = []
    for least in _CHANCES:
        kept = [row for row, c in zip(worth, chances, strict=True) if c >= least]
        found = _conflicts(kept)
        told = " | ".join(f"{found[writer]} of {asked[writer]}" for writer in _WRITERS)
        counts = Counter(row.kind for row in kept)
        alarms = Counter(centre for centre, _ in _alarms(kept))
        others = [counts[kind] for kind in ("alike", "crossed", "mixed")]
        rest = " | ".join(map(str, [*others, *(alarms[centre] for centre in LEFT_OUT)]))
        lines.append(f"| {least} | {told} | {rest} |")
    return lines


def _alarms(rows: Sequence[Row]) -> frozenset[tuple[str, frozenset[str]]]:
    """Return what is told of real centres, once where many of their pages say the same."""
    return frozenset((row.centre, frozenset(row.texts)) for row in rows if row.kind == "real")


def _conflicts(rows: Sequence[Row]) -> Counter[str]:
    pairs = {row.pair for row in rows if row.kind == "conflict"}
    return Counter(next((w for w in _WRITERS[1:] if p.startswith(w)), "") for p in pairs)


if __name__ == "__main__":
    main()
