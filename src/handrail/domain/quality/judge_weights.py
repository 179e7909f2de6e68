"""What each signal weighs for each score: fitted to the half `tune` of the labelled answers.

`python -m benchmarks.judges --fit` gives these numbers. The base is moved so that one half is where
the judge agrees best with people on that half.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.quality.judges import JudgeId, Score

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
        base=-2.877,
        by_signal={
            "sure": 1.999,
            "support": 4.891,
            "overlap": 2.194,
            "close_words": -2.851,
            "asked_in_sources": 0.886,
        },
    ),
    Score.ANSWERS: Weights(
        base=-3.861, by_signal={"sure": 1.959, "support": 3.324, "close_words": 3.836}
    ),
    Score.COMPLETE: Weights(
        base=-4.295, by_signal={"sure": 1.349, "support": 3.374, "close_words": 4.315}
    ),
}
