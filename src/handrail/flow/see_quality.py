"""What a lead sees of quality: what changed, for whom, since when, and what may have done it.

A page reads what the last look found and the few series that it draws; it never adds up all days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.alert import Alert, AlertId
from handrail.domain.quality.counted import rates_of
from handrail.domain.quality.judged import Slice, day_of
from handrail.domain.quality.measures import Measure
from handrail.domain.quality.rates import QualifiedRate
from handrail.domain.quality.series import WEEK, Series, summed
from handrail.domain.quality.shift import Shift, shift_of
from handrail.domain.quality.watch_report import READS, WatchReport
from handrail.domain.quality.watched import BY_MEASURE, EVERYTHING, WATCHED, Place, place_in_words
from handrail.flow.draw_quality import ENDINGS, Drawn, endings_of, lines_of, lost_of, with_pictures
from handrail.flow.tell_rates import USUAL
from handrail.flow.watch_ports import WatchPorts
from handrail.flow.watch_quality import LOST_WEEKS, midnight
from handrail.kernel.errors import Forbidden, NotFound

CLOSED_SHOWN = timedelta(days=28)
"""So long an alert is shown after it was closed."""
_CHANGES = 8
_LOOKED_THROUGH = 400  # most syncs change nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Hold the page of all conversations."""

    is_simulated: bool
    has_other: bool
    """Whether there are figures of the other kind: simulated, or real."""
    days: tuple[date, date] | None
    rates: tuple[QualifiedRate, ...]
    report: WatchReport | None
    open: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    charts: tuple[Drawn, ...]
    changes: tuple[AuditEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Hold what the last look found, without pictures."""

    is_simulated: bool
    report: WatchReport | None
    alerts: tuple[Alert, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        report = self.report
        return {
            "looked_at": None if report is None else report.at.isoformat(),
            "simulated": self.is_simulated,
            "series": 0 if report is None else report.series,
            "worse": [] if report is None else [one.as_json() for one in report.worse],
            "better": [] if report is None else [one.as_json() for one in report.better],
            "compared": 0 if report is None else report.compared,
            "slices": [] if report is None else [one.as_json() for one in report.slices],
            "alerts": [alert.as_json() for alert in self.alerts],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBoard:
    """Hold the page of one topic, language, channel, article, action or model version."""

    is_simulated: bool
    place: Place
    rates: tuple[QualifiedRate, ...]
    shifts: tuple[Shift, ...]
    """Each measure beside its past, the most unlikely first."""
    charts: tuple[Drawn, ...]


def require_lead(staff: StaffSession) -> None:
    """Raise Forbidden for agents, whom no figure is to drive."""
    if staff.role is Role.AGENT:
        raise Forbidden("Quality is for leads and admins.", hint="Ask a lead.")


def which_kind(asked: str, ports: WatchPorts) -> bool:
    """Tell whether simulated ones are shown: where asked, or where others began only today."""
    if asked in {"simulated", "real"}:
        return asked == "simulated"
    real = ports.store.days_known(is_simulated=False)
    is_real = real is not None and real[0] < day_of(ports.clock.now())
    return not is_real and ports.store.days_known(is_simulated=True) is not None


def see_quality(staff: StaffSession, ports: WatchPorts, *, is_simulated: bool) -> Board:
    """Return what changed, and how it looks over time; raises Forbidden for agents."""
    require_lead(staff)
    now = ports.clock.now()
    until = day_of(now)
    days = ports.store.days_known(is_simulated=is_simulated)
    report = ports.store.report(is_simulated=is_simulated)
    alerts = ports.store.alerts(is_simulated=is_simulated, since=now - CLOSED_SHOWN)
    series = _series(EVERYTHING, until, ports, is_simulated=is_simulated)
    drawn = [*endings_of(series, until), *lost_of(report), *lines_of(series, until)]
    return Board(
        is_simulated=is_simulated,
        has_other=ports.store.days_known(is_simulated=not is_simulated) is not None,
        days=days,
        rates=_rates(EVERYTHING, ports, is_simulated=is_simulated) if days else (),
        report=report,
        open=tuple(one for one in alerts if one.is_open),
        closed=tuple(one for one in alerts if not one.is_open),
        charts=with_pictures(drawn, ports.charts),
        changes=changes_of(ports, _CHANGES),
    )


def see_changes(staff: StaffSession, ports: WatchPorts, *, is_simulated: bool) -> Changes:
    """Return what the last look found, without pictures; raises Forbidden for agents."""
    require_lead(staff)
    since = ports.clock.now() - CLOSED_SHOWN
    return Changes(
        is_simulated=is_simulated,
        report=ports.store.report(is_simulated=is_simulated),
        alerts=ports.store.alerts(is_simulated=is_simulated, since=since),
    )


def see_place(
    place: Place, staff: StaffSession, ports: WatchPorts, *, is_simulated: bool
) -> PlaceBoard:
    """Return how one topic, language, channel … does; raises NotFound where nothing is known."""
    require_lead(staff)
    until = day_of(ports.clock.now())
    is_place = place[0] in set(Slice) and place[0] != Slice.ALL
    series = _series(place, until, ports, is_simulated=is_simulated) if is_place else ()
    if not series:
        raise NotFound(f"Nothing is known of {place_in_words(*place)} in these weeks.")
    watched = [one for one in series if one.measure in BY_MEASURE]
    shifts = [shift for one in watched if (shift := shift_of(one, until)) is not None]
    drawn = [*endings_of(series, until), *lines_of(series, until)]
    return PlaceBoard(
        is_simulated=is_simulated,
        place=place,
        rates=_rates(place, ports, is_simulated=is_simulated),
        shifts=tuple(sorted(shifts, key=lambda one: one.chance)),
        charts=with_pictures(drawn, ports.charts),
    )


def see_alert(ref: AlertId, staff: StaffSession, ports: WatchPorts) -> Alert:
    """Return an alert; raises Forbidden, NotFound."""
    require_lead(staff)
    held = ports.store.alert(ref)
    if held is None:
        raise NotFound(f"There is no alert {ref!r}.")
    return held


def changes_of(ports: WatchPorts, most: int) -> tuple[AuditEntry, ...]:
    """Return what was changed in these weeks that may move figures, the newest first."""
    since = midnight(day_of(ports.clock.now()) - timedelta(days=LOST_WEEKS * WEEK))
    found = ports.store.what_was_changed(since, _LOOKED_THROUGH)
    return tuple(entry for entry in found if _changed_something(entry))[:most]


def _changed_something(entry: AuditEntry) -> bool:
    counts = [entry.facts.get(name) for name in ("added", "edited", "retired")]
    return entry.kind != "knowledge.synced" or any(counts)


def _series(
    place: Place, until: date, ports: WatchPorts, *, is_simulated: bool
) -> tuple[Series, ...]:
    names = dict.fromkeys([*(one.measure for one in WATCHED), *ENDINGS])
    return ports.store.series(
        until - timedelta(days=READS),
        until,
        is_simulated=is_simulated,
        measures=list(names),
        place=place,
    )


def _rates(place: Place, ports: WatchPorts, *, is_simulated: bool) -> tuple[QualifiedRate, ...]:
    until = day_of(ports.clock.now()) + timedelta(days=1)
    found = ports.store.series(
        until - USUAL - timedelta(days=1),
        until,
        is_simulated=is_simulated,
        measures=list(Measure),
        place=place,
    )
    tallies = {one.measure: summed(one.days) for one in found}
    return rates_of(tallies, ports.rates.interval, place)
