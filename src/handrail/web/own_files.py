"""Files of ours: read once, and sent to no browser that has them already."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
_SMALL = 1_000
"""Bytes below which compressing gains nothing."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""What a page of ours may do: nothing but with what its own server sends."""


def served(
    content: bytes, kind: str, more: Mapping[str, str]
) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that sends the content, or word that the browser has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    packed = compressed(content) if len(content) > _SMALL else None
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Content-Type": _TYPES[kind],
        "Vary": "Accept-Encoding",
        **more,
    }

    async def serve(request: Request) -> Response:
        known = request.headers.get("if-none-match", "")
        if tag in (held.strip().removeprefix("W/") for held in known.split(",")):
            return Response(status_code=304, headers=headers)
        if packed is not None and _takes_gzip(request):
            return Response(packed, headers=headers | {"Content-Encoding": "gzip"})
        return Response(content, headers=headers)

    return serve


def compressed(content: bytes) -> bytes:
    """Return content as it goes over the line, the same bytes each time."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def _takes_gzip(request: Request) -> bool:
    taken = (word.strip() for word in request.headers.get("accept-encoding", "").split(","))
    return any(word == "gzip" or word.startswith("gzip;q=1") for word in taken)
