"""The part of the composition root that watches quality: figures, alerts and charts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handrail.adapters.charts.painter import VegaPainter
from handrail.adapters.sql.canaries import SqlCanaries
from handrail.adapters.sql.charts import SqlCharts
from handrail.adapters.sql.replays import SqlReplays
from handrail.adapters.sql.watching import SqlWatch
from handrail.app import App
from handrail.domain.quality.canary import Canary
from handrail.domain.quality.exported import Exported
from handrail.domain.quality.replayed import Replayed
from handrail.domain.quality.waterfall import Charged
from handrail.flow.charge_stages import charge_stages
from handrail.flow.tell_metrics import Metrics, tell_metrics
from handrail.flow.watch_ports import ChartPorts, WatchPorts
from handrail.kernel.errors import BadSettings
from handrail.quality_app import rate_ports
from handrail.replay_app import past_store

if TYPE_CHECKING:
    from handrail.adapters.datasets.formats import DatasetFormat


def watch_ports(app: App) -> WatchPorts:
    """Return what watching needs."""
    return WatchPorts(
        store=SqlWatch(app.store),
        rates=rate_ports(app),
        charts=ChartPorts(store=SqlCharts(app.store), painter=VegaPainter(), clock=app.clock),
        charged=lambda since, until: _charged(since, until, app),
        clock=app.clock,
        ids=app.ids,
    )


def tried_changes(app: App) -> tuple[Sequence[Replayed], Canary | None]:
    """Return the newest replays and the newest canary."""
    return SqlReplays(app.store).newest(), SqlCanaries(app.store).newest()


def parquet_writer() -> Callable[[Exported, Path], None]:
    """Return what writes Parquet; raises BadSettings where the library is missing."""
    try:
        from handrail.adapters.tables.parquet import write_parquet
    except ImportError as error:
        raise BadSettings(
            "Parquet needs a library that is not installed.",
            hint="Install handrail[parquet], or write .csv or .json.",
        ) from error
    return write_parquet


def dataset_formats() -> tuple["DatasetFormat", Mapping[str, "DatasetFormat"]]:
    """Return Handrail's own format of labelled questions, and those of other tools."""
    from handrail.adapters.datasets.formats import FORMATS, OWN

    return OWN, FORMATS


def metrics_of(app: App) -> Metrics | None:
    """Return what tells Prometheus; None where the settings give no token."""
    token = app.settings.quality.metrics_token
    if token is None:
        return None
    from handrail.adapters.metrics.exposition import CONTENT_TYPE, exposition

    return Metrics(
        token=token.get_secret_value(),
        content_type=CONTENT_TYPE,
        tell=lambda: exposition(tell_metrics(watch_ports(app))),
    )


def _charged(since: datetime, until: datetime, app: App) -> Sequence[Charged]:
    return charge_stages(since, until, past_store(app)).charged
