"""What judging outcomes, and telling rates, need from outside."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.topics import Topic
from handrail.domain.quality.figures import ExactInterval
from handrail.domain.quality.judged import Judged, Slice, Tally
from handrail.domain.quality.seen import IsTrusted, Seen
from handrail.flow.ports import Embedder
from handrail.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Name a conversation that is to be judged; in order of time."""

    opened_at: datetime
    conversation: ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Name another conversation of a known customer, with when it began or ended."""

    conversation: ConversationId
    person: str
    at: datetime


class OutcomeRead(Protocol):
    """Read conversations that are to be judged."""

    def due(
        self, quiet_since: datetime, window: timedelta, after: Due | None, most: int
    ) -> tuple[Due, ...]:
        """Return conversations that are to be judged, in order, after the one given.

        Quiet or closed ones that were never judged or went on since, and those of which more is
        known by now: a rating, a verdict, a score, a settled action, a later conversation.
        """
        ...

    def seen(self, refs: Sequence[ConversationId]) -> tuple[Seen, ...]:
        """Return those of the conversations that can be read; erased ones cannot."""
        ...

    def begun(self, persons: Sequence[str], since: datetime, until: datetime) -> tuple[Near, ...]:
        """Return the conversations of people that began between two moments, in order."""
        ...

    def ended(self, persons: Sequence[str], since: datetime, until: datetime) -> tuple[Near, ...]:
        """Return the judged conversations of people that ended between two moments, in order."""
        ...


class OutcomeStore(Protocol):
    """Keep how conversations went, and the figures of each day."""

    def reading(self) -> AbstractContextManager[OutcomeRead]:
        """Open a short reading transaction."""
        ...

    def keep(self, judged: Sequence[Judged], entry: AuditEntry) -> None:
        """Keep how conversations went, in the place of what was kept; their days become due."""
        ...

    def due_days(self, now: datetime) -> tuple[date, ...]:
        """Return the days whose figures are to be made anew."""
        ...

    def make_day(self, day: date, now: datetime, window: timedelta) -> None:
        """Make the figures of a day anew; they follow from what is kept and need no entry."""
        ...

    def tallies(
        self, slice_: Slice, since: date, until: date, *, is_simulated: bool
    ) -> Mapping[str, Mapping[str, Tally]]:
        """Return what the days from one to another add up to: by the slice's value, by measure."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePorts:
    """Hold what judging outcomes needs."""

    store: OutcomeStore
    embedder: Embedder
    topics: Sequence[Topic]
    is_trusted: IsTrusted
    window: timedelta
    """So long a customer may take to come back."""
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePorts:
    """Hold what telling rates needs."""

    store: OutcomeStore
    interval: ExactInterval
    clock: Clock
