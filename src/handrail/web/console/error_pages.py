"""What somebody sees who cannot have what they asked for: what is wrong, and what to do."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handrail.kernel.errors import (
    BadInput,
    Busy,
    Conflict,
    Forbidden,
    HandrailError,
    NotAuthenticated,
    NotFound,
    Unavailable,
)
from handrail.web.console.cookies import cookies_of
from handrail.web.console.parts import frame, parts_of, session_in
from handrail.web.console.rendering import rendered

_HEADS: Mapping[int, str] = {
    400: "This cannot be done",
    401: "You are not logged in",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This page is not opened this way",
    409: "Somebody was quicker",
    413: "That was too much",
    500: "Something went wrong on our side",
    503: "This does not work at the moment",
}
_OPERATOR = "The log of the server says more."
_log = logging.getLogger("handrail.web")


def _status_of(error: HandrailError) -> int:
    match error:
        case NotAuthenticated():
            return 401
        case Forbidden():
            return 403
        case NotFound():
            return 404
        case Conflict():
            return 409
        case BadInput():
            return 400
        case Unavailable():
            return 503
        case _:
            return 500


async def _for_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, HandrailError)
    status = _status_of(error)
    if status >= 500 and not isinstance(error, Busy):
        _log.error("%s %s: %s", request.method, request.scope["path"], error)
        return await _page(request, status, str(error.message), error.hint or _OPERATOR)
    return await _page(request, status, error.message, error.hint)


async def _for_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    hint = "Go back, or open the inbox."
    return await _page(request, error.status_code, "This address names no page.", hint)


async def _for_surprise(request: Request, _error: Exception) -> Response:
    return await _page(request, 500, "Nothing was lost; try it once more.", _OPERATOR)


async def _page(request: Request, status: int, what: str, hint: str) -> Response:
    parts, cookies = parts_of(request), cookies_of(request.scope)
    values = frame(request, cookies, parts)
    with suppress(HandrailError):
        values["me"] = (await parts.work.run(session_in(cookies, parts, is_used=False))).staff
    head = _HEADS.get(status, _HEADS[400])
    shown = values | {"status": status, "head": head, "what": what, "hint": hint}
    return rendered("error.html", shown, status=status)


HANDLERS: Mapping[Any, Any] = {
    HandrailError: _for_ours,
    HTTPException: _for_http,
    Exception: _for_surprise,
}
