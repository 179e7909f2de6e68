"""What no other page can make a browser do here, and what our own pages may do.

A browser says where a request comes from (`Sec-Fetch-Site`), and no page can change that. Whatever
changes something is taken from our own pages alone; an old browser that does not say so is asked
for its `Origin`. A request that says neither is refused.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handrail.web.api.gate import is_own
from handrail.web.console.cookies import SESSION, cookies_of
from handrail.web.own_files import POLICY

PREFIX = "/console"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without any, a browser calls our own forms' origin null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class ConsoleGuard:
    """Stand before the whole application: the cookie opens more than the console's own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before anything looks at it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_ours = _is_console(scope["path"])

        async def marked(message: Message) -> None:
            if is_ours and message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if (is_ours or _rests_on_cookie(scope)) and not _is_allowed(scope):
            refusal = PlainTextResponse(
                "This was asked for by another page, or by a browser that does not say by which. "
                "Nothing was done.\n",
                status_code=403,
            )
            await refusal(scope, receive, marked)
            return
        await self._app(scope, receive, marked)


def _is_console(path: str) -> bool:
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _rests_on_cookie(scope: Scope) -> bool:
    """Tell whether a cookie alone shows who changes something; no page sends tokens unasked."""
    if scope["method"] in _SAFE or "authorization" in Headers(scope=scope):
        return False
    return cookies_of(scope).get(SESSION) is not None


def _is_allowed(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if scope["method"] in _SAFE:
        return site in (None, "same-origin", "none") or _is_visit(scope, headers)
    if site is not None:
        return site == "same-origin"
    return is_own(headers.get("origin", ""), headers)


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Tell whether somebody follows a link to one of our pages, as from a ticket or a notice."""
    return (
        scope["method"] == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )
