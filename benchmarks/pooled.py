"""Pool the real help centres: half of the questions can be answered, half cannot.

`python -m benchmarks.pooled` asks each centre its own questions, its own with the articles that
answer them taken away (less those that another article answers: pruned_unanswerable.jsonl), and
questions of the other centres. It measures whether the confidence knows, what share is answered at
a bound of 5 %, and over 200 random splits whether the bound holds on the whole pool. In the other
half it is exceeded more often: what one half has too little of, the other has too much of.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.pool import SEED, Pooled, draw_pool
from benchmarks.projects import NOT_SET, data_folder
from handrail.adapters.statistics.binomial import binomial_upper_bound
from handrail.domain.decision.calibrate import Case, NoThreshold, choose_threshold
from handrail.domain.decision.calibration import Promise
from handrail.domain.quality.figures import auroc_figure

SPLITS = 200
PROMISES = (
    Promise(max_wrong=0.05, confidence=0.95),
    Promise(max_wrong=0.10, confidence=0.95),
    Promise(max_wrong=0.15, confidence=0.95),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Hold one question as calibration sees it."""

    confidence: float
    is_answerable: bool
    is_answer: bool
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Hold what one random split showed; the shares are of the half not calibrated on."""

    is_promised: bool
    is_broken: bool
    """Of the whole pool, more is wrong from the chosen threshold on than was promised."""
    is_over_in_other_half: bool
    """So it is in the half not calibrated on; where the first half was lucky, this one is not."""
    answered_share: float
    """Of the answerable questions."""


def outcomes(pool: Sequence[Pooled], *, by_hand: bool) -> list[Outcome]:
    """Return the pool under one reading of what is right."""
    return [
        Outcome(
            confidence=item.confidence,
            is_answerable=item.is_answerable,
            is_answer=item.is_answer,
            is_right=item.is_right_by_hand if by_hand else item.is_right,
        )
        for item in pool
    ]


def split_often(pool: Sequence[Outcome], promise: Promise, splits: int = SPLITS) -> list[Split]:
    """Calibrate on a random half and measure on the other, again and again with a fixed seed."""
    rng = random.Random(SEED)
    return [_split(pool, promise, rng) for _ in range(splits)]


def answered_at(pool: Sequence[Outcome], most_wrong: float) -> float:
    """Return the largest share of answerable questions answered with so few wrong, in hindsight."""
    answers = sorted((item for item in pool if item.is_answer), key=lambda i: -i.confidence)
    answerable = sum(item.is_answerable for item in pool)
    best, wrong, served = 0.0, 0, 0
    for given, item in enumerate(answers, start=1):
        wrong += not item.is_right
        served += item.is_answerable
        if wrong <= most_wrong * given:
            best = max(best, served / answerable)
    return best


def main() -> int:
    """Measure and print."""
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    pool = draw_pool(data)
    for kind in ("own", "removed", "other"):
        print(f"questions, {kind}: {sum(item.kind == kind for item in pool)}")
    for name, by_hand in (("as published", False), ("with what was read by hand", True)):
        print(f"\nlabels {name}")
        _print(outcomes(pool, by_hand=by_hand))
    return 0


def _split(pool: Sequence[Outcome], promise: Promise, rng: random.Random) -> Split:
    drawn = list(pool)
    rng.shuffle(drawn)
    half = len(drawn) // 2
    cases = [
        Case(confidence=item.confidence, is_right=item.is_right)
        for item in drawn[:half]
        if item.is_answer
    ]
    found = choose_threshold(cases, promise, binomial_upper_bound)
    if isinstance(found, NoThreshold):
        return Split(
            is_promised=False, is_broken=False, is_over_in_other_half=False, answered_share=0.0
        )
    rest = drawn[half:]
    given = _given(rest, found.value)
    answerable = sum(item.is_answerable for item in rest)
    return Split(
        is_promised=True,
        is_broken=_is_over(_given(pool, found.value), promise),
        is_over_in_other_half=_is_over(given, promise),
        answered_share=sum(item.is_answerable for item in given) / answerable,
    )


def _given(pool: Sequence[Outcome], threshold: float) -> list[Outcome]:
    return [item for item in pool if item.is_answer and item.confidence >= threshold]


def _is_over(given: Sequence[Outcome], promise: Promise) -> bool:
    return sum(not item.is_right for item in given) > promise.max_wrong * len(given)


def _print(pool: Sequence[Outcome]) -> None:
    scores = [item.confidence for item in pool]
    for name, positive in (
        ("answerable", [item.is_answerable for item in pool]),
        ("right", [item.is_right for item in pool]),
    ):
        found = auroc_figure(scores, positive)
        print(f"AUROC, {name}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f})")
    for promise in PROMISES:
        splits = split_often(pool, promise)
        mean = sum(split.answered_share for split in splits) / len(splits)
        print(
            f"at most {promise.max_wrong:.0%} wrong: in hindsight "
            f"{answered_at(pool, promise.max_wrong):.3f} of the answerable; of {len(splits)} "
            "splits "
            f"promised in {sum(split.is_promised for split in splits)}, broken in "
            f"{sum(split.is_broken for split in splits)} (more wrong in the other half in "
            f"{sum(split.is_over_in_other_half for split in splits)}), answered share {mean:.3f}"
        )


if __name__ == "__main__":
    sys.exit(main())
