"""Operations over HTTP: which status means what, and the same bytes on every try."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import httpx2

from handrail.adapters.systems.calling import (
    Answered,
    Call,
    Denied,
    Heard,
    NothingThere,
    Unclear,
)
from handrail.kernel.canonical import canonical_json
from handrail.kernel.clock import Clock

_LARGEST_REPLY = 8 * 1024 * 1024
_KEPT_OPEN_SECONDS = 2.0
"""Less than any server waits: a request must not meet a connection that is just being closed."""
_NOT_FOUND = 404
_NOBODY_KNOWS = frozenset({408, 409})
"""A request that broke off, or one with the same key under way: it may still take effect."""
_SURELY_NOTHING = frozenset({412, 425, 429})
"""It came too late, too early or too often: nothing was done, and it may be sent again."""
_NOT_ALLOWED = frozenset({401, 403, 407})
"""Often said by what stands before a system, or while a token changes: it settles nothing."""
_OPEN = _NOBODY_KNOWS | _NOT_ALLOWED | {_NOT_FOUND}
"""A 404 is the system's own only where it says in a code what it did not find."""
_HEADER, _PATH, _QUERY, _BODY = "header", "path", "query", "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOperation:
    """Hold where an operation is, and where each of its arguments goes."""

    method: str
    path: str
    in_path: frozenset[str]
    in_query: frozenset[str]
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPlace:
    """Hold where a system is reached, and what opens it."""

    base_url: str
    token: str | None
    timeout_seconds: float


class HttpCaller:
    """Call operations over HTTP; safe to share between threads."""

    def __init__(
        self, place: HttpPlace, operations: Mapping[str, HttpOperation], clock: Clock
    ) -> None:
        self._place = place
        self._operations = operations
        self._clock = clock
        self._client = httpx2.Client(
            base_url=place.base_url,
            headers={} if place.token is None else {"Authorization": f"Bearer {place.token}"},
            timeout=place.timeout_seconds,
            limits=httpx2.Limits(keepalive_expiry=_KEPT_OPEN_SECONDS),
            follow_redirects=False,
            trust_env=False,
        )

    def call(self, call: Call) -> Heard:
        """Do one call and return what came of it."""
        operation = self._operations[call.operation]
        request = self._request(operation, call)
        try:
            status, body = self._heard(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            return Unclear(why=f"It cannot be reached: {_named(error)}.", is_untouched=True)
        except httpx2.TimeoutException:
            return Unclear(why="It did not answer in time.")
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
            return Unclear(why=f"The connection broke: {_named(error)}.")
        return meaning_of(status, body, is_reading=operation.method == "GET")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _request(self, operation: HttpOperation, call: Call) -> httpx2.Request:
        parts: dict[str, dict[str, object]] = {_HEADER: {}, _PATH: {}, _QUERY: {}, _BODY: {}}
        for name, value in call.arguments.items():
            parts[_part_of(name, operation)][name] = value
        for place, held in call.placed:
            parts[place.where][place.name] = held
        path = operation.path
        for name, value in parts[_PATH].items():
            path = path.replace("{" + name + "}", quote(str(value), safe=""))
        headers = {name: str(value) for name, value in parts[_HEADER].items()}
        content = None
        if operation.has_body:
            content = canonical_json(parts[_BODY]).encode()
            headers["Content-Type"] = "application/json"
        query = {name: _spelled(value) for name, value in parts[_QUERY].items()}
        return self._client.build_request(
            operation.method, path, params=query, headers=headers, content=content
        )

    def _heard(self, request: httpx2.Request) -> tuple[int, bytes]:
        """Return status and body; a reply that drips is late as a whole."""
        by = self._clock.monotonic() + self._place.timeout_seconds
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if self._clock.monotonic() > by:
                    raise httpx2.ReadTimeout("late as a whole", request=request)
                if len(body) > _LARGEST_REPLY:
                    raise httpx2.ReadError("it answers without end", request=request)
        finally:
            response.close()
        return response.status_code, bytes(body)


def meaning_of(status: int, body: bytes, *, is_reading: bool) -> Heard:
    """Return what a reply means; where a status does not say for sure, nobody knows."""
    if httpx2.codes.is_success(status):
        return _answered(body)
    code = _code_in(body)
    said = f"HTTP {status}{code}"
    if status == _NOT_FOUND and (is_reading or code):
        return NothingThere()
    if status in _SURELY_NOTHING:
        return Unclear(why=f"{said}: it did nothing now.", is_untouched=True)
    if status in _OPEN or not httpx2.codes.is_client_error(status):
        return Unclear(why=f"{said}.")
    return Denied(f"{said}.")


def _answered(body: bytes) -> Heard:
    if not body.strip():
        return Answered({})
    try:
        return Answered(json.loads(body))
    except (ValueError, RecursionError):
        return Unclear(why="Its answer cannot be read.")


def _code_in(body: bytes) -> str:
    """Return the code of an error as systems often give it; never their words."""
    try:
        held = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = held.get("error") if isinstance(held, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    is_plain = isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum()
    return f" ({code})" if is_plain else ""


def _part_of(name: str, operation: HttpOperation) -> str:
    if name in operation.in_path:
        return _PATH
    return _QUERY if name in operation.in_query else _BODY


def _spelled(value: object) -> str:
    return value if isinstance(value, str) else canonical_json(value)


def _named(error: Exception) -> str:
    return type(error).__name__
