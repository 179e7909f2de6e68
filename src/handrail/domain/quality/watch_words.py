"""What changed, in words that a support lead reads in a minute: what, for whom, since when."""

from handrail.domain.quality.alert import is_whole
from handrail.domain.quality.model import Figure
from handrail.domain.quality.shift import Shift
from handrail.domain.quality.watched import BY_MEASURE, Watched, place_in_words

_HOUR, _MINUTE = 3_600, 60


def headline(shift: Shift) -> str:
    """Return what moved: `Came back: 14.0% (11.0% to 17.0%, 280 conversations), usually 8.0%`."""
    watched = BY_MEASURE[shift.measure]
    now, before = amount(shift.now, watched), amount(shift.before, watched, is_bare=True)
    place = "" if is_whole(shift) else f", {place_in_words(*shift.place)}"
    return f"{watched.name}: {now}, usually {before}{place}"


def sentence(shift: Shift) -> str:
    """Return a shift as a sentence, with since when and how many customers it is about."""
    watched = BY_MEASURE[shift.measure]
    return f"{headline(shift)}. Since about {shift.since.isoformat()}{_harm(shift, watched)}."


def amount(figure: Figure, watched: Watched, *, is_bare: bool = False) -> str:
    """Return a figure in the unit of its measure, with its interval unless it is only named."""
    value, low, high = (spelled(one, watched) for one in (figure.value, figure.low, figure.high))
    if is_bare or not figure.n:
        return value if figure.n else "not known"
    return f"{value} ({low} to {high}, {figure.n} {watched.things})"


def spelled(value: float, watched: Watched) -> str:
    """Return a value in the unit of its measure."""
    if watched.is_share:
        return f"{value:.1%}"
    if watched.measure == "to_person_seconds":
        return _duration(value)
    digits = 4 if watched.measure == "cost" else 2
    return f"{value:.{digits}f} {watched.unit}".rstrip()


def _harm(shift: Shift, watched: Watched) -> str:
    if not watched.is_share or abs(shift.excess) < 1:
        return ""
    more = "more" if shift.now.value > shift.before.value else "fewer"
    return f", about {abs(shift.excess):.0f} {watched.things} {more} than in a usual week"


def _duration(seconds: float) -> str:
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02d}"
