"""Does a change make it worse? Looked at after every conversation, and still wrong once in twenty.

Each conversation goes to the change with a fixed probability, the share, and turns out well or not.
For one alternative (well with probability a without the change and b < a with it) the evidence is
multiplied by P(outcome | arm) / P(outcome), where P(outcome) mixes both arms by the share. Whatever
the true probability, as long as it is the same in both arms its expectation stays 1, and below 1
where the change is better: an e-process (Turner, Ly and Grünwald, "Generic E-variables for exact
sequential k-sample tests", 2024). So the chance that it ever passes 1 / alpha is at most alpha
(Ville, 1939), however often one looks and whenever one stops, even while the probability drifts
from one conversation to the next. A mixture of alternatives is one again (Robbins, 1970; Johari,
Pekelis and Walsh, "Always valid inference", 2022): weights that are fixed beforehand only move how
soon a drop is found.

The interval that is shown beside it is an asymptotic confidence sequence for the difference
(Waudby-Smith et al., "Time-uniform central limit theory", 2021); it decides nothing.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.model import Figure

Floats = NDArray[np.float64]
ALPHA = 0.05
_DROPS = (0.02, 0.03, 0.05, 0.08, 0.12, 0.20)
_STEP = 0.025
_UNKNOWN = 0.1
"""Weight of what the past does not speak of: the share of well-ended conversations may move."""
_MOST_PAST = 2_000
"""Conversations of the past that count at most: it is not the present."""
_TUNED_TO = 2_000
"""Conversations at which the interval is narrowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """Count how conversations turned out, without the change and with it."""

    well: int = 0
    badly: int = 0
    changed_well: int = 0
    changed_badly: int = 0

    @property
    def n(self) -> int:
        """Return how many there were."""
        return self.well + self.badly + self.changed_well + self.changed_badly


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Count how conversations turned out before; only how soon a drop is found depends on it."""

    well: int = 0
    n: int = 0


NO_ARMS = Arms()
NO_PAST = Past()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold what a look at a canary shows."""

    evidence: float
    """How many times likelier the counts are under a drop than under none."""
    is_worse: bool
    difference: Figure
    """Share that turned out well with the change, less the share without it."""


def look(arms: Arms, share: float, past: Past = NO_PAST) -> Looked:
    """Return what the counts of a canary show so far."""
    counts = np.array([arms.well, arms.badly, arms.changed_well, arms.changed_badly], dtype=float)
    found = float(log_evidence(counts, share, past))
    return Looked(
        evidence=math.exp(min(found, 700.0)),
        is_worse=found >= math.log(1 / ALPHA),
        difference=difference(arms, share),
    )


def log_evidence(counts: Floats, share: float, past: Past = NO_PAST) -> Floats:
    """Return the logarithm of the evidence for each row of counts, in the order of `Arms`."""
    terms, weights = _alternatives(share, past)
    likelier = counts @ terms
    top = likelier.max(axis=-1, keepdims=True)
    total = np.exp(likelier - top) @ weights
    return np.asarray(np.log(total) + top[..., 0])


def difference(arms: Arms, share: float) -> Figure:
    """Return how the arms differ, with an interval that holds whenever one looks."""
    own, changed = arms.well + arms.badly, arms.changed_well + arms.changed_badly
    if not own or not changed:
        return Figure(value=0.0, low=-1.0, high=1.0, n=arms.n)
    a, b = (arms.well + 0.5) / (own + 1), (arms.changed_well + 0.5) / (changed + 1)
    spread = math.sqrt(a * (1 - a) / (1 - share) + b * (1 - b) / share)
    rho = (2 * math.log(1 / ALPHA) + math.log(1 + 2 * math.log(1 / ALPHA))) / _TUNED_TO
    grown = arms.n * rho + 1
    half = spread * math.sqrt(2 * grown * math.log(math.sqrt(grown) / ALPHA) / rho) / arms.n
    value = arms.changed_well / changed - arms.well / own
    return Figure(value=value, low=max(-1.0, value - half), high=min(1.0, value + half), n=arms.n)


@cache
def _alternatives(share: float, past: Past) -> tuple[Floats, Floats]:
    """Return what each kind of conversation adds under each alternative, and their weights."""
    pairs = [
        (a, a - drop)
        for a in np.arange(_STEP, 1.0, _STEP).tolist()
        for drop in _DROPS
        if a - drop > 0
    ]
    base, changed = np.array(pairs).T
    mixed = (1 - share) * base + share * changed
    terms = np.log(
        np.stack(
            [
                base / mixed,
                (1 - base) / (1 - mixed),
                changed / mixed,
                (1 - changed) / (1 - mixed),
            ]
        )
    )
    return terms, _weights(base, past)


def _weights(base: Floats, past: Past) -> Floats:
    even = np.full(len(base), 1 / len(base))
    if not past.n:
        return even
    scale = min(1.0, _MOST_PAST / past.n)
    well, badly = past.well * scale, (past.n - past.well) * scale
    likely = well * np.log(base) + badly * np.log1p(-base)
    known = np.exp(likely - likely.max())
    return np.asarray(_UNKNOWN * even + (1 - _UNKNOWN) * known / known.sum())
