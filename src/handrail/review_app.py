"""The part of the composition root that ranks turns and keeps what reviewers find of them."""

from dataclasses import replace
from typing import Protocol

from handrail.adapters.sql.past import SqlPastStore
from handrail.adapters.sql.reviews import SqlReviews
from handrail.adapters.sql.risks import SqlRisks
from handrail.adapters.sql.store import SqlStore
from handrail.app import App
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Answer
from handrail.domain.quality.risk import Again, Observed
from handrail.domain.quality.worth import cited, stated
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.review_ports import RankPorts, ReviewPorts
from handrail.flow.review_queue import LookingPorts
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


class ReviewShared(Protocol):
    """What reviewing shares with the rest of the project."""

    @property
    def store(self) -> SqlStore:
        """Return the database."""
        ...

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        ...

    @property
    def ids(self) -> Ids:
        """Return what mints ids."""
        ...


def review_ports(shared: ReviewShared) -> ReviewPorts:
    """Return what reviewing needs."""
    return ReviewPorts(store=SqlReviews(shared.store), clock=shared.clock, ids=shared.ids)


def looking_ports(app: App) -> LookingPorts:
    """Return what looking at the queue and at one turn needs."""
    return LookingPorts(
        reviews=review_ports(app),
        desk=app.desk_ports(),
        past=SqlPastStore(app.store),
        store=app.store,
        interval=app.exact_interval,
    )


def rank_ports(app: App, most: int = 500) -> RankPorts:
    """Return what ranking turns needs; no model is asked for it."""
    asker = app.labelled_asker()
    quoting = replace(asker, ports=replace(asker.ports, models=None))
    return RankPorts(
        store=SqlRisks(app.store),
        clock=app.clock,
        asked_again=lambda one: asked_again(one, quoting),
        most=most,
    )


def asked_again(observed: Observed, asker: LabelledAsker) -> Observed:
    """Add what the rules would quote for the same question today; nothing where nothing was."""
    record = observed.record
    if not isinstance(record.outcome, Answer):
        return observed
    text = record.searched or record.question
    thought = asker.thought(LabelledQuestion(question=text, answerable=True), 0.0)
    again = Again(
        articles=frozenset(cited(thought.outcome)),
        claims=stated(thought.outcome),
        confidence=0.0 if thought.confidence is None else thought.confidence.value,
    )
    return replace(observed, again=again)
