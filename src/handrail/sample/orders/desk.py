"""One request from beginning to end: too late, known already, refused, or done and written down."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handrail.kernel.canonical import canonical_json
from handrail.kernel.clock import Clock
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import digest
from handrail.sample.orders.doing import DEEDS, Body, Made, Refused, written_effect
from handrail.sample.orders.ledger import Connection, Ledger, spelled
from handrail.sample.orders.rules import KEY_WINDOW

KEYED = frozenset({"refund", "cancel_order"})
"""Class A: the same key and the same request again have no second effect."""
REFERENCED = frozenset({"change_address", "change_email"})
"""Class B: the effect is found by the reference; the same reference twice is two effects."""

_CREATED, _UNPROCESSABLE = 201, 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold what a request asks for."""

    action: str
    target: str
    """Number of the order or of the customer."""
    body: Body
    key: str | None = None
    """Idempotency key of class A, reference of class B; class C has none."""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Hold what is answered."""

    status: int
    body: dict[str, Any]
    is_replayed: bool = False


_TOO_LATE = Refused("too_late", "The deadline has passed.", status=412)


class Desk:
    """Do what is wanted, one request after another, each wholly or not at all."""

    def __init__(self, ledger: Ledger, clock: Clock, failpoints: Failpoints | None = None) -> None:
        self._ledger = ledger
        self._clock = clock
        self._failpoints = failpoints or Failpoints()

    def do(self, wanted: Wanted, *, pretend: bool = False) -> Reply:
        """Return what came of a request; `pretend` says that it was done and does nothing."""
        with self._ledger.transaction(keep=not pretend) as held:
            reply = self._settled(held, wanted)
            self._failpoints.reach("orders.before_commit")
        self._failpoints.reach("orders.after_commit")
        return reply

    def _settled(self, held: Connection, wanted: Wanted) -> Reply:
        now = self._clock.now()  # read under the lock: a request that waited for it may be late
        if wanted.deadline is not None and now > wanted.deadline:
            return self._refused(held, wanted, _TOO_LATE)
        request = _digest_of(wanted)
        if wanted.action in KEYED and wanted.key is not None:
            known = _known(held, wanted.key, request, now)
            if known is not None:
                return known
        try:
            made = DEEDS[wanted.action](held, wanted.target, wanted.body, now)
        except Refused as refusal:
            reply = self._refused(held, wanted, refusal)
        else:
            number = written_effect(held, wanted.action, wanted.key, made, now)
            reply = Reply(status=_CREATED, body=_told(number, made))
        if wanted.action in KEYED and wanted.key is not None:
            _remember(held, wanted.key, request, reply, now)
        return reply

    def _refused(self, held: Connection, wanted: Wanted, refusal: Refused) -> Reply:
        held.execute(
            "INSERT INTO refusals (at, action, key, resource, code, request)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                spelled(self._clock.now()),
                wanted.action,
                wanted.key,
                wanted.target,
                refusal.reason,
                json.dumps(dict(wanted.body)),
            ),
        )
        return refused(refusal)


def refused(refusal: Refused) -> Reply:
    """Return the one shape in which every refusal is told."""
    body = {"error": {"code": refusal.reason, "message": refusal.message}}
    return Reply(status=refusal.status, body=body)


def _known(held: Connection, key: str, request: str, now: datetime) -> Reply | None:
    """Return the first reply under a key that is still remembered, or None."""
    held.execute("DELETE FROM keys WHERE at <= ?", (spelled(now - KEY_WINDOW),))
    row = held.execute("SELECT * FROM keys WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["request"] != request:
        return refused(Refused("key_reused", "This key came with another request.", _UNPROCESSABLE))
    return Reply(status=row["status"], body=json.loads(row["reply"]), is_replayed=True)


def _remember(held: Connection, key: str, request: str, reply: Reply, now: datetime) -> None:
    held.execute(
        "INSERT INTO keys (key, at, request, status, reply) VALUES (?, ?, ?, ?, ?)",
        (key, spelled(now), request, reply.status, json.dumps(reply.body)),
    )


def _digest_of(wanted: Wanted) -> str:
    return digest(wanted.action, wanted.target, canonical_json(dict(wanted.body)))


def _told(number: int, made: Made) -> dict[str, Any]:
    return {"effect": number, **made.said}
