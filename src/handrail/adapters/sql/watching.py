"""Read the figures of days, and keep alerts and the newest report."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.quality_tables import alerts, day_figures, watch_reports
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import audit_entries, conversations, turn_records
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.alert import Alert, AlertId
from handrail.domain.quality.judged import DayFigure, Slice, Tally
from handrail.domain.quality.series import DayCount, Series
from handrail.domain.quality.watch_report import WatchReport
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import Conflict
from handrail.kernel.plain import from_plain, to_plain

_d, _a, _r, _e = day_figures.c, alerts.c, watch_reports.c, audit_entries.c
_t, _c = turn_records.c, conversations.c
_MOVES_FIGURES = (
    "knowledge.synced",
    "settings.changed",
    "calibration.made",
    "calibration.expired",
    "canary.started",
    "canary.ended",
    "actions.switched",
)


class SqlWatch:
    """Read figures and keep what was found in them."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def series(
        self,
        since: date,
        until: date,
        *,
        is_simulated: bool,
        measures: Sequence[str] = (),
        place: tuple[str, str] | None = None,
    ) -> tuple[Series, ...]:
        """Return measures day by day, without `until`; of every measure and place unless named."""
        asked = _figures(since, until, is_simulated=is_simulated)
        if measures:
            asked = asked.where(_d.measure.in_(measures))
        if place is not None:
            asked = asked.where(_d.slice == place[0], _d.of == place[1])
        days: dict[tuple[str, str, str], list[DayCount]] = {}
        with self._store.reading_connection() as connection:
            for row in connection.execute(asked.order_by(_d.day)):
                held = days.setdefault((row.measure, row.slice, row.of), [])
                held.append(
                    DayCount(
                        day=row.day,
                        hits=row.hits,
                        cases=row.cases,
                        total=row.total,
                        squares=row.squares,
                    )
                )
        return tuple(
            Series(measure=measure, slice=kind, of=of, days=tuple(held))
            for (measure, kind, of), held in days.items()
        )

    def day_figures(
        self, since: date, until: date, by: Slice | None, *, is_simulated: bool
    ) -> tuple[DayFigure, ...]:
        """Return the figures of days, without `until`; of every slice unless one is named."""
        asked = _figures(since, until, is_simulated=is_simulated)
        if by is not None:
            asked = asked.where(_d.slice == by.value)
        with self._store.reading_connection() as connection:
            rows = connection.execute(asked.order_by(_d.day, _d.slice, _d.of, _d.measure)).all()
        return tuple(
            DayFigure(
                day=row.day,
                measure=row.measure,
                slice=row.slice,
                of=row.of,
                is_simulated=is_simulated,
                tally=Tally(row.hits, row.cases, row.total, row.squares),
            )
            for row in rows
        )

    def days_known(self, *, is_simulated: bool) -> tuple[date, date] | None:
        """Return the first and the last day with a figure, or None."""
        asked = select(func.min(_d.day), func.max(_d.day)).where(
            _d.measure == "deflected", _d.slice == "all", _d.is_simulated == int(is_simulated)
        )
        with self._store.reading_connection() as connection:
            first, last = connection.execute(asked).one()
        return None if first is None else (first, last)

    def alerts(self, *, is_simulated: bool, since: datetime) -> tuple[Alert, ...]:
        """Return open alerts and those closed since then, the newest first."""
        asked = (
            select(_a.document)
            .where(or_(_a.closed_at.is_(None), _a.closed_at >= since))
            .order_by(_a.at.desc(), _a.id)
        )
        with self._store.reading_connection() as connection:
            found = [_alert(held) for held in connection.execute(asked).scalars()]
        return tuple(one for one in found if one.is_simulated == is_simulated)

    def alert(self, ref: AlertId) -> Alert | None:
        """Return an alert, or None."""
        with self._store.reading_connection() as connection:
            held = connection.execute(select(_a.document).where(_a.id == ref)).scalar()
        return None if held is None else _alert(held)

    def raise_alert(self, alert: Alert, entry: AuditEntry) -> None:
        """Keep a new alert."""
        with self._store.writing_connection() as connection:
            connection.execute(insert(alerts), _alert_row(alert))
            SqlWriting(connection, self._store.cipher, self._store.known).note(entry)

    def close_alert(self, alert: Alert, entry: AuditEntry) -> None:
        """Keep an alert as closed; raises Conflict where it is closed already."""
        still_open = (_a.id == alert.id, _a.closed_at.is_(None))
        with self._store.writing_connection() as connection:
            changed = connection.execute(
                update(alerts).where(*still_open).values(**_alert_row(alert))
            )
            if changed.rowcount != 1:
                raise Conflict("The alert is closed already.", hint="Look at it again.")
            SqlWriting(connection, self._store.cipher, self._store.known).note(entry)

    def report(self, *, is_simulated: bool) -> WatchReport | None:
        """Return the newest report, or None."""
        asked = select(_r.document).where(_r.is_simulated == int(is_simulated))
        with self._store.reading_connection() as connection:
            held = connection.execute(asked).scalar()
        return None if held is None else from_plain(WatchReport, json.loads(held))

    def keep_report(self, report: WatchReport) -> None:
        """Keep a report in the place of the last one; it follows from figures: no entry."""
        kind = int(report.is_simulated)
        with self._store.writing_connection() as connection:
            connection.execute(delete(watch_reports).where(_r.is_simulated == kind))
            connection.execute(
                insert(watch_reports),
                {
                    "is_simulated": kind,
                    "at": report.at,
                    "document": canonical_json(to_plain(report, WatchReport)),
                },
            )

    def what_was_changed(self, since: datetime, most: int) -> tuple[AuditEntry, ...]:
        """Return changes that may move figures, the newest first."""
        asked = (
            select(_e.canonical)
            .where(_e.kind.in_(_MOVES_FIGURES), _e.at >= since)
            .order_by(_e.sequence.desc())
            .limit(most)
        )
        with self._store.reading_connection() as connection:
            rows = connection.execute(asked).scalars().all()
        return tuple(from_plain(AuditEntry, json.loads(one)) for one in rows if one is not None)

    def simulated(self, records: Sequence[str]) -> frozenset[str]:
        """Return those of the records whose conversations are simulated."""
        found: set[str] = set()
        with self._store.reading_connection() as connection:
            for some in in_parts(records):
                asked = (
                    select(_t.id)
                    .join_from(turn_records, conversations, _t.conversation == _c.id)
                    .where(_t.id.in_(some), _c.origin == "simulation")
                )
                found |= set(connection.execute(asked).scalars())
        return frozenset(found)


def _figures(since: date, until: date, *, is_simulated: bool) -> Select[Any]:
    return select(day_figures).where(
        _d.day >= since, _d.day < until, _d.is_simulated == int(is_simulated)
    )


def _alert(held: str) -> Alert:
    return from_plain(Alert, json.loads(held))


def _alert_row(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "measure": alert.measure,
        "at": alert.at,
        "closed_at": alert.closed_at,
        "closed_by": alert.closed_by,
        "document": canonical_json(to_plain(alert, Alert)),
    }
