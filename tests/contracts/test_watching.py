"""What both databases promise of watching: figures, alerts, reports and pictures come back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.adapters.metrics.exposition import exposition
from handrail.adapters.sql.charts import SqlCharts
from handrail.adapters.sql.outcomes import SqlOutcomes
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.watching import SqlWatch
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.charted import Chart
from handrail.domain.quality.exported import PARTS_OF_RATES
from handrail.domain.quality.judged import Slice, day_of
from handrail.flow.export_quality import AskedExport, Exports, export_quality
from handrail.flow.outcome_ports import RatePorts
from handrail.flow.tell_metrics import tell_metrics
from handrail.flow.watch_ports import ChartPorts, WatchPorts
from handrail.flow.watch_quality import lines_for_digest, watch_quality
from handrail.kernel.errors import BadInput, Conflict
from handrail.kernel.ids import RandomIds
from tests.builders import NOON, an_entry
from tests.fakes import FixedClock
from tests.watched_days import fill_days

TODAY = day_of(NOON)


class NoPainter:
    name = "none"

    def draw(self, charts: Sequence[Chart]) -> list[str | None]:
        return [None for _ in charts]


@pytest.fixture
def ports(sql_store: SqlStore) -> WatchPorts:
    clock = FixedClock()
    rates = RatePorts(store=SqlOutcomes(sql_store), interval=clopper_pearson, clock=clock)
    charts = ChartPorts(store=SqlCharts(sql_store), painter=NoPainter(), clock=clock)
    fill_days(sql_store, day_of(clock.now()), days=35, worse_for=7, per_day=40)
    return WatchPorts(
        store=SqlWatch(sql_store),
        rates=rates,
        charts=charts,
        charged=lambda _since, _until: (),
        clock=clock,
        ids=RandomIds(),
    )


def test_a_look_raises_an_alert_once_and_its_report_comes_back(ports: WatchPorts) -> None:
    (raised,) = watch_quality(ports)
    again = watch_quality(ports)

    report = ports.store.report(is_simulated=False)
    assert report is not None
    assert (raised.measure, again) == ("returned", ())
    assert ports.store.alerts(is_simulated=False, since=ports.clock.now()) == (raised,)
    assert ports.store.alerts(is_simulated=True, since=ports.clock.now()) == ()
    assert raised.shifts == tuple(one for one in report.worse if one.measure == "returned")
    assert lines_for_digest(ports)[0].startswith("Came back: ")


def test_an_alert_is_closed_only_once(ports: WatchPorts) -> None:
    (raised,) = watch_quality(ports)
    done = replace(raised, closed_at=ports.clock.now(), closed_by="lee", note="A typo.")
    ports.store.close_alert(done, an_entry())

    with pytest.raises(Conflict):
        ports.store.close_alert(done, an_entry())
    assert ports.store.alert(raised.id) == done
    assert lines_for_digest(ports) == ()


def test_figures_leave_by_slice_and_rates_whole(ports: WatchPorts) -> None:
    figures = export_quality(AskedExport(by=Slice.LOCALE), ports)
    rates = export_quality(AskedExport(what=Exports.RATES), ports)

    assert {row[2] for row in figures.rows} == {"locale"}
    assert PARTS_OF_RATES.isdisjoint(row[1] for row in figures.rows)
    assert {row[3] for row in rates.rows} == {"deflection", "resolution"}
    with pytest.raises(BadInput):
        export_quality(AskedExport(since=TODAY, until=TODAY - timedelta(days=1)), ports)


def test_metrics_name_measures_and_nothing_else(ports: WatchPorts) -> None:
    watch_quality(ports)

    text = exposition(tell_metrics(ports)).decode()

    assert 'handrail_alerts_open{measure="returned"} 1.0' in text
    assert 'handrail_day_cases{measure="abandoned"} ' in text
    assert "handrail_quality_look_age_seconds 0.0" in text
    assert "deflected" not in text
    assert "resolved" not in text


def test_pictures_are_kept_by_their_hash(sql_store: SqlStore) -> None:
    kept = SqlCharts(sql_store)

    kept.keep_charts({"a": "<svg/>", "b": "<svg>b</svg>"}, NOON)
    kept.keep_charts({"a": "<svg>new</svg>"}, NOON)

    assert kept.charts(["a", "b", "c"]) == {"a": "<svg>new</svg>", "b": "<svg>b</svg>"}
