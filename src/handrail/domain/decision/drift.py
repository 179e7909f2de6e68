"""Is what is asked, or how it is answered, still what the calibration was made for?

Both tests may be looked at after every conversation, and still cry wolf at most as often as is
stated: they gather evidence whose expectation never grows while nothing has changed, so that the
chance that it ever passes 1 / alpha is at most alpha (Ville, 1939).

- Scores: while questions keep coming from where they came, the order in which surer and less sure
  ones come is chance, and the rank of each among all before it is uniform. A conformal martingale
  (Vovk et al., "Testing randomness online", 2021) bets against that: the "simple jumper", which
  moves between betting on surer, on less sure, and on nothing.
- Errors: of n answers so many were found wrong. The likelihood of a mixture of worse error rates is
  divided by that of the promised one. Answers that nobody read count as right, so whoever reads the
  worst first, or few, only makes it slower, never wrong.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCORE_ALPHA = 0.02
DRAWN_ALPHA = 0.02
FOUND_ALPHA = 0.01
FALSE_EXPIRY = SCORE_ALPHA + DRAWN_ALPHA + FOUND_ALPHA
"""Share of calibrations that ever expire although nothing has changed, at most."""
BLOCK = 20_000
"""Scores after which the test begins anew, with half of what is left of its alpha."""
_BETS = (-1.0, 0.0, 1.0)
_JUMP = 0.01
_WORSE = np.linspace(0.05, 0.95, 19)
"""How far between the promised error rate and 1 the alternatives lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """Hold how sure the assistant was of a conversation's first question."""

    confidence: float
    tie: float
    """Uniform on [0, 1] and known from nothing else: decides between equal scores."""


def scores_drifted(scores: Sequence[Sureness], alpha: float = SCORE_ALPHA) -> int | None:
    """Return after how many scores it is certain that they have moved; None where it is not."""
    for begin in range(0, len(scores), BLOCK):
        alpha /= 2
        found = _first_beyond(scores[begin : begin + BLOCK], math.log(1 / alpha))
        if found is not None:
            return begin + found
    return None


def too_many_wrong(wrong: int, answered: int, promised: float, alpha: float) -> bool:
    """Tell whether so many wrong ones are certainly more often wrong than was promised."""
    return log_evidence(wrong, answered, promised) >= math.log(1 / alpha)


def log_evidence(wrong: int, answered: int, promised: float) -> float:
    """Return the logarithm of how many times likelier the counts are under worse error rates."""
    if not 0.0 < promised < 1.0:
        raise ValueError(f"{promised} is not a share that can be promised")
    worse = promised + (1.0 - promised) * _WORSE**2
    likelier: NDArray[np.float64] = wrong * np.log(worse / promised) + (answered - wrong) * (
        np.log1p(-worse) - math.log1p(-promised)
    )
    top = float(likelier.max())
    return top + math.log(float(np.exp(likelier - top).mean()))


def _first_beyond(scores: Sequence[Sureness], enough: float) -> int | None:
    seen: list[float] = []
    capital, grown = [1 / len(_BETS)] * len(_BETS), 0.0
    for count, score in enumerate(scores, start=1):
        insort(seen, score.confidence)
        rank = _rank(seen, score)
        shared = _JUMP / len(_BETS)  # of all, which is 1
        capital = [
            ((1 - _JUMP) * held + shared) * (1 + bet * (rank - 0.5))
            for held, bet in zip(capital, _BETS, strict=True)
        ]
        total = sum(capital)
        grown += math.log(total)
        if grown >= enough:
            return count
        capital = [held / total for held in capital]
    return None


def _rank(seen: Sequence[float], score: Sureness) -> float:
    """Return the share of what was seen that is less sure, equals broken by the tie."""
    below, upto = bisect_left(seen, score.confidence), bisect_right(seen, score.confidence)
    return (below + score.tie * (upto - below)) / len(seen)
