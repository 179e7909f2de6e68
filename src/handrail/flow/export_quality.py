"""Take figures out: days by measure and slice, or rates that are whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handrail.domain.quality.exported import Exported, figures_table, rates_table
from handrail.domain.quality.judged import Slice
from handrail.flow.tell_rates import AskedRates, days_asked, tell_rates
from handrail.flow.watch_ports import WatchPorts


class Exports(StrEnum):
    """What is taken out."""

    FIGURES = "figures"
    RATES = "rates"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedExport:
    """Say what is to be taken out, and of which days."""

    what: Exports = Exports.FIGURES
    by: Slice | None = None
    """None: of figures every slice, of rates all conversations."""
    since: date | None = None
    until: date | None = None
    is_simulated: bool = False


def export_quality(asked: AskedExport, ports: WatchPorts) -> Exported:
    """Return a table; raises BadInput where the days end before they begin."""
    since, until = days_asked(asked.since, asked.until, ports.clock)
    if asked.what is Exports.RATES:
        by = asked.by or Slice.ALL
        told = tell_rates(
            AskedRates(since=since, until=until, by=by, is_simulated=asked.is_simulated),
            ports.rates,
        )
        return rates_table(told.rates, since, until, is_simulated=asked.is_simulated)
    figures = ports.store.day_figures(
        since, until + timedelta(days=1), asked.by, is_simulated=asked.is_simulated
    )
    return figures_table(figures)
