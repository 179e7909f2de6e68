"""Is more lost than gained? McNemar's exact test on pairs, each before and after a change.

Only pairs that differ tell anything. Were a change neutral, each would as likely be a loss as a
gain: losses ~ Binomial(differing, 1/2) (McNemar, 1947). The interval is the exact one of Clopper
and Pearson for the share of losses among the differing pairs, told as a difference of all pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

ExactInterval = Callable[[int, int, float], tuple[float, float]]
_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Hold what was lost and gained among pairs."""

    pairs: int
    lost: int
    gained: int
    change: float
    """Gained less lost, as a share of all pairs: below zero is worse."""
    low: float
    high: float
    p_worse: float
    """Probability of as many losses or more among the differing pairs, were the change neutral."""


def paired(lost: int, gained: int, pairs: int, interval: ExactInterval) -> Paired:
    """Return the exact test of losses against gains."""
    differing = lost + gained
    low, high = interval(gained, differing, _LEVEL) if differing else (0.5, 0.5)
    scale = differing / max(1, pairs)
    return Paired(
        pairs=pairs,
        lost=lost,
        gained=gained,
        change=(gained - lost) / max(1, pairs),
        low=(2 * low - 1) * scale,
        high=(2 * high - 1) * scale,
        p_worse=tail(lost, differing),
    )


def tail(least: int, tosses: int) -> float:
    """Return the probability of so many heads or more of a fair coin."""
    return float(sum(comb(tosses, heads) for heads in range(least, tosses + 1)) / 2**tosses)
