"""Tell a monitoring system how the last whole day went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from handrail.domain.quality.judged import Slice, day_of
from handrail.domain.quality.metered import Gauge, gauges_of
from handrail.flow.watch_ports import WatchPorts


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Hold what tells the metrics, and to whom."""

    token: str = field(repr=False)
    content_type: str
    tell: Callable[[], bytes]


def tell_metrics(ports: WatchPorts) -> tuple[Gauge, ...]:
    """Return the metrics; simulated conversations are none of them."""
    now = ports.clock.now()
    day = day_of(now) - timedelta(days=1)
    figures = ports.store.day_figures(day, day + timedelta(days=1), Slice.ALL, is_simulated=False)
    alerts = ports.store.alerts(is_simulated=False, since=now)
    report = ports.store.report(is_simulated=False)
    age = None if report is None else max(0.0, (now - report.at).total_seconds())
    return gauges_of(figures, alerts, day, age)
