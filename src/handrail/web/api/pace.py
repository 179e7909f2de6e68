"""How much may one address, and one conversation, ask for? Beyond that it is told when to ask."""

import hashlib
import math
import time
from collections.abc import Iterator

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from handrail.kernel.networks import network_of
from handrail.site_settings import RateSettings
from handrail.web.api.errors import error_response
from handrail.web.api.gate import HOOKS

_OPENING = "/api/v1/conversations"
_CUSTOMERS = (f"{_OPENING}/", "/api/v1/sites/")

Asked = tuple[RateLimitItem, str]


class Pace:
    """Let customers and helpdesks in at the pace that is set; each process counts its own."""

    def __init__(self, app: ASGIApp, rates: RateSettings) -> None:
        self._app = app
        self._rates = rates
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when the next one may come."""
        if scope["type"] == "http" and (wait := self._wait(scope)) is not None:
            headers = {"Retry-After": str(wait)}
            message = f"That is too much at once. Please try again in {wait} seconds."
            await error_response("too_many", message, headers)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> int | None:
        """Return the seconds until there is room again, or None where there is."""
        for limit, whose in self._asked(scope):
            if limit.amount and not self._limiter.hit(limit, whose):
                free_at = self._limiter.get_window_stats(limit, whose).reset_time
                return max(1, math.ceil(free_at - time.time()))
        return None

    def _asked(self, scope: Scope) -> Iterator[Asked]:
        path, method = str(scope["path"]), scope["method"]
        address, rates = _address(scope), self._rates
        if path == _OPENING and method == "POST":
            yield _per_minute(rates.opened_per_address, "opened"), address
        elif method == "POST" and path.startswith(_OPENING):
            yield _per_minute(rates.said_per_address, "said"), address
            yield _per_minute(rates.said_per_conversation, "token"), _token(scope)
        elif path.startswith(HOOKS):
            yield _per_minute(rates.hooks_per_address, "hook"), address
        elif method == "GET" and path.startswith(_CUSTOMERS):
            yield _per_minute(rates.read_per_address, "read"), address


def _per_minute(amount: int, what: str) -> RateLimitItem:
    return RateLimitItemPerMinute(amount, 1, what)


def _address(scope: Scope) -> str:
    return network_of(str((scope.get("client") or ("", 0))[0]))


def _token(scope: Scope) -> str:
    """Return what tells tokens apart: no token is kept here."""
    shown = Headers(scope=scope).get("authorization", "")
    return hashlib.sha256(shown.encode()).hexdigest()
