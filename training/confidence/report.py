"""What the confidence model does on what it has not seen, in one page."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.statistics.binomial import binomial_upper_bound
from handrail.domain.decision.calibrate import Case, choose_threshold
from handrail.domain.decision.calibration import Promise, Threshold
from handrail.domain.quality.figures import auroc, auroc_figure
from handrail.kernel.errors import SampleTooSmall
from training.confidence.examples import Example
from training.confidence.fit import Floats
from training.confidence.gather import MEASURED_ONLY
from training.confidence.posed import OTHER, OWN, REMOVED

_DRAWS = 10
_SURE = 0.95
_SPLITS_OF_DRAW = 2
_PROMISE = Promise(max_wrong=0.05, confidence=_SURE)
Right = Callable[[Example], bool]
Places = NDArray[np.int64]


_ABOUT_CENTRES = (
    "Half own questions; a quarter asked of other centres; a quarter with their articles",
    "taken away, without those that another article answers. Each centre is left out in turn.",
    "An answer is wrong where nothing answers, or where no labelled article is cited.",
    "`By hand` also counts articles found by reading to answer. Mean of ten draws. The ranker",
    "in front has seen these questions, the confidence model has not.",
    "",
    "`Sure of` counts where the exact bound allows it, looking at all of the draw.",
    "`Other half`: the threshold is chosen on one half as a calibration chooses it (5 %, at",
    "95 %), and counted on the other, mean of twenty splits; without one nothing is answered.",
    "",
)


def report(
    centres: Sequence[Example],
    held_out: Floats,
    given: Sequence[Example],
    given_odds: Mapping[str, Floats],
) -> str:
    """Return the page."""
    lines = [
        "# Confidence, measured on what was not learnt",
        "",
        "Written by `python -m training.confidence.train`. AUROC with its 95 % interval.",
        "",
        "## Given passages",
        "",
        "| Set | Model | Topic left out | Set left out | Cosine | Word overlap |",
        "|---|---|---|---|---|---|",
        *(_given_row(name, given, given_odds) for name in ("squad2", "clapnq")),
        "",
        "## Five help centres",
        "",
        *_ABOUT_CENTRES,
        "| Centres | Labels | Signal | AUROC answerable | AUROC right | Answered with 5 % wrong"
        " | Sure of 5 % | Sure of 10 % | Other half answered | Other half wrong |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *_centre_rows(centres, held_out),
    ]
    lines += [
        "",
        "## Each signal alone, over the centres",
        "",
        "| Signal | AUROC right |",
        "|---|---|",
    ]
    lines += _signals(centres)
    return "\n".join(lines) + "\n"


def _given_row(name: str, given: Sequence[Example], found: Mapping[str, Floats]) -> str:
    here = [at for at, e in enumerate(given) if e.domain.startswith(f"{name}:")]
    right = [given[at].is_right for at in here]

    def shown(values: Sequence[float]) -> str:
        figure = auroc_figure(values, right)
        return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"

    cells = [
        shown([float(found["topic"][at]) for at in here]),
        shown([float(found["set"][at]) for at in here]),
        shown([given[at].evidence.get("dense", 0.0) for at in here]),
        shown([given[at].evidence.get("passage_coverage", 0.0) for at in here]),
    ]
    return f"| {name} | this | " + " | ".join(cells) + " |"


def _centre_rows(centres: Sequence[Example], held_out: Floats) -> list[str]:
    cosine = np.array([e.evidence.get("unit_cosine", 0.0) for e in centres])
    biggest = np.array([e.domain == MEASURED_ONLY for e in centres])
    parts = (
        ("all", np.ones(len(centres), dtype=np.bool_)),
        (MEASURED_ONLY, biggest),
        ("the other four", ~biggest),
    )
    rows = []
    for name, inside in parts:
        here = [centres[int(at)] for at in np.flatnonzero(inside)]
        for labels, right in (("as published", _right), ("by hand", _right_by_hand)):
            for signal, values in (("cosine", cosine), ("model", held_out)):
                shown = _pooled(here, values[inside], right)
                rows.append(f"| {name} | {labels} | {signal} | {shown} |")
    return rows


def _pooled(examples: Sequence[Example], values: Floats, right: Right) -> str:
    rows, halves = [], []
    for seed in range(_DRAWS):
        drawn = _draw(examples, seed)
        answerable = [examples[at].is_answerable for at in drawn]
        is_right = [right(examples[at]) for at in drawn]
        scores = [float(values[at]) for at in drawn]
        rows.append(
            (
                auroc(scores, answerable),
                auroc(scores, is_right),
                *_answered(scores, is_right, sum(answerable)),
            )
        )
        rng = np.random.default_rng(seed)
        for _ in range(_SPLITS_OF_DRAW):
            order = rng.permutation(drawn)
            half = len(order) // 2
            halves.append(_kept_promise(examples, values, right, (order[:half], order[half:])))
    figures = (*np.mean(rows, axis=0), *np.mean(halves, axis=0))
    return " | ".join(f"{value:.3f}" for value in figures)


def _kept_promise(
    examples: Sequence[Example], values: Floats, right: Right, halves: tuple[Places, Places]
) -> tuple[float, float]:
    """Return what share a threshold of one half answers in the other, and how much is wrong."""
    first, other = (
        [(_probability(values[at]), right(examples[at]), examples[at].is_answerable) for at in half]
        for half in halves
    )
    cases = [Case(confidence=value, is_right=is_right) for value, is_right, _ in first]
    try:
        chosen = choose_threshold(cases, _PROMISE, binomial_upper_bound)
    except SampleTooSmall:
        return 0.0, 0.0
    if not isinstance(chosen, Threshold):
        return 0.0, 0.0
    said = [row for row in other if row[0] >= chosen.value]
    answered = sum(is_answerable for _, _, is_answerable in said)
    wrong = sum(not is_right for _, is_right, _ in said)
    return answered / sum(row[2] for row in other), wrong / max(1, len(said))


def _probability(odds: float) -> float:
    return float(1.0 / (1.0 + np.exp(-odds)))


def _answered(
    scores: Sequence[float], right: Sequence[bool], answerable: int
) -> tuple[float, float, float]:
    """Return the share answered rightly at 5 % wrong, and where 5 % and 10 % are bounds."""
    best = [0, 0, 0]
    wrong = 0
    for count, at in enumerate(np.argsort(-np.array(scores)), start=1):
        wrong += not right[int(at)]
        bound = binomial_upper_bound(wrong, count, _SURE)
        for place, holds in enumerate((wrong <= 0.05 * count, bound <= 0.05, bound <= 0.10)):
            if holds:
                best[place] = count - wrong
    return best[0] / answerable, best[1] / answerable, best[2] / answerable


def _draw(examples: Sequence[Example], seed: int) -> NDArray[np.int64]:
    rng = np.random.default_rng(seed)
    kinds = np.array([e.kind for e in examples])
    own = np.flatnonzero(kinds == OWN)
    each = len(own) // 2
    rest = [
        rng.choice(at, min(each, len(at)), replace=False)
        for kind in (REMOVED, OTHER)
        for at in (np.flatnonzero(kinds == kind),)
    ]
    return np.concatenate([own, *rest])


def _signals(examples: Sequence[Example]) -> list[str]:
    names = sorted(next(e.evidence for e in examples if e.evidence))
    right = [e.is_right_by_hand for e in examples]
    measured = [
        (auroc([e.evidence.get(name, 0.0) for e in examples], right), name) for name in names
    ]
    ordered = sorted(measured, key=lambda pair: -abs(pair[0] - 0.5))
    return [f"| {name} | {value:.3f} |" for value, name in ordered]


def _right(example: Example) -> bool:
    return example.is_right


def _right_by_hand(example: Example) -> bool:
    return example.is_right_by_hand
