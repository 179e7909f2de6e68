"""Does a group of conversations fare worse than all the others, by more than chance explains?

Each slice is compared with the rest, not with the whole that it is part of. The interval is of the
difference of two shares (Newcombe, Statistics in Medicine 17, 1998, method 10), and all that are
compared at once share the 5 % (Bonferroni): where one excludes 0, a group fares worse; that one is
named though none does happens in at most 5 % of reports.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handrail.domain.quality.judged import Tally
from handrail.domain.quality.model import Figure
from handrail.domain.quality.usual import LEVEL, NORMAL, share_with_spread, wilson
from handrail.domain.quality.watched import BY_MEASURE, EVERYTHING, OF_CUSTOMERS, Place

LEAST = 30
"""Groups of fewer cases are left out: they could only ever be found the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold how a slice fares beside the rest."""

    measure: str
    slice: str
    of: str
    here: Figure
    rest: Figure
    apart: float
    low: float
    high: float
    """Interval of the difference, corrected for all that were compared; more is worse."""
    excess: float
    """Customers who fared worse here than they would have among the rest."""

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {
            "measure": self.measure,
            "slice": self.slice,
            "of": self.of,
            "here": self.here.as_json(),
            "rest": self.rest.as_json(),
            "apart": {
                "value": round(self.apart, 4),
                "low": round(self.low, 4),
                "high": round(self.high, 4),
            },
            "excess": round(self.excess, 2),
            "is_worse": self.is_worse,
        }

    @property
    def is_worse(self) -> bool:
        """Tell whether chance is excluded."""
        return self.low > 0.0

    @property
    def is_of_people(self) -> bool:
        """Tell whether the slice is a group of customers: that is a matter of fairness."""
        return self.slice in OF_CUSTOMERS


def compared(sums: Mapping[str, Mapping[Place, Tally]]) -> tuple[Compared, ...]:
    """Compare every slice with the rest in every measure, the most customers harmed first."""
    pairs = list(_pairs(sums))
    level = 1.0 - (1.0 - LEVEL) / max(1, len(pairs))
    found = [_beside(measure, place, here, rest, level) for measure, place, here, rest in pairs]
    return tuple(sorted(found, key=lambda one: (-one.is_worse, -one.excess, one.of)))


def _pairs(sums: Mapping[str, Mapping[Place, Tally]]) -> Iterable[tuple[str, Place, Tally, Tally]]:
    for measure, by_place in sums.items():
        whole = by_place.get(EVERYTHING)
        if whole is None or not BY_MEASURE[measure].is_share:
            continue
        for place, here in by_place.items():
            rest = Tally(hits=whole.hits - here.hits, cases=whole.cases - here.cases)
            is_sound = min(here.cases, rest.cases) >= LEAST and 0 <= rest.hits <= rest.cases
            if place != EVERYTHING and is_sound:
                yield measure, place, here, rest


def _beside(measure: str, place: Place, here: Tally, rest: Tally, level: float) -> Compared:
    z = NORMAL.inv_cdf(0.5 + level / 2)
    p, q = here.hits / here.cases, rest.hits / rest.cases
    apart, low, high = p - q, *newcombe(p, here.cases, q, rest.cases, z)
    if not BY_MEASURE[measure].is_bad_high:
        apart, low, high = -apart, -high, -low
    return Compared(
        measure=measure,
        slice=place[0],
        of=place[1],
        here=share_with_spread(here.hits, here.cases),
        rest=share_with_spread(rest.hits, rest.cases),
        apart=apart,
        low=low,
        high=high,
        excess=apart * here.cases,
    )


def newcombe(p: float, n: float, q: float, m: float, z: float) -> tuple[float, float]:
    """Return the interval of the difference p - q of two shares of n and m cases."""
    (low_p, high_p), (low_q, high_q) = wilson(p, n, z), wilson(q, m, z)
    return (
        p - q - math.hypot(p - low_p, high_q - q),
        p - q + math.hypot(high_p - p, q - low_q),
    )
