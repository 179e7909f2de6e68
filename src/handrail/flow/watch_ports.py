"""What watching needs from outside: days, alerts, reports, and pictures of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.alert import Alert, AlertId
from handrail.domain.quality.charted import Chart
from handrail.domain.quality.judged import DayFigure, Slice
from handrail.domain.quality.series import Series
from handrail.domain.quality.watch_report import WatchReport
from handrail.domain.quality.waterfall import Charged
from handrail.flow.outcome_ports import RatePorts
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


class WatchStore(Protocol):
    """Read the figures of days, and keep what was found in them."""

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
        ...

    def day_figures(
        self, since: date, until: date, by: Slice | None, *, is_simulated: bool
    ) -> tuple[DayFigure, ...]:
        """Return the figures of days, without `until`; of every slice unless one is named."""
        ...

    def days_known(self, *, is_simulated: bool) -> tuple[date, date] | None:
        """Return the first and the last day with a figure, or None."""
        ...

    def alerts(self, *, is_simulated: bool, since: datetime) -> tuple[Alert, ...]:
        """Return open alerts and those closed since then, the newest first."""
        ...

    def alert(self, ref: AlertId) -> Alert | None:
        """Return an alert, or None."""
        ...

    def raise_alert(self, alert: Alert, entry: AuditEntry) -> None:
        """Keep a new alert."""
        ...

    def close_alert(self, alert: Alert, entry: AuditEntry) -> None:
        """Keep an alert as closed; raises Conflict where it is closed already."""
        ...

    def report(self, *, is_simulated: bool) -> WatchReport | None:
        """Return the newest report, or None."""
        ...

    def keep_report(self, report: WatchReport) -> None:
        """Keep a report in the place of the last one; it follows from figures: no entry."""
        ...

    def what_was_changed(self, since: datetime, most: int) -> tuple[AuditEntry, ...]:
        """Return changes that may move figures, the newest first."""
        ...

    def simulated(self, records: Sequence[str]) -> frozenset[str]:
        """Return those of the records whose conversations are simulated."""
        ...


class ChartStore(Protocol):
    """Keep pictures by the hash of what they show and of what draws them."""

    def charts(self, digests: Sequence[str]) -> Mapping[str, str]:
        """Return those that are kept."""
        ...

    def keep_charts(self, drawn: Mapping[str, str], at: datetime) -> None:
        """Keep pictures; the oldest are let go beyond a few thousand."""
        ...


class Painter(Protocol):
    """Draw charts."""

    @property
    def name(self) -> str:
        """Return name and version of what draws: another one draws anew."""
        ...

    def draw(self, charts: Sequence[Chart]) -> Sequence[str | None]:
        """Return each as SVG, or None where it cannot be drawn."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPorts:
    """Hold what showing charts needs."""

    store: ChartStore
    painter: Painter
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPorts:
    """Hold what watching needs."""

    store: WatchStore
    rates: RatePorts
    charts: ChartPorts
    charged: Callable[[datetime, datetime], Sequence[Charged]]
    """Wrong answers between two moments, each with the stage where it was lost."""
    clock: Clock
    ids: Ids
