"""What do the figures of some days say of the rates? Counts of the assistant's and people's hands.

The same counts make both rates and what stands beside them, so none can be had without the others.
"""

from collections.abc import Mapping

from handrail.domain.quality.figures import ExactInterval
from handrail.domain.quality.judged import Tally
from handrail.domain.quality.measures import Measure
from handrail.domain.quality.rates import Counts, QualifiedRate, deflection, resolution

Tallies = Mapping[str, Tally]


def rates_of(
    tallies: Tallies, interval: ExactInterval, place: tuple[str, str]
) -> tuple[QualifiedRate, QualifiedRate]:
    """Return deflection and resolution of a slice's value, each with all that belongs to it."""
    ours, theirs = our_counts(tallies), their_counts(tallies)
    return deflection(ours, theirs, interval, place), resolution(ours, theirs, interval, place)


def our_counts(tallies: Tallies) -> Counts:
    """Return the counts of the conversations that the assistant ended alone."""
    deflected, returned = _of(tallies, Measure.DEFLECTED), _of(tallies, Measure.RETURNED)
    right = _of(tallies, Measure.RIGHT)
    return Counts(
        conversations=deflected.cases,
        handled=deflected.hits,
        resolved=_of(tallies, Measure.RESOLVED).hits,
        unknown=_of(tallies, Measure.UNKNOWN).hits,
        returned=returned.hits,
        watched=returned.cases,
        right=right.hits,
        checked=right.cases,
    )


def their_counts(tallies: Tallies) -> Counts:
    """Return the counts of the conversations in which people spoke."""
    resolved = _of(tallies, Measure.HUMAN_RESOLVED)
    returned = _of(tallies, Measure.HUMAN_RETURNED)
    return Counts(
        conversations=_of(tallies, Measure.DEFLECTED).cases,
        handled=resolved.cases,
        resolved=resolved.hits,
        unknown=_of(tallies, Measure.HUMAN_UNKNOWN).hits,
        returned=returned.hits,
        watched=returned.cases,
    )


def _of(tallies: Tallies, measure: Measure) -> Tally:
    return tallies.get(measure.value, Tally())
