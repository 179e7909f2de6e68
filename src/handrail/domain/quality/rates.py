"""A deflection or resolution rate cannot be had alone.

How many conversations needed no person says nothing of how many customers were helped. So a rate is
a value that is built with its quality, the share that came back, the share that nobody knows of and
an interval, with what people achieve beside it, and gives itself away only whole: as JSON, as a row
of a table, or in words. No attribute holds the share alone.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from enum import StrEnum

from typing_extensions import override

from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure


class RateKind(StrEnum):
    """What a rate is a share of all conversations of."""

    DEFLECTION = "deflection"
    """Conversations in which no person was asked for and none spoke."""
    RESOLUTION = "resolution"
    """Conversations that the assistant ended alone, and that are confirmed or verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Count the conversations of one kind of hands: the assistant's, or people's."""

    conversations: int = 0
    """All that have ended, whoever handled them."""
    handled: int = 0
    """Those among them that these hands ended alone."""
    resolved: int = 0
    """Of the handled: confirmed or verified."""
    unknown: int = 0
    """Of the handled: nobody knows whether it helped."""
    returned: int = 0
    """Of the watched: the customer came back about the same thing."""
    watched: int = 0
    """Of the handled: by a customer who would be known again, and the days to do so are over."""
    right: int = 0
    """Of the checked: found right in every answer."""
    checked: int = 0
    """Of the handled: a person, or a score that may be trusted, looked at it."""

    def __post_init__(self) -> None:
        """Refuse counts that are no part of what they are counted among."""
        parts = (
            (self.handled, self.conversations),
            (self.resolved + self.unknown, self.handled),
            (self.resolved, self.handled),
            (self.unknown, self.handled),
            (self.returned, self.watched),
            (self.watched, self.handled),
            (self.right, self.checked),
            (self.checked, self.handled),
        )
        if any(not 0 <= part <= whole for part, whole in parts):
            raise ValueError(f"these counts contradict each other: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Hold what people achieve in the conversations that they handle."""

    resolved: Figure
    recontact: Figure
    unknown: Figure

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {
            "resolved": self.resolved.as_json(),
            "recontact": self.recontact.as_json(),
            "unknown": self.unknown.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class QualifiedRate:
    """Hold a rate that cannot be told without how good it is."""

    kind: RateKind
    share: InitVar[Figure]
    quality: Figure
    """Of what is counted: the share that is known to have helped, or was found right."""
    recontact: Figure
    """Share whose customer came back about the same thing."""
    unknown: Figure
    """Share of what the assistant handled of which nobody knows whether it helped."""
    baseline: Baseline
    slice: str = "all"
    of: str = ""
    _share: Figure = field(init=False)

    def __post_init__(self, share: Figure) -> None:
        """Refuse a rate of which a part is missing, or is no share with an interval."""
        for part in (share, self.quality, self.recontact, self.unknown):
            _require_share(part)
        for part in (self.baseline.resolved, self.baseline.recontact, self.baseline.unknown):
            _require_share(part)
        object.__setattr__(self, "_share", share)

    def as_json(self) -> dict[str, object]:
        """Return the whole as JSON values; there is no form of less."""
        return {
            "rate": self.kind.value,
            "slice": self.slice,
            "of": self.of,
            **self._share.as_json(),
            "quality": self.quality.as_json(),
            "recontact": self.recontact.as_json(),
            "unknown": self.unknown.as_json(),
            "baseline": self.baseline.as_json(),
        }

    def as_row(self) -> dict[str, str]:
        """Return the whole as one row of a table, in the order of `ROW`."""
        row = {"rate": self.kind.value, "slice": self.slice, "of": self.of}
        for name, figure in self._figures().items():
            spelled = figure.as_json()
            front = "" if name == "rate" else f"{name}_"
            row |= {f"{front}{part}": _cell(spelled[part]) for part in spelled}
        return row

    def in_words(self) -> str:
        """Return the whole as a sentence."""
        told = {name: _told(figure) for name, figure in self._figures().items()}
        quality = "known to have helped" if self.kind is RateKind.DEFLECTION else "found right"
        return (
            f"{self.kind.value} {told['rate']}; of these {quality} {told['quality']}, "
            f"came back {told['recontact']}, unknown {told['unknown']}; "
            f"people: helped {told['baseline_resolved']}, "
            f"came back {told['baseline_recontact']}, unknown {told['baseline_unknown']}"
        )

    @override
    def __str__(self) -> str:
        """Return the whole in words."""
        return self.in_words()

    def _figures(self) -> dict[str, Figure]:
        return {
            "rate": self._share,
            "quality": self.quality,
            "recontact": self.recontact,
            "unknown": self.unknown,
            "baseline_resolved": self.baseline.resolved,
            "baseline_recontact": self.baseline.recontact,
            "baseline_unknown": self.baseline.unknown,
        }


_PARTS = ("value", "low", "high", "n")
_FIGURES = ("quality", "recontact", "unknown", *(f"baseline_{n}" for n in Baseline.__slots__))
ROW = ("rate", "slice", "of", *_PARTS, *(f"{name}_{part}" for name in _FIGURES for part in _PARTS))
"""Columns of a rate as a row."""
NEEDED = ("quality", "recontact", "unknown", "low", "high", "baseline")
"""What has to stand beside a rate wherever one stands."""


def deflection(
    ours: Counts, theirs: Counts, interval: ExactInterval, place: tuple[str, str] = ("all", "")
) -> QualifiedRate:
    """Return the share that needed no person, with how many of those are known to be helped."""
    share = share_figure(ours.handled, ours.conversations, interval)
    quality = share_figure(ours.resolved, ours.handled, interval)
    return _rate(RateKind.DEFLECTION, (share, quality), (ours, theirs), interval, place)


def resolution(
    ours: Counts, theirs: Counts, interval: ExactInterval, place: tuple[str, str] = ("all", "")
) -> QualifiedRate:
    """Return the share that the assistant resolved, with how many checked ones were right."""
    share = share_figure(ours.resolved, ours.conversations, interval)
    quality = share_figure(ours.right, ours.checked, interval)
    return _rate(RateKind.RESOLUTION, (share, quality), (ours, theirs), interval, place)


def carries_a_rate(values: Mapping[str, object]) -> bool:
    """Tell whether JSON values are those of a rate, or name one."""
    named = {str(name) for name in values}
    kind = values.get("rate")
    return (isinstance(kind, str) and kind in set(RateKind)) or not named.isdisjoint(RateKind)


def _rate(
    kind: RateKind,
    figures: tuple[Figure, Figure],
    counts: tuple[Counts, Counts],
    interval: ExactInterval,
    place: tuple[str, str],
) -> QualifiedRate:
    (share, quality), (ours, theirs) = figures, counts
    return QualifiedRate(
        kind=kind,
        share=share,
        quality=quality,
        recontact=share_figure(ours.returned, ours.watched, interval),
        unknown=share_figure(ours.unknown, ours.handled, interval),
        baseline=Baseline(
            resolved=share_figure(theirs.resolved, theirs.handled, interval),
            recontact=share_figure(theirs.returned, theirs.watched, interval),
            unknown=share_figure(theirs.unknown, theirs.handled, interval),
        ),
        slice=place[0],
        of=place[1],
    )


def _require_share(figure: Figure) -> None:
    if not isinstance(figure, Figure):
        raise TypeError(f"a rate needs every figure, and this is none: {figure!r}")
    if not 0.0 <= figure.low <= figure.value <= figure.high <= 1.0 or figure.n < 0:
        raise ValueError(f"no share with an interval: {figure}")
    if figure.low == figure.high and figure.n:
        raise ValueError(f"a share of {figure.n} cases without an interval: {figure}")
    if not figure.n and (figure.low, figure.high) != (0.0, 1.0):
        raise ValueError(f"a share of no case that claims to know something: {figure}")


def _cell(number: float) -> str:
    return str(number)


def _told(figure: Figure) -> str:
    if not figure.n:
        return "not known"
    return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%}, n {figure.n})"
