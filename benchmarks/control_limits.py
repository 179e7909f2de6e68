"""How often is a project in which nothing changes told that something did, and how soon a shift?

`python -m benchmarks.control_limits` simulates projects with a weekly pattern, days that differ
more than single customers explain, many slices of unequal size, and a look every day. It imports
the rule alone. `--quick` simulates fewer.
"""

import argparse
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.alert import Alert, AlertId, to_raise
from handrail.domain.quality.series import DayCount, Series
from handrail.domain.quality.watch_report import READS, watch

BEGIN = date(2026, 1, 5)
SHARES = {"returned": 0.09, "abandoned": 0.12, "abstained": 0.2, "escalated": 0.15, "unknown": 0.5}
SLICES = {"topic": 12, "locale": 4, "channel": 3, "article": 12}
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Say what a project is like."""

    per_day: int
    spread: float
    """Standard deviation by which a day's odds differ for no reason, in logits."""
    weekend: float
    """How many fewer conversations a weekend day has."""
    weekend_odds: float
    """By how many logits weekend days are worse."""
    days: int
    shift_at: int | None = None
    shift_to: float = 0.0
    """Logits by which one topic, a fifth of all, gets worse."""


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    years = 1 if asked.quick else 8
    print(json.dumps({"flat": flat(years), "shift": shifts(3 if asked.quick else 12)}, indent=2))
    return 0


def flat(years: int) -> list[dict[str, float | int | None]]:
    """Count alerts in projects in which nothing changes."""
    found: list[dict[str, float | int | None]] = []
    for per_day, spread in ((30, 0.0), (30, 0.2), (300, 0.0), (300, 0.15), (3_000, 0.1)):
        world = World(per_day=per_day, spread=spread, weekend=0.5, weekend_odds=0.3, days=365 + 63)
        raised = [
            sum(1 for _ in alerts(world, np.random.default_rng(seed))) for seed in range(years)
        ]
        found.append(
            {
                "conversations_a_day": per_day,
                "spread": spread,
                "years": years,
                "series": len(SHARES) * (1 + sum(SLICES.values())),
                "alerts": sum(raised),
                "alerts_a_year": round(sum(raised) / years, 2),
                "years_without": sum(not one for one in raised),
            }
        )
    return found


def shifts(runs: int) -> list[dict[str, float | int | None]]:
    """Measure how many days it takes until an alert names the topic that got worse."""
    found: list[dict[str, float | int | None]] = []
    for per_day, logits in ((100, 0.7), (100, 1.2), (300, 0.7), (300, 1.2), (3_000, 0.4)):
        world = World(
            per_day=per_day,
            spread=0.1,
            weekend=0.5,
            weekend_odds=0.3,
            days=63 + 28,
            shift_at=63,
            shift_to=logits,
        )
        waits = [_wait(world, seed) for seed in range(runs)]
        seen = sorted(one for one in waits if one is not None)
        found.append(
            {
                "conversations_a_day": per_day,
                "from": SHARES["returned"],
                "to": round(_moved(SHARES["returned"], logits), 3),
                "runs": runs,
                "found_within_28_days": len(seen),
                "median_days": None if not seen else seen[len(seen) // 2],
            }
        )
    return found


def alerts(world: World, rng: np.random.Generator) -> Iterator[tuple[int, Alert]]:
    """Yield each alert with the day it is raised, looking every day and closing none."""
    counts = list(_counts(world, rng))
    held: list[Alert] = []
    for day in range(63, world.days):
        until = BEGIN + timedelta(days=day)
        now = datetime(until.year, until.month, until.day, tzinfo=UTC)
        seen = [_seen(one, day) for one in counts]
        for found in to_raise(watch(seen, until, now).worse, held, now):
            alert = Alert(
                id=AlertId(str(len(held))),
                measure=found.measure,
                at=now,
                shifts=found.shifts,
                closed_at=now,
            )
            held.append(alert)
            yield day, alert


def _wait(world: World, seed: int) -> int | None:
    assert world.shift_at is not None
    for day, alert in alerts(world, np.random.default_rng(1_000 + seed)):
        places = {(one.slice, one.of) for one in alert.shifts}
        if day > world.shift_at and alert.measure == "returned" and ("topic", "0") in places:
            return day - world.shift_at
    return None


def _seen(one: Series, day: int) -> Series:
    first = max(0, day - READS)
    return Series(measure=one.measure, slice=one.slice, of=one.of, days=one.days[first:day])


def _counts(world: World, rng: np.random.Generator) -> Iterator[Series]:
    weekday = np.array([(BEGIN + timedelta(days=d)).weekday() for d in range(world.days)])
    volume = np.where(weekday >= 5, world.per_day * (1 - world.weekend), world.per_day)
    topics = _parts(SLICES["topic"])
    for measure, share in SHARES.items():
        odds = math.log(share / (1 - share)) + np.where(weekday >= 5, world.weekend_odds, 0.0)
        odds = odds + rng.normal(0.0, world.spread, world.days)
        cases, hits = _by_topic(world, rng, (measure, odds, volume), topics)
        yield _series(measure, "all", "", hits.sum(axis=0), cases.sum(axis=0))
        for place in range(len(topics)):
            yield _series(measure, "topic", str(place), hits[place], cases[place])
        for kind in ("locale", "channel", "article"):
            for place, part in enumerate(_parts(SLICES[kind])):
                here = rng.binomial(cases.sum(axis=0), part)
                yield _series(
                    measure,
                    kind,
                    str(place),
                    rng.hypergeometric(hits.sum(axis=0), (cases - hits).sum(axis=0), here),
                    here,
                )


def _by_topic(
    world: World,
    rng: np.random.Generator,
    given: tuple[str, NDArray[np.float64], NDArray[np.float64]],
    topics: NDArray[np.float64],
) -> tuple[Ints, Ints]:
    measure, odds, volume = given
    cases = rng.poisson(topics[:, None] * volume[None, :])
    worse = np.zeros((len(topics), world.days))
    if world.shift_at is not None and measure == "returned":
        worse[0, world.shift_at :] = world.shift_to
    return cases, rng.binomial(cases, 1.0 / (1.0 + np.exp(-(odds[None, :] + worse))))


def _parts(many: int) -> NDArray[np.float64]:
    weights = 1.0 / np.arange(1, many + 1)
    parts: NDArray[np.float64] = weights / weights.sum()
    return parts


def _series(measure: str, kind: str, of: str, hits: Ints, cases: Ints) -> Series:
    days = tuple(
        DayCount(day=BEGIN + timedelta(days=d), hits=int(h), cases=int(c))
        for d, (h, c) in enumerate(zip(hits, cases, strict=True))
    )
    return Series(measure=measure, slice=kind, of=of, days=days)


def _moved(share: float, logits: float) -> float:
    return 1.0 / (1.0 + math.exp(-(math.log(share / (1 - share)) + logits)))


if __name__ == "__main__":
    raise SystemExit(main())
