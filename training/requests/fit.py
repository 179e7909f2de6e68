"""Fit a logistic regression in which the sentence that asks most speaks for its message."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from handrail.domain.actions.request_features import FALLS, FEATURES, RISES
from training.requests.rows import Row

Floats = NDArray[np.float64]

_ROUNDS = 6
_FIRST = {"urges_like": 2.0, "over_unlike": 1.0, "only_asks": -0.5}
"""By which the asking sentence is chosen before anything is learnt."""


def fit(rows: Sequence[Row], strength: float) -> tuple[Floats, float]:
    """Return weights and bias; no signal may speak against what it is a signal of."""
    table = np.array([[s[n] for n in FEATURES] for row in rows for s in row.sentences])
    middle, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-3)
    asked = np.array([row.is_asked for row in rows], dtype=np.float64)
    weights = np.array([_FIRST.get(name, 0.0) for name in FEATURES])
    bias = 0.0
    for _ in range(_ROUNDS):
        chosen = (np.array([asking(row, weights) for row in rows]) - middle) / spread
        fitted = _fitted(chosen, asked, _shares(rows), strength)
        weights = fitted[:-1] / spread
        bias = float(fitted[-1] - weights @ middle)
    return weights, bias


def _fitted(signals: Floats, asked: Floats, shares: Floats, strength: float) -> Floats:
    """Return the weights of a penalised logistic regression, the bias last."""
    signs = np.where(asked > 0, 1.0, -1.0)

    def loss(fitted: Floats) -> tuple[float, Floats]:
        margins = signs * (signals @ fitted[:-1] + fitted[-1])
        pull = -shares * signs / (1 + np.exp(np.clip(margins, -60, 60)))
        penalty = float(fitted[:-1] @ fitted[:-1]) / (2 * strength)
        total = float(shares @ np.logaddexp(0, -margins)) + penalty
        return total, np.append(signals.T @ pull + fitted[:-1] / strength, pull.sum())

    bounds = [(0.0 if name in RISES else None, 0.0 if name in FALLS else None) for name in FEATURES]
    start = np.zeros(len(FEATURES) + 1)
    found = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def asking(row: Row, weights: Floats) -> list[float]:
    """Return the signals of the sentence that asks most."""
    table = [[sentence[name] for name in FEATURES] for sentence in row.sentences]
    return max(table, key=lambda signals: float(np.array(signals) @ weights))


def chance(row: Row, weights: Floats, bias: float) -> float:
    """Return how likely it is that the message asks for the action."""
    return float(1 / (1 + np.exp(-(np.array(asking(row, weights)) @ weights + bias))))


def _shares(rows: Sequence[Row]) -> Floats:
    """Let requests count as much as they would if every company's were as many as its questions."""
    asked = sum(row.is_asked for row in rows)
    share: Mapping[bool, float] = {True: (len(rows) - asked) / asked / 4, False: 1.0}
    return np.array([share[row.is_asked] for row in rows])
