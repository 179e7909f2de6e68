"""The chat page, the chat element and their files: read once, served with strict headers."""

import hashlib
import html
from collections.abc import Awaitable, Callable
from importlib.resources import files
from string import Template

from fastapi import APIRouter, Request
from starlette.responses import Response

from handrail.web.bundle import bundled, compressed

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_FILES = ("page.css", "icon.svg")
_SMALL = 1_000
"""Bytes below which compressing gains nothing."""


def page_routes(title: str) -> APIRouter:
    """Return the routes of the chat page, headed by a title, and of the chat element."""
    folder = files("handrail.web.widget")
    page = Template((folder / "chat.html").read_text(encoding="utf-8"))
    bundle = bundled()
    served = {"/": page.substitute(title=html.escape(title)).encode("utf-8")}
    served |= {f"/{name}": (folder / name).read_bytes() for name in _FILES}
    served |= {f"/words/{language}.json": said for language, said in bundle.words.items()}
    served["/widget.js"] = bundle.script
    routes = APIRouter(include_in_schema=False)
    for path, content in served.items():
        kind = "html" if path == "/" else path.rpartition(".")[2]
        routes.add_api_route(path, _serving(content, kind), methods=["GET", "HEAD"])
    return routes


def _serving(content: bytes, kind: str) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that sends the content, or word that the browser has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    packed = compressed(content) if len(content) > _SMALL else None
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Content-Type": _TYPES[kind],
        "Content-Security-Policy": _POLICY,
        "Vary": "Accept-Encoding",
    }
    if kind == "js":
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # any page may embed the chat

    async def serve(request: Request) -> Response:
        known = request.headers.get("if-none-match", "")
        if tag in (held.strip().removeprefix("W/") for held in known.split(",")):
            return Response(status_code=304, headers=headers)
        if packed is not None and _takes_gzip(request):
            return Response(packed, headers=headers | {"Content-Encoding": "gzip"})
        return Response(content, headers=headers)

    return serve


def _takes_gzip(request: Request) -> bool:
    taken = (word.strip() for word in request.headers.get("accept-encoding", "").split(","))
    return any(word == "gzip" or word.startswith("gzip;q=1") for word in taken)
