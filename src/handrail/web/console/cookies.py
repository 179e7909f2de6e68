"""The console's cookies: under `__Host-` names, but over plain HTTP on this machine.

A browser keeps a `__Host-` cookie only from an encrypted address, for that host alone, so no other
host and no unencrypted page can plant one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

_LOOPBACK = frozenset(("127.0.0.1", "localhost", "[::1]"))
_LONGEST = 4_096

SESSION, SIGN_ON, SAID, THEME = "handrail", "handrail-sign-on", "handrail-said", "handrail-theme"


@dataclass(frozen=True, slots=True)
class Cookies:
    """Read and set cookies as the address in the browser asks."""

    is_plain: bool
    """The page is at this machine and not encrypted."""
    held: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """Return the cookie's value; one under the other kind of name does not count."""
        return self.held.get(self._spelled(name))

    def put(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Let the browser keep a cookie, until it is closed or for so long."""
        response.set_cookie(
            self._spelled(name),
            value,
            max_age=seconds,
            path="/",
            secure=not self.is_plain,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        """Let the browser forget a cookie."""
        response.delete_cookie(
            self._spelled(name), path="/", secure=not self.is_plain, httponly=True, samesite="lax"
        )

    def _spelled(self, name: str) -> str:
        return name if self.is_plain else f"__Host-{name}"


def cookies_of(scope: Scope) -> Cookies:
    """Return the cookies of a request."""
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    is_plain = scope.get("scheme") == "http" and name in _LOOPBACK
    sent = headers.get("cookie", "")
    parsed: SimpleCookie = SimpleCookie()
    try:
        parsed.load(sent if len(sent) <= _LONGEST else "")
    except CookieError:
        parsed = SimpleCookie()
    return Cookies(is_plain, {key: morsel.value for key, morsel in parsed.items()})
