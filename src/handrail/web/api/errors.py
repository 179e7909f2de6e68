"""Which status does each error answer with, and what may a customer read of it?"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from handrail.kernel.errors import BadInput, Conflict, HandrailError, NotAuthenticated, Unavailable

STATUS: Mapping[str, int] = {
    "bad_input": 422,
    "not_authenticated": 401,
    "forbidden": 403,
    "origin_not_allowed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "conflict": 409,
    "facts_moved": 409,
    "too_large": 413,
    "too_many": 429,
    "internal": 500,
    "unavailable": 503,
    "busy": 503,
    "storage_unavailable": 503,
    "unsafe_storage": 503,
    "index_unavailable": 503,
    "model_unavailable": 503,
    "vault_unavailable": 503,
    "log_stopped": 503,
}
"""Every code that a body can carry, with its status."""

RETRY_AFTER_SECONDS = 2

_CODE_OF_STATUS = {404: "not_found", 405: "method_not_allowed"}
_IN_PUBLIC_WORDS = {
    "internal": "Something went wrong on our side. Please try again.",
    "not_found": "There is nothing here.",
    "method_not_allowed": "This address does not take that method.",
    "unavailable": "This does not work at the moment. Please try again in a little while.",
}
_OUR_WORDS = frozenset(
    ("bad_input", "not_found", "conflict", "not_authenticated", "forbidden", "busy")
)
"""Codes whose own message is written for whoever asked; others are for the operator's log."""

_log = logging.getLogger("handrail.web")


def error_response(
    code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the one shape in which everything that goes wrong is told."""
    status = STATUS[code]
    sent = dict(headers or {})
    if status == STATUS["busy"]:
        sent["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if status == STATUS["not_authenticated"]:
        sent["WWW-Authenticate"] = "Bearer"
    sent["Cache-Control"] = "no-store"
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=sent)


def add_error_responses(app: FastAPI) -> None:
    """Make every error answer in that shape: never a traceback, never a page."""
    app.add_exception_handler(HandrailError, _for_handrail_error)
    app.add_exception_handler(RequestValidationError, _for_bad_request)
    app.add_exception_handler(HTTPException, _for_http_error)
    app.add_exception_handler(Exception, _for_surprise)


async def _for_handrail_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HandrailError)
    if error.code in _OUR_WORDS and isinstance(
        error, BadInput | Conflict | NotAuthenticated | Unavailable
    ):
        return error_response(error.code, str(error))
    _log.error("%s %s: %s", request.method, _route(request), error)
    if isinstance(error, Unavailable) and error.code in STATUS:
        return error_response(error.code, _IN_PUBLIC_WORDS["unavailable"])
    return error_response("internal", _IN_PUBLIC_WORDS["internal"])


async def _for_bad_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return error_response("bad_input", explained(error.errors()))


async def _for_http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _CODE_OF_STATUS.get(error.status_code, "bad_input")
    return error_response(code, _IN_PUBLIC_WORDS.get(code, "This request cannot be read."))


async def _for_surprise(_request: Request, _error: Exception) -> JSONResponse:
    return error_response("internal", _IN_PUBLIC_WORDS["internal"])


def explained(faults: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with a request, naming the field, without repeating what was sent."""
    first = faults[0]
    where, *path = (str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return "The body is not valid JSON."
    if not path:
        return "The body must be a JSON object, sent as application/json."
    name = ".".join(path)
    place = f"Header {name!r}" if where == "header" else f"Field {name!r}"
    match first["type"]:
        case "missing":
            return f"{place} is missing."
        case "extra_forbidden":
            return f"{place} is not known here."
        case _:
            return f"{place}: {str(first['msg'])[:1].lower()}{str(first['msg'])[1:]}."


def _route(request: Request) -> str:
    """Return the route's pattern: an address may hold what does not belong in a log."""
    return str(getattr(request.scope.get("route"), "path", "?"))
