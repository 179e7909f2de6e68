"""Take figures out: days by measure and slice, or rates that are whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handrail.domain.quality.exported import Exported, figures_table, rates_table
from handrail.domain.quality.judged import Slice, day_of
from handrail.flow.tell_rates import USUAL, AskedRates, tell_rates
from handrail.flow.watch_ports import WatchPorts
from handrail.kernel.errors import BadInput


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
    until = asked.until or day_of(ports.clock.now())
    since = asked.since or until - USUAL
    if since > until:
        raise BadInput(f"{since} comes after {until}.", hint="Swap --since and --until.")
    if asked.what is Exports.RATES:
        told = tell_rates(
            AskedRates(
                since=since,
                until=until,
                by=asked.by or Slice.ALL,
                is_simulated=asked.is_simulated,
            ),
            ports.rates,
        )
        return rates_table(told.rates, since, until, is_simulated=asked.is_simulated)
    figures = ports.store.day_figures(
        since, until + timedelta(days=1), asked.by, is_simulated=asked.is_simulated
    )
    return figures_table(figures)
