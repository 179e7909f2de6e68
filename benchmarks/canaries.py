"""How often does a canary stop for nothing, and how soon does it find a drop?

    python -m benchmarks.canaries [--runs 400] [--share 0.2]

Simulated traffic, looked at after every conversation. Ends with status 1 where traffic without any
effect is stopped in more than 5 % of the runs, or a 5-point drop is not found in nine of ten within
the number that is stated; of what is shown beside, in fewer runs, the interval has to allow it.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.sequential import ALPHA, NO_PAST, Past, log_evidence

_SEED = 20_261_127
_LONGEST = 12_000
_STATED = {0.2: 8_000, 0.5: 5_500}
"""Conversations within which nine of ten 5-point drops are found, by share of the traffic."""
_WELL = 0.62
_PAST = Past(well=1_240, n=2_000)
_AT_MOST = 0.05
_LEAST_FOUND = 0.9
Floats = NDArray[np.float64]
Chance = Callable[[int, np.random.Generator], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Hold how conversations turn out: the chance without the change, and what the change takes."""

    name: str
    chance: Chance
    drop: float = 0.0
    past: Past = _PAST
    is_beside: bool = False
    """It shows what else holds: a quarter of the runs will do."""


def main() -> int:
    """Simulate, print; return 1 where anything is not as it has to be."""
    said = _arguments()
    failed = False
    for traffic in _TRAFFIC:
        runs = said.runs // 4 if traffic.is_beside else said.runs
        stops = _stops(traffic, runs, said.share)
        stated = _STATED.get(said.share, _LONGEST)
        failed |= _print(traffic, stops, runs, stated)
    return int(failed)


def _print(traffic: Traffic, stops: list[int], runs: int, stated: int) -> bool:
    """Print what came of one kind of traffic; return whether it is not as it has to be."""
    if traffic.drop <= 0:
        low, high = clopper_pearson(len(stops), runs, 0.95)
        print(
            f"{traffic.name:<48} stopped in {len(stops)} of {runs} runs of {_LONGEST}: "
            f"{len(stops) / runs:.3f} ({low:.3f} to {high:.3f})",
            flush=True,
        )
        too_many = low if traffic.is_beside else len(stops) / runs
        return too_many > _AT_MOST
    within = sum(stop <= stated for stop in stops)
    low, high = clopper_pearson(within, runs, 0.95)
    every = sorted(stops) + [_LONGEST] * (runs - len(stops))
    print(
        f"{traffic.name:<48} found within {stated} in {within / runs:.3f} ({low:.3f} to "
        f"{high:.3f}) of {runs} runs; half within {every[runs // 2]}, nine of ten within "
        f"{every[int(0.9 * runs)]}",
        flush=True,
    )
    found = high if traffic.is_beside else within / runs
    return traffic.drop >= 0.05 and found < _LEAST_FOUND


def _stops(traffic: Traffic, runs: int, share: float) -> list[int]:
    """Return after how many conversations each run was stopped, of those that were."""
    random = np.random.default_rng(_SEED)
    found = []
    for _ in range(runs):
        evidence = log_evidence(_counts(traffic, share, random), share, traffic.past)
        passed = np.flatnonzero(evidence >= np.log(1 / ALPHA))
        if len(passed):
            found.append(int(passed[0]) + 1)
    return found


def _counts(traffic: Traffic, share: float, random: np.random.Generator) -> Floats:
    """Return the counts after each conversation of one run."""
    chance = traffic.chance(_LONGEST, random)
    is_changed = random.random(_LONGEST) < share
    is_well = random.random(_LONGEST) < chance - traffic.drop * is_changed
    kinds = 2 * is_changed + ~is_well
    return np.cumsum(np.eye(4)[kinds], axis=0)


def _steady(n: int, _random: np.random.Generator) -> Floats:
    return np.full(n, _WELL)


def _daily(n: int, random: np.random.Generator) -> Floats:
    """Return a chance that swings by day and drifts over weeks, alike in both arms."""
    at = np.arange(n)
    drift = np.cumsum(random.normal(0, 0.0005, n))
    return np.clip(_WELL + 0.15 * np.sin(at / 60) + drift, 0.02, 0.98)


def _rare(n: int, _random: np.random.Generator) -> Floats:
    return np.full(n, 0.08)


_TRAFFIC = (
    Traffic(name="no effect", chance=_steady),
    Traffic(name="a drop of 5 points", chance=_steady, drop=0.05),
    Traffic(
        name="no effect, and the past says otherwise",
        chance=_steady,
        past=Past(well=1_800, n=2_000),
        is_beside=True,
    ),
    Traffic(name="no effect, better and worse by day and week", chance=_daily, is_beside=True),
    Traffic(name="no effect, few turn out well", chance=_rare, is_beside=True),
    Traffic(name="better by 5 points", chance=_steady, drop=-0.05, is_beside=True),
    Traffic(
        name="a drop of 5 points, nothing known of the past",
        chance=_steady,
        drop=0.05,
        past=NO_PAST,
        is_beside=True,
    ),
    Traffic(name="a drop of 10 points", chance=_steady, drop=0.10, is_beside=True),
    Traffic(name="a drop of 2 points: may be missed", chance=_steady, drop=0.02, is_beside=True),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--share", type=float, default=0.2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
