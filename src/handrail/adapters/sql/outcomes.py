"""Keep how conversations went, and the figures of each day, so that no page reads conversations."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.outcomes_reading import SqlOutcomeReading
from handrail.adapters.sql.quality_tables import (
    conversation_outcomes,
    day_figures,
    figure_days,
)
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.day import Added, add_up, window_ends
from handrail.domain.quality.judged import Adds, DayFigure, Judged, Slice, Tally, day_of
from handrail.kernel.canonical import canonical_json

_o, _d, _days = conversation_outcomes.c, day_figures.c, figure_days.c
_STREAMED = 500
_NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


class SqlOutcomes:
    """Keep how conversations went."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def reading(self) -> Iterator[SqlOutcomeReading]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield SqlOutcomeReading(connection, self._store.cipher)

    def keep(self, judged: Sequence[Judged], entry: AuditEntry) -> None:
        """Keep how conversations went, in the place of what was kept; their days become due."""
        with self._store.writing_connection() as connection:
            days = {one.day for one in judged}
            for some in in_parts([one.conversation for one in judged]):
                named = _o.conversation.in_(some)
                before = connection.execute(select(_o.last_at).where(named)).scalars()
                days |= {day_of(moment) for moment in before}
                connection.execute(delete(conversation_outcomes).where(named))
            connection.execute(insert(conversation_outcomes), [_row(one) for one in judged])
            for day in sorted(days):
                _make_due(connection, day, entry.at)
            SqlWriting(connection, self._store.cipher, self._store.known).note(entry)

    def due_days(self, now: datetime) -> tuple[date, ...]:
        """Return the days whose figures are to be made anew."""
        asked = select(_days.day).where(_days.due_at <= now).order_by(_days.day)
        with self._store.reading_connection() as connection:
            return tuple(connection.execute(asked).scalars())

    def make_day(self, day: date, now: datetime, window: timedelta) -> None:
        """Make the figures of a day anew; they follow from what is kept and need no entry."""
        ends = window_ends(_midnight(day + timedelta(days=1)), window)
        with self._store.writing_connection() as connection:
            figures = list(add_up(day, _added(connection, day, now, window)))
            connection.execute(delete(day_figures).where(_d.day == day))
            for some in in_parts(figures):
                connection.execute(insert(day_figures), [_figure_row(one) for one in some])
            _make_due(connection, day, ends if ends > now else _NEVER)

    def tallies(
        self, slice_: Slice, since: date, until: date, *, is_simulated: bool
    ) -> Mapping[str, Mapping[str, Tally]]:
        """Return what the days from one to another add up to: by the slice's value, by measure."""
        sums = [func.sum(_d[name]).label(name) for name in ("hits", "cases", "total", "squares")]
        asked = (
            select(_d.of, _d.measure, *sums)
            .where(_d.slice == slice_.value, _d.day >= since, _d.day <= until)
            .where(_d.is_simulated == int(is_simulated))
            .group_by(_d.of, _d.measure)
        )
        found: dict[str, dict[str, Tally]] = {}
        with self._store.reading_connection() as connection:
            for row in connection.execute(asked):
                tally = Tally(int(row.hits), int(row.cases), row.total, row.squares)
                found.setdefault(row.of, {})[row.measure] = tally
        return found


def _make_due(connection: Connection, day: date, at: datetime) -> None:
    changed = connection.execute(update(figure_days).where(_days.day == day).values(due_at=at))
    if not changed.rowcount:
        connection.execute(insert(figure_days), {"day": day, "due_at": at})


def _added(connection: Connection, day: date, now: datetime, window: timedelta) -> Iterator[Added]:
    start = _midnight(day)
    asked = select(_o.last_at, _o.is_simulated, _o.document).where(
        _o.last_at >= start, _o.last_at < start + timedelta(days=1)
    )
    for row in connection.execute(asked.execution_options(yield_per=_STREAMED)):
        yield Added(
            is_simulated=bool(row.is_simulated),
            is_over=window_ends(row.last_at, window) <= now,
            adds=_adds_of(json.loads(row.document)),
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _row(judged: Judged) -> dict[str, Any]:
    document = {
        "why": judged.why.value,
        "slices": {name: list(values) for name, values in judged.adds.slices.items()},
        "adds": _plain(judged.adds.tallies),
        "reversals": _plain(judged.adds.reversals),
    }
    return {
        "conversation": judged.conversation,
        "outcome": judged.outcome.value,
        "topic": judged.topic,
        "handled_by": judged.handled_by.value,
        "last_at": judged.last_at,
        "judged_at": judged.judged_at,
        "version": judged.version,
        "returned_in": judged.returned_in,
        "is_simulated": int(judged.is_simulated),
        "document": canonical_json(document),
    }


def _plain(tallies: Mapping[str, Tally]) -> dict[str, list[float]]:
    return {name: [t.hits, t.cases, t.total, t.squares] for name, t in tallies.items()}


def _adds_of(document: Any) -> Adds:
    return Adds(
        slices={name: tuple(values) for name, values in document["slices"].items()},
        tallies={name: Tally(*four) for name, four in document["adds"].items()},
        reversals={name: Tally(*four) for name, four in document["reversals"].items()},
    )


def _figure_row(figure: DayFigure) -> dict[str, Any]:
    return {
        "day": figure.day,
        "measure": figure.measure,
        "slice": figure.slice,
        "of": figure.of,
        "is_simulated": int(figure.is_simulated),
        "hits": figure.tally.hits,
        "cases": figure.tally.cases,
        "total": figure.tally.total,
        "squares": figure.tally.squares,
    }
