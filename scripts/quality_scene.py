"""Weeks of figures for the pages of quality, in which one topic got worse a week ago."""

from handrail.app import App
from handrail.domain.quality.judged import day_of
from handrail.flow.watch_quality import watch_quality
from handrail.watch_app import watch_ports
from tests.watched_days import fill_days


def watched_weeks(app: App) -> str:
    """Fill nine weeks and four simulated ones, and return the alert that they raise."""
    ports = watch_ports(app)
    until = day_of(ports.clock.now())
    fill_days(app.store, until, worse_for=6, worse_locale="de")
    fill_days(app.store, until, days=30, per_day=20, is_simulated=True)
    watch_quality(ports)
    (alert,) = ports.store.alerts(is_simulated=False, since=ports.clock.now())
    return alert.id
