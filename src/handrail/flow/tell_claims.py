"""Tell claims while the rest of the reply is still being written.

Only claims that are certain to be part of the answer come here (docs/decisions/0020). Each is
stored as an event in a short transaction of its own, which conflicts where the conversation moved
on: then nothing more is said. Where the turn itself cannot be stored any more, what was told is
withdrawn.
"""

from collections.abc import Callable
from contextlib import suppress

from handrail.domain.answering.model import Claim
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Event
from handrail.domain.decision.events import (
    claim_event,
    events_of,
    received_event,
    started_event,
    withdrawn_event,
)
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.flow.open_turn import OpenTurn
from handrail.flow.ports import Store
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, StorageUnavailable

Hear = Callable[[Event], None]
"""Hear of each claim as it is told: a terminal prints it, a server wakes its listeners."""


class Telling:
    """Hold what was told of one turn before it was stored."""

    def __init__(
        self, record: RecordId, question: str, turn: OpenTurn, store: Store, clock: Clock
    ) -> None:
        self.record = record
        self._question = question
        self._turn = turn
        self._store = store
        self._clock = clock
        self._told: list[Event] = []

    def to(self, hear: Hear | None) -> Callable[[Claim], None]:
        """Return what tells a claim, and lets somebody in this process hear of it."""

        def tell(claim: Claim) -> None:
            if self._is_contested(claim):
                return  # it is not stated at all: the turn is written with what differs
            event = claim_event(self.record, claim)
            opening = () if self._told else self._opening()
            self._keep((*opening, event), "reply.claim_told")
            self._told += (*opening, event)
            if hear is not None:
                hear(event)

        return tell

    def rest_of(self, record: TurnRecord) -> tuple[Event, ...]:
        """Return the events of a turn that were not told yet."""
        events = events_of(record)
        if not self._told or self._turn.is_new:
            return events
        so_far, rest = events[: len(self._told)], events[len(self._told) :]
        if len(so_far) == len(self._told) and all(map(_is_same, self._told, so_far)):
            return rest
        anew = tuple(event for event in events if event.kind != "message.received")
        return (withdrawn_event(self.record), *anew)

    def withdraw(self) -> None:
        """Take back what was told of a turn that could not be stored."""
        if self._told:
            with suppress(Conflict, StorageUnavailable):  # the reader is told by the next reply
                self._keep((withdrawn_event(self.record),), "reply.withdrawn", moved_on=True)

    def _is_contested(self, claim: Claim) -> bool:
        with self._store.read() as reading:
            return bool(reading.contested([cited.passage for cited in claim.citations]))

    def _opening(self) -> tuple[Event, ...]:
        return (
            received_event(self.record, self._question, self._clock.now()),
            started_event(self.record),
        )

    def _keep(self, events: tuple[Event, ...], kind: str, *, moved_on: bool = False) -> None:
        if self._turn.is_new:
            return  # nobody can listen to a conversation that is not stored: all is told at its end
        conversation = self._turn.conversation
        entry = AuditEntry(
            kind=kind,
            actor="assistant",
            subject=self.record,
            at=self._clock.now(),
            facts={"conversation": conversation.id},
        )
        with self._store.write() as writing:
            held = writing.conversation(conversation.id) if moved_on else None
            writing.tell(held or conversation, events, entry)


def _is_same(told: Event, event: Event) -> bool:
    if told.kind == event.kind == "message.received":
        return True  # it was received before the record was made: another moment stands there
    return (told.kind, told.facts) == (event.kind, event.facts)
