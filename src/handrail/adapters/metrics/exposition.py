"""Spell metrics as Prometheus reads them."""

from collections.abc import Iterable, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector, CollectorRegistry
from typing_extensions import override

from handrail.domain.quality.metered import Gauge

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Held(Collector):
    def __init__(self, gauges: Sequence[Gauge]) -> None:
        self._gauges = gauges

    @override
    def collect(self) -> Iterable[GaugeMetricFamily]:
        for gauge in self._gauges:
            labels = [] if gauge.values and not gauge.values[0][0] else ["measure"]
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=labels)
            for name, value in gauge.values:
                family.add_metric([name] if labels else [], value)
            yield family


def exposition(gauges: Sequence[Gauge]) -> bytes:
    """Return metrics in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Held(gauges))
    return generate_latest(registry)
