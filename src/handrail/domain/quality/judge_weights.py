"""What each signal weighs for each score: fitted to the half `tune` of the labelled answers.

`python -m benchmarks.judges --fit` gives these numbers, and the thresholds that agree best there.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.quality.judges import Judge, JudgeId, Score

NAME = JudgeId("local-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Hold a logistic model of one score."""

    base: float
    by_signal: Mapping[str, float]

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return how likely a careful reader would say yes."""
        odds = self.base + sum(w * signals.get(name, 0.0) for name, w in self.by_signal.items())
        return 1.0 / (1.0 + math.exp(-odds))


WEIGHTS: Mapping[Score, Weights] = {
    Score.GROUNDED: Weights(
        base=-4.353,
        by_signal={
            "support": 6.953,
            "overlap": 2.872,
            "close_words": -4.267,
            "asked_in_sources": 2.685,
        },
    ),
    Score.ANSWERS: Weights(
        base=-5.547,
        by_signal={
            "support": 5.621,
            "overlap": -1.026,
            "close_words": 6.258,
            "asked_in_sources": 0.444,
        },
    ),
    Score.COMPLETE: Weights(
        base=-7.222,
        by_signal={
            "support": 5.189,
            "overlap": -0.306,
            "close_words": 6.254,
            "asked_in_sources": 1.325,
        },
    ),
}

LOCAL = Judge(
    id=NAME,
    thresholds={
        Score.GROUNDED: 0.70,
        Score.ANSWERS: 0.56,
        Score.COMPLETE: 0.48,
        Score.TONE: 0.5,
        Score.POLICY: 0.5,
    },
)
