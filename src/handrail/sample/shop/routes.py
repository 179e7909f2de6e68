"""The shop's HTTP: its pages, who has signed in, and the token that says so to the assistant."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids
from handrail.sample.host import CUSTOMER, identity_token
from handrail.sample.shop.pages import Visitor, front_page, orders_page

_COOKIE = "corncrake"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_SEE_OTHER, _UNAUTHORIZED, _FORBIDDEN = 303, 401, 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Hold where the shop's orders and its assistant are, and who has signed in."""

    orders: httpx2.Client
    chat: str
    """Address of the assistant: its origin, without a slash at the end."""
    identity_secret: str = field(repr=False)
    clock: Clock
    ids: Ids
    signed_in: set[str] = field(default_factory=set, repr=False)

    @property
    def headers(self) -> Mapping[str, str]:
        """Return what every page is served with: the strictest policy that the chat works under."""
        policy = (
            f"default-src 'none'; script-src 'self' {self.chat}; connect-src 'self' {self.chat}; "
            "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        return {"Content-Security-Policy": policy, "Cache-Control": "no-store"}

    def knows(self, request: Request) -> bool:
        """Tell whether whoever asks has signed in."""
        return request.cookies.get(_COOKIE) in self.signed_in

    def read(self, path: str) -> dict[str, Any]:
        """Return what the order system tells."""
        found: dict[str, Any] = self.orders.get(path).raise_for_status().json()
        return found


def application(shop: Shop) -> Starlette:
    """Return the shop."""
    routes = [
        Route("/", _front),
        Route("/orders", _orders),
        Route("/identity", _identity),
        Route("/sign-in", _sign_in, methods=["POST"]),
        Route("/sign-out", _sign_out, methods=["POST"]),
        Route("/shop.css", _file),
        Route("/shop.js", _file),
        Route("/icon.svg", _file),
    ]
    app = Starlette(routes=routes)
    app.state.shop = shop
    return app


def _front(request: Request) -> Response:
    shop = _shop(request)
    return HTMLResponse(front_page(_visitor(shop, request), shop.chat), headers=shop.headers)


def _orders(request: Request) -> Response:
    shop = _shop(request)
    orders = []
    if shop.knows(request):
        numbers = shop.read(f"/customers/{CUSTOMER}")["orders"]
        orders = [shop.read(f"/orders/{number}") for number in numbers]
    page = orders_page(_visitor(shop, request), orders, shop.chat)
    return HTMLResponse(page, headers=shop.headers)


def _identity(request: Request) -> Response:
    """Say to the page, and to no other page, who has signed in."""
    shop = _shop(request)
    if not shop.knows(request):
        return JSONResponse({"token": None}, _UNAUTHORIZED, headers={"Cache-Control": "no-store"})
    token = identity_token(shop.identity_secret, CUSTOMER, shop.clock.now(), shop.ids)
    return JSONResponse({"token": token}, headers={"Cache-Control": "no-store"})


def _sign_in(request: Request) -> Response:
    if not _is_own(request):
        return Response(status_code=_FORBIDDEN)
    session = secrets.token_urlsafe(32)
    _shop(request).signed_in.add(session)
    answer = RedirectResponse("/orders", _SEE_OTHER)
    answer.set_cookie(_COOKIE, session, httponly=True, samesite="strict")
    return answer


def _sign_out(request: Request) -> Response:
    if not _is_own(request):
        return Response(status_code=_FORBIDDEN)
    _shop(request).signed_in.discard(request.cookies.get(_COOKIE, ""))
    answer = RedirectResponse("/", _SEE_OTHER)
    answer.delete_cookie(_COOKIE)
    return answer


def _file(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    content = (files("handrail.sample.shop") / name).read_bytes()
    headers = {"Content-Type": _TYPES[name.rpartition(".")[2]], "Cache-Control": "no-cache"}
    return Response(content, headers=headers | {"X-Content-Type-Options": "nosniff"})


def _shop(request: Request) -> Shop:
    shop = request.app.state.shop
    assert isinstance(shop, Shop)
    return shop


def _visitor(shop: Shop, request: Request) -> Visitor:
    name = str(shop.read(f"/customers/{CUSTOMER}")["name"])
    return Visitor(name=name, is_signed_in=shop.knows(request))


def _is_own(request: Request) -> bool:
    """Tell whether a form of the shop's own page asks."""
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
