"""The chat page and its files: read once, served with the strictest headers they work under."""

import hashlib
import html
from collections.abc import Awaitable, Callable
from importlib.resources import files
from string import Template

from fastapi import APIRouter, Request
from starlette.responses import Response

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_FILES = (
    "chat.css",
    "page.css",
    "chat.js",
    "conversation.js",
    "elements.js",
    "replies.js",
    "icon.svg",
)


def page_routes(title: str) -> APIRouter:
    """Return the routes of the chat page, headed by a title."""
    folder = files("handrail.web.widget")
    routes = APIRouter(include_in_schema=False)
    page = Template((folder / "chat.html").read_text(encoding="utf-8"))
    written = page.substitute(title=html.escape(title)).encode("utf-8")
    routes.add_api_route("/", _serving(written, "html"), methods=["GET", "HEAD"])
    for name in _FILES:
        serving = _serving((folder / name).read_bytes(), name.rpartition(".")[2])
        routes.add_api_route(f"/{name}", serving, methods=["GET", "HEAD"])
    return routes


def _serving(content: bytes, kind: str) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that sends the content, or word that the browser has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Content-Type": _TYPES[kind],
        "Content-Security-Policy": _POLICY,
    }

    async def serve(request: Request) -> Response:
        known = request.headers.get("if-none-match", "")
        if tag in (held.strip().removeprefix("W/") for held in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers)

    return serve
