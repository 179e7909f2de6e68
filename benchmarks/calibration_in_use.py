"""Does a calibration in use expire when it must, and only then?

    python -m benchmarks.calibration_in_use [--runs 400]

The sample company's labelled questions are asked once, as a customer's are, at confidence 0; then
traffic is drawn from what came of it, thousands of conversations at a time, at the threshold at
which just the promised share of the answers is wrong: the hardest case in which it still holds.
Reviewers read the drawn answers, and besides the least sure first.

- nothing changes: how many of the runs expire, ever;
- what is asked changes: half of the questions become such that no article answers;
- what is right changes: answers go wrong, as when a price changed and its article did not;
- made anew from reviews: how often more is wrong than was promised at the threshold it gives.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.halves import share
from benchmarks.projects import sample_project
from handrail.adapters.statistics.binomial import binomial_upper_bound
from handrail.domain.decision.calibrate import Case, choose_threshold
from handrail.domain.decision.calibration import Promise, Threshold
from handrail.domain.decision.drift import (
    DRAWN_ALPHA,
    FALSE_EXPIRY,
    FOUND_ALPHA,
    Sureness,
    scores_drifted,
    too_many_wrong,
)
from handrail.domain.decision.labelled import is_wrong
from handrail.domain.decision.model import Answer
from handrail.flow.read_labelled_questions import read_labelled
from handrail.kernel.errors import SampleTooSmall

SET = Path(__file__).parents[1] / "evaluations/datasets/sample_answers.jsonl"
PROMISE = Promise(max_wrong=0.05, confidence=0.95)
_DRAWN = 0.05
_READ_WORST = 0.05
"""Share of all answers that are read because they look bad, beside the drawn ones."""
_LENGTH, _QUIET = 4_000, 1_000
_LOOK_EVERY = 100
_WORSE = (0.10, 0.25)
"""Share of the right answers that turn wrong, where what is right changes."""
_ANEW = ((200, 1.0), (400, 1.0), (800, 1.0), (400, 0.98))
"""Drawn answers that a calibration is made anew from, and the share of them that is read."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Hold what came of the labelled questions, one row each."""

    confidence: Floats
    is_answer: Flags
    is_right: Flags
    is_answerable: Flags

    def at(self, threshold: float) -> Flags:
        """Return which are answered at a threshold."""
        return self.is_answer & (self.confidence >= threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Hold a run of conversations."""

    confidence: Floats
    is_answered: Flags
    is_right: Flags


def main() -> int:
    """Measure and print."""
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 400
    pool = asked()
    threshold = hardest(pool)
    answered = pool.at(threshold)
    print(
        f"{len(answered)} labelled questions; at confidence {threshold:.3f}, {answered.sum()} are "
        f"answered and {(answered & ~pool.is_right).sum()} of them wrong"
    )
    rng = np.random.default_rng(83)
    print(f"\n{runs} runs of {_LENGTH} conversations")
    ended = [expires(steady(pool, threshold, rng), rng) for _ in range(runs)]
    gone = sum(one is not None for one in ended)
    print(f"nothing changes     expired {share(gone, runs)}; stated: at most {FALSE_EXPIRY:.2f}")
    _print_found("what is asked", lambda: other_questions(pool, threshold, rng), runs, rng)
    for worse in _WORSE:
        name = f"{worse:.0%} go wrong"
        _print_found(name, partial(gone_wrong, pool, threshold, rng, worse), runs, rng)
    for drawn, read in _ANEW:
        _print_anew(pool, (drawn, read), runs, rng)
    return 0


def asked() -> Pool:
    """Ask the sample company's labelled questions at confidence 0."""
    rows = []
    with sample_project() as app:
        asker = app.labelled_asker()
        for labelled in read_labelled(SET):
            judged = asker.for_calibration(labelled)
            rows.append(
                (
                    judged.confidence,
                    isinstance(judged.outcome, Answer),
                    not is_wrong(labelled, judged.outcome),
                    labelled.answerable,
                )
            )
    confidence, *flags = (np.array(column) for column in zip(*rows, strict=True))
    answer, right, answerable = flags
    return Pool(confidence=confidence, is_answer=answer, is_right=right, is_answerable=answerable)


def hardest(pool: Pool) -> float:
    """Return the lowest threshold at which no more is wrong than was promised."""
    kept = [
        float(at)
        for at in np.unique(pool.confidence)
        if (answered := pool.at(at)).any()
        and (answered & ~pool.is_right).sum() / answered.sum() <= PROMISE.max_wrong
    ]
    return min(kept)


def steady(pool: Pool, threshold: float, rng: np.random.Generator) -> Traffic:
    """Return traffic like the labelled questions."""
    return _traffic(pool, threshold, rng.integers(0, len(pool.confidence), _LENGTH))


def other_questions(pool: Pool, threshold: float, rng: np.random.Generator) -> Traffic:
    """Return traffic of which, from some point on, half is such that no article answers."""
    at = rng.integers(0, len(pool.confidence), _LENGTH)
    hopeless = np.flatnonzero(~pool.is_answerable)
    changed = (np.arange(_LENGTH) >= _QUIET) & (rng.random(_LENGTH) < 0.5)
    at[changed] = rng.choice(hopeless, int(changed.sum()))
    return _traffic(pool, threshold, at)


def gone_wrong(pool: Pool, threshold: float, rng: np.random.Generator, worse: float) -> Traffic:
    """Return traffic of which, from some point on, a share of the right answers is wrong."""
    traffic = steady(pool, threshold, rng)
    changed = (np.arange(_LENGTH) >= _QUIET) & (rng.random(_LENGTH) < worse)
    return Traffic(
        confidence=traffic.confidence,
        is_answered=traffic.is_answered,
        is_right=traffic.is_right & ~changed,
    )


def expires(traffic: Traffic, rng: np.random.Generator) -> int | None:
    """Return after how many conversations the calibration expires; None where it never does."""
    by_score = scores_drifted(
        [
            Sureness(confidence=float(sure), tie=float(tie))
            for sure, tie in zip(traffic.confidence, rng.random(_LENGTH), strict=True)
        ]
    )
    wrong = traffic.is_answered & ~traffic.is_right
    is_drawn = rng.random(_LENGTH) < _DRAWN
    least = np.quantile(traffic.confidence[traffic.is_answered], _READ_WORST)
    is_read = is_drawn | (traffic.confidence <= least)
    for seen in range(_LOOK_EVERY, _LENGTH + 1, _LOOK_EVERY):
        if by_score is not None and by_score <= seen:
            return seen
        answered = traffic.is_answered[:seen]
        drawn = answered & is_drawn[:seen]
        found = int((wrong & is_read)[:seen].sum())
        if too_many_wrong(
            int((wrong[:seen] & drawn).sum()), int(drawn.sum()), PROMISE.max_wrong, DRAWN_ALPHA
        ) or too_many_wrong(found, int(answered.sum()), PROMISE.max_wrong, FOUND_ALPHA):
            return seen
    return None


def _traffic(pool: Pool, threshold: float, at: NDArray[np.int64]) -> Traffic:
    return Traffic(
        confidence=pool.confidence[at],
        is_answered=pool.at(threshold)[at],
        is_right=pool.is_right[at],
    )


def _print_found(
    name: str, make: Callable[[], Traffic], runs: int, rng: np.random.Generator
) -> None:
    ended = [expires(make(), rng) for _ in range(runs)]
    found = sorted(one - _QUIET for one in ended if one is not None and one > _QUIET)
    early = sum(one is not None and one <= _QUIET for one in ended)
    after = f"half within {_at(found, 0.5)}, nine in ten within {_at(found, 0.9)} conversations"
    told = after if found else "never"
    print(f"{name:<18}  expired {share(len(found), runs - early)}; {told} of the change")


def _print_anew(
    pool: Pool, reviewed: tuple[int, float], runs: int, rng: np.random.Generator
) -> None:
    """Print how often more is wrong than promised at a threshold chosen from drawn answers."""
    drawn, read = reviewed
    begin = 0.3  # what was answered before: answers below were never given, so never read
    given = np.flatnonzero(pool.at(begin))
    broken, made, kept = 0, 0, []
    for _ in range(runs):
        chosen = _chosen(pool, rng.choice(given, drawn), read, rng)
        if chosen is None:
            continue
        made += 1
        answered = pool.at(max(begin, chosen.value))
        wrong = (answered & ~pool.is_right).sum() / max(1, answered.sum())
        broken += bool(wrong > PROMISE.max_wrong)
        kept.append(answered.sum() / len(given))
    answered_share = float(np.mean(kept)) if kept else 0.0
    print(
        f"made anew from {drawn} drawn answers, {read:.0%} read: a threshold in "
        f"{share(made, runs)}; more wrong than promised in {share(broken, runs)}; answers "
        f"{answered_share:.2f} of what it did"
    )


def _chosen(
    pool: Pool, at: NDArray[np.int64], read: float, rng: np.random.Generator
) -> Threshold | None:
    is_read = rng.random(len(at)) < read  # the rest counts as wrong
    cases: Sequence[Case] = [
        Case(confidence=float(pool.confidence[one]), is_right=bool(pool.is_right[one] and read))
        for one, read in zip(at, is_read, strict=True)
    ]
    try:
        found = choose_threshold(cases, PROMISE, binomial_upper_bound)
    except SampleTooSmall:
        return None
    return found if isinstance(found, Threshold) else None


def _at(found: Sequence[int], part: float) -> int:
    return found[min(len(found) - 1, int(part * len(found)))]


if __name__ == "__main__":
    sys.exit(main())
