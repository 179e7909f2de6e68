"""From which confidence on may answers be given, so that the promised error rate is kept?

A threshold t keeps the promise when the share of wrong answers among those with confidence >= t,
R(t), is at most `max_wrong`. For one t named beforehand, wrong | answered ~ Binomial(answered,
R(t)), and the exact bound of Clopper and Pearson settles it at error delta = 1 - confidence.
Looking at many thresholds and keeping the most generous one would spoil that. So the thresholds
are tested in a fixed order, strict to lax, each at the full delta, and the first failure ends it
(fixed-sequence testing; Angelopoulos et al., "Learn then Test", 2021). `GRID` is fixed
beforehand; the sample decides only where the sequence *starts*: at the first t with enough
answered questions to succeed at all.

Why the start does not spoil the bound. Say that t* is the strictest threshold of the grid with
R(t*) > max_wrong, n* its count of answered questions, and suppose that less confident answers are
not safer: below t*, then, every slice between two thresholds is wrong more often than
`max_wrong`. Condition on n* and on the counts of the slices below. Whether the sequence starts at
t* or above depends on n* alone (counts only grow towards lax). If it does, an error needs t* to
pass, with wrong* ~ Binomial(n*, R(t*)): probability at most delta. If it starts below, at s, an
error needs s to pass, and wrong at s is a sum of draws that are each wrong with more than
`max_wrong`, hence stochastically above Binomial(n, max_wrong): again at most delta. Only one of
the two happens for given counts, so P(promise broken) <= delta.

Where confidence is worse than useless (surer answers wrong more often) the argument has one gap:
a start below t* carries a hint about who is among the counted. It is of second order, and the
tests show by simulation that the bound stands there too. Splitting delta over several starts was
tried, and gave fewer answers on every population but one, so there is one start.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handrail.domain.decision.calibration import Promise, Threshold
from handrail.domain.decision.ports import UpperBound
from handrail.kernel.errors import BadInput, SampleTooSmall

# Even steps in log-odds: confidences crowd near 1, where errors are rare and thresholds matter.
GRID: tuple[float, ...] = (
    *(round(1.0 / (1.0 + math.exp(-tenths / 10)), 4) for tenths in range(70, -41, -1)),
    0.0,
)
# A start with fewer answers than this share of the sample stops at its first unlucky error.
_START_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold how sure an answer to a labelled question was, and whether it was right."""

    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoThreshold:
    """Say that no threshold keeps the promise on a sample that is large enough; show the first."""

    tried: Threshold


def answers_needed(promise: Promise) -> int:
    """Return how many answers without one error are needed before the promise can be made."""
    if not 0.0 < promise.max_wrong < 1.0 or not 0.5 <= promise.confidence < 1.0:
        raise BadInput(
            f"Cannot promise at most {promise.max_wrong} wrong at confidence {promise.confidence}.",
            hint="max_wrong lies between 0 and 1, confidence from 0.5 to below 1.",
        )
    allowed = math.log1p(-promise.confidence) / math.log1p(-promise.max_wrong)
    return math.ceil(allowed - 1e-9)  # 0.5 and 0.75 give exactly 2, not 2 and a rounding error


def choose_threshold(
    cases: Sequence[Case], promise: Promise, bound: UpperBound, *, where: str = ""
) -> Threshold | NoThreshold:
    """Return the lowest threshold that keeps the promise; raise SampleTooSmall where none could.

    `where` names the part of the sample in that complaint, for example ` on topic 'refunds'`.
    """
    needed = answers_needed(promise)
    if len(cases) < needed:
        raise SampleTooSmall(
            f"At most {promise.max_wrong:.1%} wrong at {promise.confidence:.1%} confidence needs "
            f"at least {needed} answered questions without an error{where}; the sample has "
            f"{len(cases)}.",
            hint="Add labelled questions, allow more errors, or ask for less confidence.",
        )
    start = max(needed, math.ceil(_START_SHARE * len(cases)))
    chosen: Threshold | None = None
    for value in GRID:
        tried = judge_threshold(cases, value, promise, bound)
        if tried.answered < start:
            continue
        if tried.upper_bound > promise.max_wrong:
            return chosen or NoThreshold(tried=tried)
        # lower without a further answer is a step where nothing is known: not taken
        if chosen is None or tried.answered > chosen.answered:
            chosen = tried
    assert chosen is not None  # the last threshold, 0, counts every case
    return chosen


def judge_threshold(
    cases: Sequence[Case], value: float, promise: Promise, bound: UpperBound
) -> Threshold:
    """Count what is answered and wrong at one threshold, with the exact bound on the share."""
    confidences = np.array([case.confidence for case in cases], dtype=np.float64)
    wrongs = np.array([not case.is_right for case in cases], dtype=np.bool_)
    is_answered = confidences >= value
    answered, wrong = int(is_answered.sum()), int((is_answered & wrongs).sum())
    upper = bound(wrong, answered, promise.confidence) if answered else 1.0
    return Threshold(value=value, answered=answered, wrong=wrong, upper_bound=upper)


def shared_promise(promise: Promise, parts: int) -> Promise:
    """Return the promise to test in each of several parts, so that all hold together."""
    return Promise(max_wrong=promise.max_wrong, confidence=1.0 - (1.0 - promise.confidence) / parts)
