"""What is turned away before anything else looks at it: foreign origins, and bodies without end."""

import asyncio
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handrail.web.api.errors import error_response

LARGEST_BODY = 64 * 1024
LARGEST_HOOK = 512 * 1024
"""What helpdesks send holds more than what they tell."""
HOOKS = "/hooks/"
LARGEST_ARTICLE = 5_000_000
ARTICLES = "/api/v1/staff/articles/"
_SLOWEST_BODY_SECONDS = 15.0
_HARDENED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_CORS = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


class OriginGate:
    """Let pages of the same origin and of the listed origins in, and no other page."""

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(origin.rstrip("/").lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, refuse a foreign page, and mark what goes out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        granted = self._granted(origin)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), granted)
            await send(message)

        if origin is not None and granted is None and not _is_own(origin, headers):
            refusal = error_response("origin_not_allowed", "This page may not use the assistant.")
            await refusal(scope, receive, marked)
        elif granted is not None and _is_preflight(scope, headers):
            await Response(status_code=204, headers=_CORS)(scope, receive, marked)
        else:
            await self._app(scope, receive, marked)

    def _granted(self, origin: str | None) -> str | None:
        return origin if origin is not None and origin.lower() in self._allowed else None


class BodyLimit:
    """Read a request's body whole, up to a size and within a time, before anything is started."""

    def __init__(self, app: ASGIApp, *, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body, or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        largest = _largest(scope["path"], self._largest)
        try:
            async with asyncio.timeout(_SLOWEST_BODY_SECONDS):
                body = await self._read(receive, largest)
        except TimeoutError:
            response = error_response("too_slow", "The body did not arrive in time.", _CLOSE)
            await response(scope, receive, send)
            return
        if body is None:
            message = f"The body is larger than {largest} bytes."
            await error_response("too_large", message, _CLOSE)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)

    async def _read(self, receive: Receive, largest: int) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > largest:
                return None
            if not message.get("more_body", False):
                return bytes(body)


_CLOSE: Mapping[str, str] = {"Connection": "close"}


def _again(body: bytes, receive: Receive) -> Receive:
    is_told = False

    async def receive_again() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _mark(headers: MutableHeaders, granted: str | None) -> None:
    for name, value in _HARDENED.items():
        headers.setdefault(name, value)
    headers.add_vary_header("Origin")
    if granted is not None:
        headers["Access-Control-Allow-Origin"] = granted
        headers["Access-Control-Expose-Headers"] = "Retry-After"


def page_of(headers: Headers) -> str:
    """Return the origin of the page that a request came from; empty for our own and for none."""
    origin = headers.get("origin")
    return "" if origin is None or _is_own(origin, headers) else origin.lower()


def _is_own(origin: str, headers: Headers) -> bool:
    """Tell whether the page came from this server; behind a proxy only its host is known."""
    scheme, _, host = origin.lower().partition("://")
    return scheme in ("http", "https") and host == headers.get("host", "").lower()


def _largest(path: str, otherwise: int) -> int:
    """Return how many bytes may be sent to a path."""
    if path.startswith(ARTICLES):
        return LARGEST_ARTICLE
    return LARGEST_HOOK if path.startswith(HOOKS) else otherwise


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers
