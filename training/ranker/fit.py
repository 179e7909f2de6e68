"""Fit the ranker: a linear score whose softmax puts weight on candidates of the right articles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Hold the features of a question's candidates, and which of them are in a right article."""

    features: Floats
    is_right: NDArray[np.bool_]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Hold examples that together count so much, however many they are."""

    examples: Sequence[Example]
    weight: float


def fit(shares: Sequence[Share], penalty: float) -> Floats:
    """Return the weight of each feature; `penalty` holds standardised weights down."""
    problem = _Problem(shares)
    start = np.zeros(problem.standardised.shape[1])
    solved = minimize(problem.loss, start, args=(penalty,), jac=True, method="L-BFGS-B")
    return np.asarray(solved.x / problem.spread)


class _Problem:
    """Hold all candidates below each other and compute the loss with its gradient."""

    def __init__(self, shares: Sequence[Share]) -> None:
        usable: list[Example] = []
        weights: list[float] = []
        for share in shares:
            telling = [e for e in share.examples if e.is_right.any() and not e.is_right.all()]
            usable += telling
            weights += [share.weight / len(telling)] * len(telling)
        self.weight = np.array(weights)
        self.weight /= self.weight.sum()
        rows = np.concatenate([example.features for example in usable])
        self.right = np.concatenate([example.is_right for example in usable])
        lengths = np.array([len(example.is_right) for example in usable])
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.of = np.repeat(np.arange(len(usable)), lengths)
        self.spread = rows.std(axis=0) + 1e-6
        self.standardised = (rows - rows.mean(axis=0)) / self.spread

    def loss(self, weights: Floats, penalty: float) -> tuple[float, Floats]:
        """Return the loss and its gradient."""
        scores = self.standardised @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.of])
        every = np.add.reduceat(powers, self.starts)
        right = np.add.reduceat(powers * self.right, self.starts) + 1e-30
        loss = float(self.weight @ (np.log(every) - np.log(right)))
        pull = self.weight[self.of] * powers * (1 / every[self.of] - self.right / right[self.of])
        gradient = self.standardised.T @ pull + penalty * weights
        return loss + 0.5 * penalty * float(weights @ weights), np.asarray(gradient)
