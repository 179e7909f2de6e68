"""The way to the order system, without a network: the product's caller over the desk itself.

Requests can be lost, held up, or done with the reply lost. Each is shown to whoever listens before
it reaches the desk, and again when it has landed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from handrail.adapters.systems.acting import ActingSystem
from handrail.adapters.systems.calling import Call, Heard, NothingThere, Unclear
from handrail.adapters.systems.http import meaning_of
from handrail.adapters.systems.openapi import declared_in
from handrail.kernel.clock import Clock
from handrail.sample.orders.desk import Desk, Reply, Wanted
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.orders.ledger import Ledger
from handrail.sample.orders.reading import found_effect, shown_customer, shown_order

READS = frozenset({"read_order", "read_customer", "find_effect"})
FAULTS = ("refuse", "too_many", "error_before", "error_after", "drop", "held", "in_flight")
_UNTOUCHED = frozenset({"refuse", "too_many"})
_DONE_ALL_THE_SAME = frozenset({"error_after", "drop"})
_TARGETS = {"change_email": "customer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Hold what was sent to the desk, in plain values."""

    action: str
    target: str
    body: Mapping[str, object]
    key: str | None
    deadline: datetime | None
    work: str | None
    """What the worker said it works on when it sent this."""


class Listener(Protocol):
    """Hear of what is sent and what has landed."""

    def sent(self, request: Request) -> None:
        """Hear of a request before it reaches the desk."""
        ...

    def landed(self, request: Request, *, is_untouched: bool, is_held: bool) -> None:
        """Hear that a request was done with, or is held up."""
        ...


@dataclass(slots=True)
class Wire:
    """Call the desk as the product's HTTP caller would call its process."""

    ledger: Ledger
    desk: Desk
    clock: Clock
    listener: Listener
    work: str | None = None
    fault: str | None = None
    """What befalls the next request that acts."""
    is_down: bool = False
    forgets: str | None = None
    """A fact that replies leave out."""
    between: Callable[[], None] = lambda: None
    """What happens while somebody waits for a reading."""
    held: list[Request] = field(default_factory=list)

    def call(self, call: Call) -> Heard:
        """Do one call and return what came of it."""
        if call.operation in READS:
            return self._read(call)
        return self._act(request_of(call, self.work))

    def close(self) -> None:
        """Leave the desk."""

    def let_land(self) -> None:
        """Let what was held up on the way arrive."""
        while self.held:
            request = self.held.pop(0)
            self._do(request)
            self.listener.landed(request, is_untouched=False, is_held=False)

    def _read(self, call: Call) -> Heard:
        if self.is_down:
            return Unclear(why="It does not answer.")
        named = str(next(iter(call.arguments.values())))
        body: Mapping[str, object] | None
        if call.operation == "read_order":
            body = shown_order(self.ledger, named, self.clock.now())
            body = body and {k: v for k, v in body.items() if k != self.forgets}
        elif call.operation == "read_customer":
            body = shown_customer(self.ledger, named)
        else:
            effect = found_effect(self.ledger, named)
            body = None if effect is None else {"id": effect.id, "key": effect.key}
        self.between()
        if body is None:
            return NothingThere()
        return meaning_of(200, json.dumps(body, default=str).encode(), is_reading=True)

    def _act(self, request: Request) -> Heard:
        fault, self.fault = self.fault, None
        self.listener.sent(request)
        heard = self._befallen(fault, request)
        self.listener.landed(request, is_untouched=fault in _UNTOUCHED, is_held=fault == "held")
        return heard

    def _befallen(self, fault: str | None, request: Request) -> Heard:
        if fault == "refuse":
            return Unclear(why="It cannot be reached.", is_untouched=True)
        if fault in ("too_many", "in_flight", "error_before"):
            status = {"too_many": 429, "in_flight": 409, "error_before": 500}[fault]
            return meaning_of(status, b"", is_reading=False)
        if fault == "held":
            self.held.append(request)
            return Unclear(why="It did not answer in time.")
        reply = self._do(request)
        if fault in _DONE_ALL_THE_SAME:
            return Unclear(why="The connection broke.")
        return meaning_of(reply.status, json.dumps(reply.body).encode(), is_reading=False)

    def _do(self, request: Request) -> Reply:
        return self.desk.do(
            Wanted(
                action=request.action,
                target=request.target,
                body=request.body,
                key=request.key,
                deadline=request.deadline,
            )
        )


def order_system(wire: Wire) -> ActingSystem:
    """Return the order system as its document declares it, over the wire."""
    return ActingSystem(declared_in(DOCUMENT), wire, wire.clock)


def request_of(call: Call, work: str | None) -> Request:
    """Return what a call that acts asks the desk for."""
    placed = {place.name: held for place, held in call.placed}
    body = dict(call.arguments)
    named = _TARGETS.get(call.operation, "order")
    target = str(placed.get(named) or body.pop(named, ""))
    deadline = placed.get("Request-Deadline")
    return Request(
        action=call.operation,
        target=target,
        body=body,
        key=placed.get("Idempotency-Key") or placed.get("Reference"),
        deadline=None if deadline is None else datetime.fromisoformat(deadline),
        work=work,
    )
