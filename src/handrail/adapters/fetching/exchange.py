"""One request to a vetted place, and what is read of every answer in the same way."""

import ssl
from collections.abc import Mapping
from contextlib import AbstractContextManager

import httpcore2

from handrail.adapters.fetching.pinned import PinnedBackend
from handrail.adapters.fetching.place import Place

REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
ABSENT = frozenset({404, 410})


def connections_by(
    backend: PinnedBackend,
    trusted: ssl.SSLContext | None,
    *,
    most: int | None,
    most_kept: int,
    kept_seconds: float,
) -> httpcore2.ConnectionPool:
    """Return connections that only go where the backend lets them."""
    return httpcore2.ConnectionPool(
        ssl_context=trusted or httpcore2.default_ssl_context(),
        max_connections=most,
        max_keepalive_connections=most_kept,
        keepalive_expiry=kept_seconds,
        network_backend=backend,
    )


def requested(
    connections: httpcore2.ConnectionPool,
    method: str,
    place: Place,
    headers: Mapping[str, str],
    timeouts: Mapping[str, float],
) -> AbstractContextManager[httpcore2.Response]:
    """Ask for a place by its name; its address was vetted."""
    named = {"Host": place.authority, **headers}
    return connections.stream(
        method,
        place.address,
        headers=[(name.encode(), value.encode()) for name, value in named.items()],
        extensions={"timeout": dict(timeouts)},
    )


def headers_of(response: httpcore2.Response) -> dict[str, str]:
    """Return the headers of an answer, names in small letters."""
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }
