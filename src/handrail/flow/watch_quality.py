"""Look at all days once a day: what moved for the worse is told to the staff, once.

Simulated conversations are looked at apart, so that a demo shows what a real project would.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.quality.alert import Alert, AlertId, Found, to_raise
from handrail.domain.quality.judged import day_of
from handrail.domain.quality.series import WEEK
from handrail.domain.quality.watch_report import READS, WatchReport, watch
from handrail.domain.quality.watch_words import sentence
from handrail.domain.quality.watched import WATCHED
from handrail.domain.quality.waterfall import Week, by_week
from handrail.flow.watch_ports import WatchPorts

RAISED = "quality.alert_raised"
_COVERED = timedelta(days=14)
LOST_WEEKS = 8
"""Weeks of which it is told where wrong answers were lost."""


def watch_quality(ports: WatchPorts, *, is_again: bool = False) -> tuple[Alert, ...]:
    """Look where the last look is of an earlier day; return the alerts that were raised."""
    raised: list[Alert] = []
    for is_simulated in (False, True):
        now = ports.clock.now()
        until = day_of(now)
        held = ports.store.report(is_simulated=is_simulated)
        if held is not None and held.until >= until and not is_again:
            continue
        if ports.store.days_known(is_simulated=is_simulated) is None:
            continue
        raised += _look(until, ports, is_simulated=is_simulated)
    return tuple(raised)


def lines_for_digest(ports: WatchPorts) -> tuple[str, ...]:
    """Return one line for each open alert; simulated conversations alarm nobody."""
    held = ports.store.alerts(is_simulated=False, since=ports.clock.now())
    return tuple(sentence(alert.shifts[0]) for alert in held if alert.is_open)


def _look(until: date, ports: WatchPorts, *, is_simulated: bool) -> list[Alert]:
    now = ports.clock.now()
    series = ports.store.series(
        until - timedelta(days=READS),
        until,
        is_simulated=is_simulated,
        measures=[one.measure for one in WATCHED],
    )
    found = watch(series, until, now, is_simulated=is_simulated)
    report = replace(found, lost=_lost(until, ports, is_simulated=is_simulated))
    held = ports.store.alerts(is_simulated=is_simulated, since=now - _COVERED)
    raised = [_alert(found, report, ports) for found in to_raise(report.worse, held, now)]
    for alert in raised:
        ports.store.raise_alert(alert, _entry(alert))
    ports.store.keep_report(report)
    return raised


def _lost(until: date, ports: WatchPorts, *, is_simulated: bool) -> tuple[Week, ...]:
    charged = ports.charged(midnight(until - timedelta(days=LOST_WEEKS * WEEK)), midnight(until))
    simulated = ports.store.simulated([one.record for one in charged])
    return by_week(one for one in charged if (one.record in simulated) == is_simulated)


def _alert(found: Found, report: WatchReport, ports: WatchPorts) -> Alert:
    return Alert(
        id=AlertId(ports.ids.new("alert")),
        measure=found.measure,
        at=report.at,
        shifts=found.shifts,
        is_simulated=report.is_simulated,
    )


def _entry(alert: Alert) -> AuditEntry:
    facts: Facts = {
        "measure": alert.measure,
        "simulated": alert.is_simulated,
        "places": len(alert.shifts),
    }
    return AuditEntry(kind=RAISED, actor="system", subject=alert.id, at=alert.at, facts=facts)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
