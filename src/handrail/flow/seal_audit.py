"""Seal the audit log and send its heads to places outside the database.

A head is stored before it is sent; each place is asked again until it has every head, in order.
Nothing is sealed on top of a database that is older than a head it gave out: somebody restored a
backup, or wrote history anew, and must say so first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import SignedHead
from handrail.domain.audit.ports import Signer
from handrail.kernel.clock import Clock
from handrail.kernel.errors import LogStopped, Unavailable

_SEALED_AT_ONCE = 10_000
"""Entries a head, so that nobody waits long to write where very many wait to be sealed."""
_SENT_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Count the entries that are not sealed yet."""

    count: int
    since: datetime | None
    """When the oldest of them was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Say how far a sink is."""

    size: int
    """Entries of the newest head that it has."""
    at: datetime
    """When it was last sent something, or tried to."""
    failure: str | None = None
    """Why the last try failed; None where it went well."""


class AuditLog(Protocol):
    """Keep the log's tree, its heads, and how far each sink is."""

    def waiting(self) -> Waiting:
        """Return how many entries wait to be sealed, and since when."""
        ...

    def seal(
        self, signer: Signer, clock: Clock, at_most: int, *, is_thorough: bool
    ) -> SignedHead | None:
        """Seal up to so many waiting entries under a new head; None where none waits.

        A thorough seal looks at every entry, else at those that can have come since the last one.
        """
        ...

    def heads(self, after: int = 0) -> tuple[SignedHead, ...]:
        """Return the heads of more than so many entries, smallest first."""
        ...

    def newest(self) -> SignedHead | None:
        """Return the head of the most entries, or None."""
        ...

    def deliveries(self) -> Mapping[str, Delivery]:
        """Return how far each sink is, by its name."""
        ...

    def note_delivery(self, sink: str, delivery: Delivery) -> None:
        """Keep how far a sink is; one that another process brought further stays there."""
        ...


class Sink(Protocol):
    """Take heads to a place that the database's owner cannot change."""

    @property
    def name(self) -> str:
        """Return the name under which its deliveries are kept."""
        ...

    @property
    def pause_seconds(self) -> float:
        """Return how long it wants to be left alone after each delivery."""
        ...

    def send(self, heads: Sequence[SignedHead]) -> None:
        """Keep these heads for good, or raise Unavailable; some may have come before."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPorts:
    """Hold what sealing needs from outside."""

    log: AuditLog
    signer: Signer
    witness: Callable[[], SignedHead | None]
    """Return the newest head that is known outside the database, or None."""
    sinks: Sequence[Sink]
    clock: Clock
    every_seconds: float
    every_entries: int


def seal_when_due(ports: SealPorts, *, is_thorough: bool = False) -> SignedHead | None:
    """Seal if so many entries wait, or one of them so long; return the new head."""
    waiting = ports.log.waiting()
    if waiting.since is None and not is_thorough:
        return None
    age = 0.0 if waiting.since is None else (ports.clock.now() - waiting.since).total_seconds()
    is_due = waiting.count >= ports.every_entries or age >= ports.every_seconds
    return seal_now(ports, is_thorough=is_thorough) if is_due or is_thorough else None


def seal_now(ports: SealPorts, *, is_thorough: bool = True) -> SignedHead | None:
    """Seal all that waits; return the newest of the new heads, or None where nothing waited.

    Raises LogStopped where the database is older than what it gave out, VaultUnavailable where the
    key is missing.
    """
    require_continuity(ports)
    held = ports.log.newest()
    size = 0 if held is None else held.head.size
    newest = None
    while True:
        sealed = ports.log.seal(ports.signer, ports.clock, _SEALED_AT_ONCE, is_thorough=is_thorough)
        if sealed is None:
            return newest
        newest, grown = sealed, sealed.head.size - size
        size = sealed.head.size
        if grown < _SEALED_AT_ONCE:
            return newest


def require_continuity(ports: SealPorts) -> None:
    """Raise LogStopped where a head that was given out is not one of the database's."""
    known = ports.witness()
    if known is None:
        return
    newest = ports.log.newest()
    size = 0 if newest is None else newest.head.size
    if known.head.size > size:
        raise LogStopped(
            f"A head of {known.head.size} entries was given out at {known.head.time}; the database "
            f"knows of {size}. It was restored from an older backup, or its end was cut off.",
            hint="Nothing was sealed. See docs/how-to/verify-the-audit-log.md.",
        )
    held = next(iter(ports.log.heads(known.head.size - 1)), None)
    if held is None or held.head.root != known.head.root:
        raise LogStopped(
            f"The head of {known.head.size} entries that was given out is not the database's own.",
            hint="Nothing was sealed. Run `handrail audit verify`.",
        )


def export_heads(ports: SealPorts) -> dict[str, str]:
    """Send each sink the heads that it lacks; return why, by sink, where one did not take them."""
    failures: dict[str, str] = {}
    deliveries = ports.log.deliveries()
    for sink in ports.sinks:
        failure = _exported(sink, deliveries.get(sink.name), ports)
        if failure is not None:
            failures[sink.name] = failure
    return failures


def _exported(sink: Sink, last: Delivery | None, ports: SealPorts) -> str | None:
    size = 0 if last is None else last.size
    lacking = ports.log.heads(size)
    if not lacking or _is_left_alone(sink, last, ports.clock.now()):
        return None if last is None else last.failure
    failure = None
    try:
        for start in range(0, len(lacking), _SENT_AT_ONCE):
            some = lacking[start : start + _SENT_AT_ONCE]
            sink.send(some)
            size = some[-1].head.size
    except Unavailable as error:
        failure = str(error)
    delivery = Delivery(size=size, at=ports.clock.now(), failure=failure)
    ports.log.note_delivery(sink.name, delivery)
    return failure


def _is_left_alone(sink: Sink, last: Delivery | None, now: datetime) -> bool:
    """Tell whether the sink was asked a moment ago; one that failed gets some rest too."""
    if last is None:
        return False
    pause = sink.pause_seconds if last.failure is None else max(sink.pause_seconds, _REST)
    return (now - last.at).total_seconds() < pause


_REST = 5.0
"""Seconds until a sink that failed is tried again."""
