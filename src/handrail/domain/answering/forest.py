"""A small forest of decision trees as plain data: from evidence to a probability."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Node = tuple[int, float, int, int]
"""Feature, threshold, the nodes at most it and above it; a leaf is (-1, value, 0, 0)."""
Tree = Sequence[Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Hold trees whose values add up to log odds, and the line that calibrates them."""

    features: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Return the calibrated probability; a signal that is missing counts as 0."""
        values = [evidence.get(name, 0.0) for name in self.features]
        odds = self.base + sum(_leaf(tree, values) for tree in self.trees)
        calibrated = self.slope * odds + self.shift
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, calibrated))))


def _leaf(tree: Tree, values: Sequence[float]) -> float:
    feature, threshold, low, high = tree[0]
    while feature >= 0:
        feature, threshold, low, high = tree[low if values[feature] <= threshold else high]
    return threshold
