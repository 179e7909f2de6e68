"""The order system's HTTP, and what each operation is declared to do to the world."""

import hmac
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from handrail.sample.orders import reading, shapes
from handrail.sample.orders.answering import Parts, answered
from handrail.sample.orders.declared import DECLARED, Declared
from handrail.sample.orders.desk import Reply, Wanted
from handrail.sample.orders.faults import Fault
from handrail.sample.orders.ledger import Effect, spelled

TITLE = "Corncrake orders"
VERSION = "1.0.0"
_OK, _CREATED, _NO_CONTENT, _UNAUTHORIZED, _NOT_FOUND = 200, 201, 204, 401, 404

_bearer = HTTPBearer(auto_error=False, description="The token that the process was started with.")
_Shown = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _require_token(request: Request, shown: _Shown) -> None:
    parts: Parts = request.app.state.parts
    token = "" if shown is None else shown.credentials
    if not hmac.compare_digest(token.encode(), parts.token.encode()):
        raise HTTPException(_UNAUTHORIZED, "Show the token.", {"WWW-Authenticate": "Bearer"})


routes = APIRouter(dependencies=[Depends(_require_token)])


def _extra(name: str) -> dict[str, Declared]:
    return {"x-handrail": DECLARED[name]}


async def _done(request: Request, wanted: Wanted) -> Response:
    parts: Parts = request.app.state.parts
    return await answered(
        request, wanted.action, lambda pretend: parts.desk.do(wanted, pretend=pretend)
    )


@routes.post(
    "/orders/{order}/refunds",
    operation_id="refund",
    status_code=_CREATED,
    response_model=shapes.Done,
    openapi_extra=_extra("refund"),
)
async def refund(
    request: Request,
    order: shapes.OrderNumber,
    body: shapes.Refund,
    key: shapes.Key,
    deadline: shapes.Deadline = None,
) -> Response:
    """Pay back part of an order; the same key again has no second effect."""
    wanted = Wanted(
        action="refund", target=order, body=body.model_dump(), key=key, deadline=deadline
    )
    return await _done(request, wanted)


@routes.post(
    "/orders/{order}/cancellation",
    operation_id="cancel_order",
    status_code=_CREATED,
    response_model=shapes.Done,
    openapi_extra=_extra("cancel_order"),
)
async def cancel_order(
    request: Request,
    order: shapes.OrderNumber,
    body: shapes.Cancellation,
    key: shapes.Key,
    deadline: shapes.Deadline = None,
) -> Response:
    """Stop an order that is not packed and give back all that was paid."""
    wanted = Wanted(
        action="cancel_order", target=order, body=body.model_dump(), key=key, deadline=deadline
    )
    return await _done(request, wanted)


@routes.post(
    "/orders/{order}/address-changes",
    operation_id="change_address",
    status_code=_CREATED,
    response_model=shapes.Done,
    openapi_extra=_extra("change_address"),
)
async def change_address(
    request: Request,
    order: shapes.OrderNumber,
    body: shapes.AddressChange,
    reference: shapes.Reference,
    deadline: shapes.Deadline = None,
) -> Response:
    """Send an order that is not packed elsewhere; the effect is found by the reference."""
    wanted = Wanted(
        action="change_address",
        target=order,
        body=body.model_dump(),
        key=reference,
        deadline=deadline,
    )
    return await _done(request, wanted)


@routes.post(
    "/orders/{order}/invoice-mails",
    operation_id="resend_invoice",
    status_code=_CREATED,
    response_model=shapes.Done,
    openapi_extra=_extra("resend_invoice"),
)
async def resend_invoice(
    request: Request, order: shapes.OrderNumber, body: shapes.InvoiceMail
) -> Response:
    """Send the invoice to the account's address, once more each time it is asked."""
    wanted = Wanted(action="resend_invoice", target=order, body=body.model_dump())
    return await _done(request, wanted)


@routes.post(
    "/customers/{customer}/email-changes",
    operation_id="change_email",
    status_code=_CREATED,
    response_model=shapes.Done,
    openapi_extra=_extra("change_email"),
)
async def change_email(
    request: Request,
    customer: shapes.CustomerNumber,
    body: shapes.EmailChange,
    reference: shapes.Reference,
    deadline: shapes.Deadline = None,
) -> Response:
    """Begin to change an address: a link goes to the new one, a notice to the old one."""
    wanted = Wanted(
        action="change_email",
        target=customer,
        body=body.model_dump(),
        key=reference,
        deadline=deadline,
    )
    return await _done(request, wanted)


@routes.get(
    "/orders/{order}",
    operation_id="read_order",
    response_model=shapes.ShownOrder,
    openapi_extra=_extra("read_order"),
)
async def read_order(request: Request, order: shapes.OrderNumber) -> Response:
    """Tell of an order."""
    parts: Parts = request.app.state.parts
    return await answered(
        request,
        "read_order",
        lambda _: _found(reading.shown_order(parts.ledger, order, parts.clock.now())),
    )


@routes.get(
    "/customers/{customer}",
    operation_id="read_customer",
    response_model=shapes.ShownCustomer,
    openapi_extra=_extra("read_customer"),
)
async def read_customer(request: Request, customer: shapes.CustomerNumber) -> Response:
    """Tell of a customer."""
    parts: Parts = request.app.state.parts
    return await answered(
        request,
        "read_customer",
        lambda _: _found(reading.shown_customer(parts.ledger, customer)),
    )


@routes.get(
    "/effects/{reference}",
    operation_id="find_effect",
    response_model=shapes.ShownEffect,
    openapi_extra=_extra("find_effect"),
)
async def find_effect(request: Request, reference: str) -> Response:
    """Tell of the effect that bears a reference."""
    parts: Parts = request.app.state.parts

    def find(_pretend: object) -> Reply:
        effect = reading.found_effect(parts.ledger, reference)
        return _found(None if effect is None else _shown(effect))

    return await answered(request, "find_effect", find)


@routes.get(
    "/effects",
    operation_id="list_effects",
    response_model=shapes.ShownEffects,
    openapi_extra=_extra("list_effects"),
)
async def list_effects(request: Request, since: shapes.Since, after: shapes.After = 0) -> Response:
    """List effects, whoever caused them."""
    parts: Parts = request.app.state.parts

    def listed(_pretend: object) -> Reply:
        effects = reading.listed_effects(parts.ledger, since, after)
        return Reply(status=_OK, body={"effects": [_shown(effect) for effect in effects]})

    return await answered(request, "list_effects", listed)


@routes.post("/faults", status_code=_NO_CONTENT, include_in_schema=False)
async def add_fault(request: Request, body: shapes.NewFault) -> Response:
    """Switch a fault on."""
    parts: Parts = request.app.state.parts
    parts.faults.add(Fault(**body.model_dump()))
    return Response(status_code=_NO_CONTENT)


@routes.delete("/faults", status_code=_NO_CONTENT, include_in_schema=False)
async def clear_faults(request: Request) -> Response:
    """Switch all faults off."""
    parts: Parts = request.app.state.parts
    parts.faults.clear()
    return Response(status_code=_NO_CONTENT)


def application(parts: Parts | None = None) -> FastAPI:
    """Return the order system's HTTP; without parts it only describes itself."""
    app = FastAPI(title=TITLE, version=VERSION, docs_url=None, redoc_url=None)
    app.state.parts = parts
    app.include_router(routes)
    app.add_exception_handler(HTTPException, _for_http_error)
    return app


async def _for_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    body = {"error": {"code": str(error.status_code), "message": error.detail}}
    return JSONResponse(body, error.status_code, dict(error.headers or {}))


def _found(body: dict[str, Any] | None) -> Reply:
    if body is None:
        missing = {"error": {"code": "not_found", "message": "There is nothing here."}}
        return Reply(status=_NOT_FOUND, body=missing)
    return Reply(status=_OK, body=body)


def _shown(effect: Effect) -> dict[str, Any]:
    at: datetime = effect.at
    return {
        "id": effect.id,
        "at": spelled(at),
        "action": effect.action,
        "key": effect.key,
        "resource": effect.resource,
        "customer": effect.customer,
        "amount": effect.amount,
    }
