"""How many conversations need no person, and how many customers are helped? Told from day figures.

Nothing is told of a rate without its quality, who came back, what nobody knows, and the interval.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.quality.counted import our_counts, rates_of
from handrail.domain.quality.judged import Slice, day_of
from handrail.domain.quality.rates import QualifiedRate
from handrail.flow.outcome_ports import RatePorts
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Forbidden

USUAL = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRates:
    """Say of which days rates are asked for, and by what they are told apart."""

    since: date | None = None
    """None: 28 days before the last one."""
    until: date | None = None
    """Counts, too; None: today."""
    by: Slice = Slice.ALL
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRates:
    """Hold rates with the days that they are of."""

    since: date
    until: date
    is_simulated: bool
    rates: tuple[QualifiedRate, ...]
    """Both of each value of the slice, that with the most conversations first."""

    def as_json(self) -> dict[str, object]:
        """Return them as JSON values."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "simulated": self.is_simulated,
            "rates": [rate.as_json() for rate in self.rates],
        }


def rates_for_staff(asked: AskedRates, staff: StaffSession, ports: RatePorts) -> ToldRates:
    """Return rates to one of the staff; raises Forbidden for agents, whom no figure is to drive."""
    if staff.role is Role.AGENT:
        raise Forbidden("Rates are for leads and admins.", hint="Ask an admin.")
    return tell_rates(asked, ports)


def days_asked(since: date | None, until: date | None, clock: Clock) -> tuple[date, date]:
    """Return the first and the last day that are meant; raises BadInput where they end first."""
    last = until or day_of(clock.now())
    first = since or last - USUAL
    if first > last:
        raise BadInput(f"{first} comes after {last}.", hint="Swap --since and --until.")
    return first, last


def tell_rates(asked: AskedRates, ports: RatePorts) -> ToldRates:
    """Return deflection and resolution of some days; raises BadInput where they end first."""
    since, until = days_asked(asked.since, asked.until, ports.clock)
    found = ports.store.tallies(asked.by, since, until, is_simulated=asked.is_simulated)
    if asked.by is Slice.ALL and not found:
        found = {"": {}}
    order = sorted(found, key=lambda of: (-our_counts(found[of]).conversations, of))
    rates = (rates_of(found[of], ports.interval, (asked.by.value, of)) for of in order)
    return ToldRates(
        since=since,
        until=until,
        is_simulated=asked.is_simulated,
        rates=tuple(rate for both in rates for rate in both),
    )
