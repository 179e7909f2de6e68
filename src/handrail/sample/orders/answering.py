"""How a request is answered, and how it goes wrong where a fault is switched on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from handrail.kernel.clock import Clock
from handrail.sample.orders.connections import OpenConnections
from handrail.sample.orders.desk import Desk, Reply
from handrail.sample.orders.faults import Fault, FaultKind, Faults
from handrail.sample.orders.ledger import Ledger

_INSTEAD = {
    FaultKind.ERROR_BEFORE: (500, "internal", "Something went wrong."),
    FaultKind.ERROR_AFTER: (500, "internal", "Something went wrong."),
    FaultKind.IN_FLIGHT: (409, "in_flight", "A request with this key is under way."),
    FaultKind.TOO_MANY: (429, "too_many", "Too many requests."),
}
_BEFORE = frozenset({FaultKind.ERROR_BEFORE, FaultKind.IN_FLIGHT, FaultKind.TOO_MANY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Hold what the routes need."""

    ledger: Ledger
    desk: Desk
    clock: Clock
    faults: Faults
    connections: OpenConnections
    token: str


async def answered(request: Request, endpoint: str, do: Callable[[bool], Reply]) -> Response:
    """Do what was asked and reply; `do` is told whether it shall only pretend."""
    parts: Parts = request.app.state.parts
    fault = parts.faults.take(endpoint)
    if fault is None:
        return _response(await run_in_threadpool(do, False))  # noqa: FBT003 - it takes nothing else
    if fault.kind is FaultKind.REFUSE:
        return _cut(request, parts)
    if fault.kind in _BEFORE:
        return _instead(fault)
    if fault.kind is FaultKind.SLOW:
        await asyncio.sleep(fault.milliseconds / 1000)
    reply = await run_in_threadpool(do, fault.kind is FaultKind.LIE)
    return await _after(request, parts, fault, reply)


async def _after(request: Request, parts: Parts, fault: Fault, reply: Reply) -> Response:
    match fault.kind:
        case FaultKind.DROP:
            return _cut(request, parts)
        case FaultKind.LATE:
            await asyncio.sleep(fault.milliseconds / 1000)
            return _response(reply)
        case FaultKind.ERROR_AFTER:
            return _instead(fault)
        case FaultKind.GARBLED:
            whole = bytes(_response(reply).body)
            return Response(whole[: len(whole) // 2], reply.status, media_type="application/json")
        case _:
            return _response(reply)


def _cut(request: Request, parts: Parts) -> Response:
    parts.connections.cut(request.client)
    return Response(status_code=500)  # goes nowhere: the connection is gone


def _instead(fault: Fault) -> Response:
    status, code, message = _INSTEAD[fault.kind]
    headers = {"Retry-After": "1"} if fault.kind is FaultKind.TOO_MANY else {}
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def _response(reply: Reply) -> JSONResponse:
    headers: dict[str, Any] = {"Cache-Control": "no-store"}
    if reply.is_replayed:
        headers["Idempotency-Replayed"] = "true"
    return JSONResponse(reply.body, reply.status, headers)
