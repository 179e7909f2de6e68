"""Carry deliveries out: whatever ends in between, none is lost.

Rows are made from what is stored, so a handoff that was announced is due. A claim is committed
before anything is sent, and what came of it afterwards; a worker may end at every line, and the
next one finds the row. Where the other side cannot tell a repetition, and a reply was lost, it may
get the same thing twice; it is never told less than once.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from handrail.domain.audit.model import AuditEntry
from handrail.flow.compose_delivery import ComposePorts, Needless, compose
from handrail.flow.delivery import (
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Patience,
    SinkName,
    freed,
)
from handrail.flow.delivery_ports import DeliveryStore, DeliveryWritten, Look, Missing, Sink
from handrail.flow.mail_ports import keys_of_letter
from handrail.flow.parcels import Letter, NotTaken, Parcel, Taken, Ticket
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import Ids

_LONGEST_WHY = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverPorts:
    """Hold what delivering needs."""

    store: DeliveryStore
    sinks: Mapping[SinkName, Sink]
    compose: ComposePorts
    clock: Clock
    ids: Ids
    worker: str
    """Unlike every other worker's name, and every earlier one's."""
    patience: Patience = field(default_factory=Patience)
    failpoints: Failpoints = field(default_factory=Failpoints)

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.clock.now()

    @property
    def told(self) -> Mapping[SinkName, Set[DeliveryKind]]:
        """Return which place is told of what."""
        return {name: sink.kinds for name, sink in self.sinks.items()}


def make_due(ports: DeliverPorts, *, after: int = 0, ended_after: datetime | None = None) -> int:
    """Make rows for what has to be delivered and has none yet; return how much was found.

    As `Look` says, `after` and `ended_after` leave out what is older.
    """
    look = Look(sinks=ports.told, after=after, ended_after=ended_after)
    with ports.store.read() as reading:
        missing = reading.missing_deliveries(look)
    if not missing:
        return 0
    with ports.store.decide() as tx:
        for one in missing:
            _make(one, tx, ports)
        _reach("made_in_transaction", ports)
    _reach("made", ports)
    return len(missing)


def due_deliveries(ports: DeliverPorts, limit: int = 50) -> tuple[DeliveryId, ...]:
    """Return what may be delivered now."""
    with ports.store.read() as reading:
        return reading.due_deliveries(set(ports.sinks), ports.now, limit)


def deliver(ref: DeliveryId, ports: DeliverPorts) -> DeliveryState:
    """Try a delivery once; return how it stands. Raises Conflict where somebody else has it."""
    claimed = _claim(ref, ports)
    with ports.store.read() as reading:
        parcel = compose(claimed, reading, ports.compose)
    _reach("composed", ports)
    if isinstance(parcel, Needless):
        ended = freed(claimed, state=DeliveryState.NEEDLESS, why=parcel.why, ended_at=ports.now)
        return _end(ended, None, ports)
    came = ports.sinks[claimed.sink].send(parcel, is_repeated=claimed.attempts > 1)
    _reach("sent", ports)
    return _end(_after(came, claimed, ports), parcel, ports)


def deliver_all(ports: DeliverPorts) -> Mapping[DeliveryId, DeliveryState]:
    """Make and carry out all that is due, until nothing is; return how each stands."""
    found: dict[DeliveryId, DeliveryState] = {}
    while True:
        make_due(ports)
        due = [ref for ref in due_deliveries(ports) if found.get(ref) is not DeliveryState.DUE]
        if not due:
            return found
        for ref in due:
            try:
                found[ref] = deliver(ref, ports)
            except Conflict:
                found[ref] = DeliveryState.DUE  # another worker has it


def _make(missing: Missing, tx: DeliveryWritten, ports: DeliverPorts) -> None:
    delivery = Delivery(
        id=DeliveryId(ports.ids.new("dlv")),
        sink=missing.sink,
        kind=missing.kind,
        conversation=missing.conversation,
        about=missing.about,
        state=DeliveryState.DUE,
        made_at=ports.now,
        next_at=ports.now,
    )
    tx.add_delivery(delivery, entry_of(delivery, "delivery.made", ports.now))


def _claim(ref: DeliveryId, ports: DeliverPorts) -> Delivery:
    """Note that it is about to be tried, and hold it."""
    with ports.store.decide() as tx:
        held = tx.delivery(ref)
        if held is None or held.sink not in ports.sinks:
            raise Conflict(f"There is no delivery {ref!r} for a place that the settings name.")
        claimed = replace(
            held,
            attempts=held.attempts + 1,
            worker=ports.worker,
            lease_until=ports.now + ports.patience.lease,
        )
        tx.claim_delivery(claimed, ports.now, entry_of(claimed, "delivery.tried", ports.now))
        _reach("claim_in_transaction", ports)
    _reach("claimed", ports)
    return claimed


def _after(came: Taken | NotTaken, claimed: Delivery, ports: DeliverPorts) -> Delivery:
    now = ports.now
    match came:
        case Taken(remote=remote):
            state = DeliveryState.DELIVERED
            return freed(claimed, state=state, why=None, ended_at=now, remote=remote)
        case NotTaken(why=why, after=after, is_final=is_final):
            why = " ".join(why.split())[:_LONGEST_WHY]
            if is_final or claimed.attempts >= ports.patience.most_attempts:
                return freed(claimed, state=DeliveryState.FAILED, why=why, ended_at=now)
            pause = max(ports.patience.pause(claimed.attempts), after or ports.patience.first_pause)
            return freed(claimed, why=why, next_at=now + pause)
        case other:
            assert_never(other)


def _end(ended: Delivery, parcel: Parcel | None, ports: DeliverPorts) -> DeliveryState:
    """Note what came of it; raises Conflict where it was held too long and others took over."""
    kind = "delivery.postponed" if ended.state is DeliveryState.DUE else f"delivery.{ended.state}"
    with ports.store.decide() as tx:
        tx.end_delivery(ended, entry_of(ended, kind, ports.now))
        if ended.state is DeliveryState.DELIVERED:
            _link(ended, parcel, tx)
        _reach("end_in_transaction", ports)
    _reach("ended", ports)
    return ended.state


def _link(ended: Delivery, parcel: Parcel | None, tx: DeliveryWritten) -> None:
    """Note how answers to it will be known."""
    assert ended.ended_at is not None
    if isinstance(parcel, Ticket) and ended.remote is not None:
        tx.link_ticket(ended.sink, ended.remote, parcel.conversation, ended.ended_at)
    if isinstance(parcel, Letter):
        keys = keys_of_letter(parcel, ended.remote)
        tx.link_mail(ended.conversation, keys, ended.ended_at)


def entry_of(delivery: Delivery, kind: str, at: datetime) -> AuditEntry:
    """Return the audit entry of a change; what other systems answered stays out of it."""
    return AuditEntry(
        kind=kind,
        actor="system",
        subject=delivery.id,
        at=at,
        facts={
            "sink": delivery.sink,
            "kind": delivery.kind.value,
            "conversation": delivery.conversation,
            "about": delivery.about,
            "attempt": delivery.attempts,
        },
    )


def _reach(name: str, ports: DeliverPorts) -> None:
    ports.failpoints.reach(f"delivery.{name}")
