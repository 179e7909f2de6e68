"""A few decision trees beside a line, as plain data: from evidence to a probability."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Node = tuple[int, float, int, int]
"""Feature, threshold, the nodes at most it and above it; a leaf is (-1, value, 0, 0)."""
Tree = Sequence[Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Hold trees and a line whose values add up to log odds, and what calibrates the sum."""

    features: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    line: tuple[float, ...]
    """Weight of each feature."""
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Return the calibrated probability; a signal that is missing counts as 0."""
        values = [evidence.get(name, 0.0) for name in self.features]
        odds = self.base + sum(_leaf(tree, values) for tree in self.trees)
        odds += sum(weight * value for weight, value in zip(self.line, values, strict=True))
        calibrated = self.slope * odds + self.shift
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, calibrated))))


def _leaf(tree: Tree, values: Sequence[float]) -> float:
    feature, threshold, low, high = tree[0]
    while feature >= 0:
        feature, threshold, low, high = tree[low if values[feature] <= threshold else high]
    return threshold
