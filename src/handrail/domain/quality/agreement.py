"""How far does a judge agree with people, of what both have looked at?

Raw agreement flatters where nearly all answers are good, so Cohen's kappa stands beside it (Cohen,
1960), with the share of good answers that the judge calls good and of bad ones that it calls bad.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.figures import LEVEL, RESAMPLES, ExactInterval, share_figure
from handrail.domain.quality.model import Figure

Floats = NDArray[np.float64]
_SEED = 77


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Count how a judge and people decided on the same answers."""

    both_yes: int = 0
    judge_only: int = 0
    """The judge said yes, people no."""
    people_only: int = 0
    both_no: int = 0

    @property
    def n(self) -> int:
        """Return how many answers both looked at."""
        return self.both_yes + self.judge_only + self.people_only + self.both_no

    @property
    def people_yes(self) -> int:
        """Return how many people called good."""
        return self.both_yes + self.people_only

    @property
    def judge_yes(self) -> int:
        """Return how many the judge called good."""
        return self.both_yes + self.judge_only

    def with_pair(self, *, judge: bool, people: bool) -> "Table":
        """Return the table with one answer more."""
        return Table(
            both_yes=self.both_yes + (judge and people),
            judge_only=self.judge_only + (judge and not people),
            people_only=self.people_only + (people and not judge),
            both_no=self.both_no + (not judge and not people),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Hold how far a judge agrees with people on one score."""

    raw: Figure
    kappa: Figure
    good_found: Figure
    """Sensitivity: of what people called good, the share that the judge called good."""
    bad_found: Figure
    """Specificity: of what people called bad, the share that the judge called bad."""
    table: Table
    last_at: datetime | None
    """Of the newest verdict."""


def agreement(table: Table, last_at: datetime | None, interval: ExactInterval) -> Agreement:
    """Return how far a judge agrees with people; exact intervals for shares."""
    people_no = table.n - table.people_yes
    return Agreement(
        raw=share_figure(table.both_yes + table.both_no, table.n, interval),
        kappa=kappa_figure(table),
        good_found=share_figure(table.both_yes, table.people_yes, interval),
        bad_found=share_figure(table.both_no, people_no, interval),
        table=table,
        last_at=last_at,
    )


def kappa_figure(table: Table) -> Figure:
    """Return Cohen's kappa with a bootstrap interval; 0 within [-1, 1] where nothing varies."""
    if not table.n or table.people_yes in (0, table.n):
        return Figure(value=0.0, low=-1.0, high=1.0, n=table.n)
    cells = np.array([table.both_yes, table.judge_only, table.people_only, table.both_no])
    drawn = np.random.default_rng(_SEED).multinomial(table.n, cells / table.n, size=RESAMPLES)
    outside = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(_kappa(drawn.astype(np.float64)), [outside, 1.0 - outside])
    value = float(_kappa(cells.astype(np.float64)[None])[0])
    return Figure(value=value, low=float(low), high=float(high), n=table.n)


def _kappa(cells: Floats) -> Floats:
    n = cells.sum(axis=1)
    yes, no = cells[:, 0], cells[:, 3]
    judge, people = (yes + cells[:, 1]) / n, (yes + cells[:, 2]) / n
    seen = (yes + no) / n
    by_chance = judge * people + (1 - judge) * (1 - people)
    room = 1 - by_chance
    return np.where(room > 0, (seen - by_chance) / np.where(room > 0, room, 1.0), 0.0)
