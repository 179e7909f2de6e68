"""One request to a helpdesk over HTTP and what its status means; and what one of theirs holds.

Addresses come from the settings alone; no redirection is followed, and no proxy of the environment.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx2

from handrail.flow.helpdesk_ports import Hook
from handrail.flow.parcels import NotTaken
from handrail.kernel.errors import BadInput

_SECONDS = 15.0
_LARGEST_REPLY = 4 * 1024 * 1024
_TOO_OFTEN = 429
_NEVER = frozenset({400, 404, 405, 410, 413, 415, 422})
"""The same request will be refused again; others, such as 401, can be put right meanwhile."""
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold what was answered, where it was a yes."""

    body: Any


class HttpDesk:
    """Send requests to one address; safe to share between threads. Keeps no connection open."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        *,
        auth: tuple[str, str] | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        self._seconds = seconds
        self._client = httpx2.Client(
            base_url=base_url,
            headers=dict(headers),
            auth=auth,
            timeout=seconds,
            limits=httpx2.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    def ask(
        self,
        method: str,
        path: str,
        *,
        json_body: object = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply | NotTaken:
        """Send one request. Never raises for what the other side or the network does."""
        sent = dict(headers or {})
        if content is None and json_body is not None:
            content = json.dumps(json_body, ensure_ascii=False).encode("utf-8", "replace")
        if content is not None:
            sent["Content-Type"] = "application/json"
        try:
            request = self._client.build_request(
                method, path, content=content, params=params, headers=sent
            )
            response, body = self._heard(request)
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
            return NotTaken(why=f"It cannot be reached, or broke off: {type(error).__name__}.")
        return _meaning(response, body)

    def _heard(self, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
        """Return reply and body; a reply that drips is late as a whole."""
        by = time.monotonic() + self._seconds
        response = self._client.send(request, stream=True)
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > by:
                    raise httpx2.ReadTimeout("late as a whole", request=request)
                if len(body) > _LARGEST_REPLY:
                    raise httpx2.ReadError("it answers without end", request=request)
        finally:
            response.close()
        return response, bytes(body)


def _meaning(response: httpx2.Response, body: bytes) -> Reply | NotTaken:
    status = response.status_code
    if httpx2.codes.is_success(status):
        try:
            return Reply(json.loads(body) if body.strip() else None)
        except (ValueError, RecursionError):
            return Reply(None)
    after = _wait(response.headers.get("retry-after", ""))
    return NotTaken(why=f"HTTP {status}.", after=after, is_final=status in _NEVER)


def _wait(spelled: str) -> timedelta | None:
    if not spelled.isdecimal() or len(spelled) > len("9999999"):
        return None
    return min(timedelta(seconds=int(spelled)), _LONGEST_WAIT)


def in_path(value: object) -> str:
    """Return a value as one part of a path."""
    return quote(str(value), safe="")


def read_event(body: bytes, event_of: Callable[[Any], Hook]) -> Hook:
    """Return what a signed body tells; raises BadInput where it is no event that we know."""
    try:
        return event_of(json.loads(body))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput("The webhook is no event of a ticket.") from error


def found_in(held: Any, *names: str) -> Any:
    """Return what lies under names inside one another; None where it does not."""
    for name in names:
        held = held.get(name) if isinstance(held, dict) else None
    return held


def rows_in(held: Any, *names: str) -> list[dict[str, Any]]:
    """Return a list of objects that lies under names; empty where it does not."""
    rows = found_in(held, *names) if names else held
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
