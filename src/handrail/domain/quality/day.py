"""What do the conversations of a day add up to?

Sums over all of them, and over each value of each slice. An article or an action gets the measures
that can be laid to it: what a person cost or how long a customer waited says nothing of an article.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handrail.domain.quality.judged import Adds, DayFigure, Slice, Tally
from handrail.domain.quality.measures import WATCHED, Measure
from handrail.domain.quality.outcome import QUIET

_NOT_OF_PARTS = frozenset(
    {
        Measure.ASKED,
        Measure.ABSTAINED,
        Measure.COST,
        Measure.EFFORT,
        Measure.MOOD,
        Measure.REASKED,
        Measure.TO_PERSON_SECONDS,
    }
)
_PARTS = frozenset({Slice.ARTICLE, Slice.ACTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Hold what one conversation of a day adds."""

    is_simulated: bool
    is_over: bool
    """The days are over in which its customer may come back."""
    adds: Adds


def window_ends(last_at: datetime, window: timedelta) -> datetime:
    """Return when it is known of a conversation whether its customer came back.

    Whoever comes back on the last day is judged once that conversation is quiet, too.
    """
    return last_at + window + QUIET


def add_up(day: date, conversations: Iterable[Added]) -> Iterator[DayFigure]:
    """Yield the figures of a day; what nobody was a case of has none."""
    sums: dict[tuple[str, str, str, bool], Tally] = {}
    for one in conversations:
        for key, tally in _of_one(one):
            held = sums.get(key)
            sums[key] = tally if held is None else held + tally
    for (measure, slice_, of, is_simulated), tally in sorted(sums.items()):
        yield DayFigure(
            day=day, measure=measure, slice=slice_, of=of, is_simulated=is_simulated, tally=tally
        )


_Key = tuple[str, str, str, bool]


def _of_one(one: Added) -> Iterator[tuple[_Key, Tally]]:
    counted = {
        measure: tally
        for measure, tally in one.adds.tallies.items()
        if one.is_over or measure not in WATCHED
    }
    for slice_, values in one.adds.slices.items():
        told = counted.items()
        if slice_ in _PARTS:
            told = {m: t for m, t in counted.items() if m not in _NOT_OF_PARTS}.items()
        for of in values:
            for measure, tally in told:
                if measure != Measure.REVERSED or slice_ != Slice.ACTION:
                    yield (measure, slice_, of, one.is_simulated), tally
    for action, tally in one.adds.reversals.items():
        yield (Measure.REVERSED.value, Slice.ACTION.value, action, one.is_simulated), tally
