"""Requests to a help centre's API: patient within bounds, and never led to another host.

The address comes from the settings alone. No redirection is followed and a next page on another
host is refused: what a server answers cannot send our credentials elsewhere.
"""

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2

from handrail.adapters.sources.folder import SourceUnavailable

_LARGEST_REPLY = 32 * 1024 * 1024
_TRIES = 4
_NOT_NOW = frozenset({429, 500, 502, 503, 504})
_NOT_LET_IN = frozenset({401, 403})
_GONE = frozenset({404, 410})


class NotThere(SourceUnavailable):
    """Report that what was asked for does not exist at the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPlace:
    """Hold where an API is, and what opens it."""

    source: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    seconds: float = 30.0
    """A reply that takes longer as a whole is given up."""
    patience: float = 120.0
    """For so long in all a listing waits where it is told to."""
    pause: Callable[[float], None] = time.sleep


class Api:
    """Ask one API, for one listing: the patience is spent once."""

    def __init__(self, place: ApiPlace) -> None:
        self._place = place
        self._patience = place.patience
        self._client = httpx2.Client(
            base_url=place.url,
            headers={"Accept": "application/json", **place.headers},
            auth=place.auth,
            timeout=place.seconds,
            verify=_trusted(),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> "Api":
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """Return the object that is answered; raises NotThere, SourceUnavailable."""
        why, wait = "", 0.0
        for tried in range(_TRIES):
            try:
                status, headers, body = self._heard(self._within(path), params)
            except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
                why, wait = f"cannot be reached ({type(error).__name__})", float(2**tried)
            else:
                if status not in _NOT_NOW:
                    return self._meaning(status, body)
                why, wait = f"answers with HTTP {status}", _asked_wait(headers, tried)
            if tried < _TRIES - 1:
                self._wait(wait, why)
        raise self.unavailable(f"{why}, {_TRIES} times in a row")

    def unavailable(self, why: str, hint: str = "") -> SourceUnavailable:
        """Return the error that says what the source does."""
        told = f"Source {self._place.source!r}: {urlsplit(self._place.url).netloc} {why}."
        return SourceUnavailable(told, hint=hint or "What is served of it stays.")

    def _within(self, path: str) -> str:
        """Return an address as it may be asked: below ours, whatever an answer said."""
        try:
            said, ours = urlsplit(path), urlsplit(self._place.url)
        except ValueError as error:
            raise self.unavailable("leads on to what is no address") from error
        if not said.scheme and not said.netloc:
            return path
        if (said.scheme, said.netloc) != (ours.scheme, ours.netloc):
            raise self.unavailable(f"leads on to another host, {said.netloc[:100]!r}")
        return path

    def _heard(
        self, path: str, params: Mapping[str, str] | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        by = time.monotonic() + self._place.seconds
        body = bytearray()
        with self._client.stream("GET", path, params=params) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > by:
                    raise httpx2.ReadTimeout("late as a whole", request=response.request)
                if len(body) > _LARGEST_REPLY:
                    raise self.unavailable(f"answers with more than {_LARGEST_REPLY:,} bytes")
            return response.status_code, response.headers, bytes(body)

    def _meaning(self, status: int, body: bytes) -> Mapping[str, Any]:
        if status in _GONE:
            raise NotThere(str(self.unavailable(f"says that it is not there (HTTP {status})")))
        if status in _NOT_LET_IN:
            hint = "Check its token and what it may read; what is served of it stays."
            raise self.unavailable(f"does not let us in (HTTP {status})", hint)
        if not httpx2.codes.is_success(status):
            raise self.unavailable(f"answers with HTTP {status}")
        try:
            said = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self.unavailable("answers with what is no JSON") from error
        if not isinstance(said, dict):
            raise self.unavailable("answers with what is no object")
        return said

    def _wait(self, seconds: float, why: str) -> None:
        if seconds > self._patience:
            raise self.unavailable(f"{why} and asks for {seconds:.0f} s")
        self._patience -= seconds
        self._place.pause(seconds)


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates that are trusted, read once: that takes longer than a request."""
    return httpx2.create_ssl_context()


def _asked_wait(headers: Mapping[str, str], tried: int) -> float:
    said = headers.get("retry-after", "")
    return float(said) if said.isdecimal() and len(said) < len("9999999") else float(2**tried)
