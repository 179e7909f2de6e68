"""The part of the composition root that judges how conversations went, and tells rates."""

from datetime import timedelta

from handrail.adapters.sql.outcomes import SqlOutcomes
from handrail.app import App
from handrail.domain.quality.seen import IsTrusted, trusts_none
from handrail.flow.outcome_ports import OutcomePorts, RatePorts


def outcome_ports(app: App, is_trusted: IsTrusted = trusts_none) -> OutcomePorts:
    """Return what judging outcomes needs."""
    return OutcomePorts(
        store=SqlOutcomes(app.store),
        embedder=app.embedder,
        topics=app.topics,
        is_trusted=is_trusted,
        window=timedelta(days=app.settings.quality.recontact_days),
        clock=app.clock,
    )


def rate_ports(app: App) -> RatePorts:
    """Return what telling rates needs."""
    return RatePorts(store=SqlOutcomes(app.store), interval=app.exact_interval, clock=app.clock)
