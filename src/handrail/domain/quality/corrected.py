"""Which share of all answers would people call good, judging by a judge that errs?

Two corrections, both from answers that people looked at too, drawn by chance from all of them:

- prediction-powered inference (Angelopoulos et al., 2023, tuned as in "PPI++", 2024): the judge's
  share over all answers, less its mean error where people looked, with the judge weighed by how
  much it helps. A judge that says yes to all helps nothing, is weighed with 0, and what is left is
  the share that people found.
- Rogan and Gladen (1978): the judge's share turned back by its two error rates, with the interval
  of Lang and Reiczigel (2014). It breaks down where both error rates add up to nearly one.

The first is what is shown: `python -m benchmarks.judges` compares both over many draws.
Either interval is blurred by one imagined answer of each kind, since the normal intervals of few
cases without an error would have no width.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.domain.quality.agreement import Table
from handrail.domain.quality.model import Figure

_Z = 1.959964
_IMAGINED = 0.5
"""Answers of each of the four kinds that are added before the errors are weighed."""
_HELPLESS = 0.05
"""Below this, sensitivity and specificity less one say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Count what a judge said of all answers, people's or not."""

    yes: int
    n: int


Correction = Callable[[Judged, Table], Figure]


def uncorrected(judged: Judged, _table: Table) -> Figure:
    """Return the judge's own share: what is never shown as it stands."""
    if not judged.n:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    value = judged.yes / judged.n
    spread = _Z * math.sqrt(value * (1 - value) / judged.n)
    return _around(value, value, spread, judged.n)


def people_alone(_judged: Judged, table: Table) -> Figure:
    """Return the share that people found, after Wilson: what the judge has to be better than."""
    n = table.n
    if not n:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    value, z2 = table.people_yes / n, _Z * _Z
    middle = (value + z2 / (2 * n)) / (1 + z2 / n)
    spread = _Z * math.sqrt(value * (1 - value) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return _around(value, middle, spread, n)


def prediction_powered(judged: Judged, table: Table) -> Figure:
    """Return the share that people would find, by prediction-powered inference."""
    if not table.n:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    others = max(0, judged.n - table.n)  # those that people did not look at
    yes_of_others = max(0, min(others, judged.yes - table.judge_yes))
    value, _ = _powered(table, 0.0, others, yes_of_others)
    middle, spread = _powered(table, _IMAGINED, others, yes_of_others)
    return _around(value, middle, _Z * math.sqrt(spread), table.n)


def rogan_gladen(judged: Judged, table: Table) -> Figure:
    """Return the share that people would find, turned back by the judge's error rates."""
    good, bad = table.people_yes, table.n - table.people_yes
    if not good or not bad or not judged.n:
        return Figure(value=0.0, low=0.0, high=1.0, n=table.n)
    found, spared = table.both_yes / good, table.both_no / bad
    apart = found + spared - 1
    if apart < _HELPLESS:
        return Figure(value=table.people_yes / table.n, low=0.0, high=1.0, n=table.n)
    value = min(1.0, max(0.0, (judged.yes / judged.n + spared - 1) / apart))
    return _around(value, *_lang_reiczigel(judged, table), table.n)


DEFAULT: Correction = prediction_powered
CORRECTIONS: Mapping[str, Correction] = {
    "prediction-powered": prediction_powered,
    "rogan-gladen": rogan_gladen,
}


def _powered(table: Table, imagined: float, others: int, yes: int) -> tuple[float, float]:
    """Return the estimate and its variance, with so many imagined answers of each kind."""
    n = table.n + 4 * imagined
    both, judge, people = (
        table.both_yes + imagined,
        table.judge_yes + 2 * imagined,
        table.people_yes + 2 * imagined,
    )
    mean_judge, mean_people = judge / n, people / n
    var_judge, var_people = mean_judge * (1 - mean_judge), mean_people * (1 - mean_people)
    together = both / n - mean_judge * mean_people
    if not others or var_judge == 0:
        return mean_people, var_people / n
    weight = min(1.0, max(0.0, together / (var_judge * (1 + n / others))))
    value = weight * yes / others + mean_people - weight * mean_judge
    of_others = weight * weight * var_judge / others
    of_errors = (var_people + weight * weight * var_judge - 2 * weight * together) / n
    return value, of_others + max(0.0, of_errors)


def _lang_reiczigel(judged: Judged, table: Table) -> tuple[float, float]:
    """Return middle and half width of the interval, each rate moved a little to the middle."""
    z2 = _Z * _Z
    good, bad = table.people_yes, table.n - table.people_yes
    share = (judged.yes + z2 / 2) / (judged.n + z2)
    found, spared = (table.both_yes + 1) / (good + 2), (table.both_no + 1) / (bad + 2)
    apart = max(_HELPLESS, found + spared - 1)
    value = (share + spared - 1) / apart
    of_good = found * (1 - found) / (good + 2)
    of_bad = spared * (1 - spared) / (bad + 2)
    of_share = share * (1 - share) / (judged.n + z2)
    spread = of_share + value * value * of_good + (1 - value) ** 2 * of_bad
    shift = 2 * z2 * (value * of_good - (1 - value) * of_bad)
    return value + shift, _Z * math.sqrt(spread) / apart


def _around(value: float, middle: float, half: float, n: int) -> Figure:
    """Return an interval that holds its own estimate."""
    value = min(1.0, max(0.0, value))
    low, high = max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half))
    return Figure(value=value, low=low, high=high, n=n)
