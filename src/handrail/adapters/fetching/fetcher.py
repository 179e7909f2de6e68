"""Fetches a page: every address vetted, every redirection again, every byte and second counted."""

import re
import ssl
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore2

from handrail.adapters.fetching.exchange import (
    ABSENT,
    REDIRECTIONS,
    connections_by,
    headers_of,
    requested,
)
from handrail.adapters.fetching.guard import Guard, NotAllowed, UnknownHost
from handrail.adapters.fetching.pinned import Deadline, PinnedBackend
from handrail.adapters.fetching.place import Place
from handrail.adapters.fetching.unpacking import Overflow, unpacked, unzipped
from handrail.flow.fetch_ports import Asked, Fetched, NotFetched, Outcome, Unchanged, Why

_AGENT = "Handrail/0.1 (reads help centres; obeys robots.txt as `handrail`)"
_MOST_REDIRECTIONS = 3
_OK, _UNCHANGED = 200, 304
_DENIED = frozenset({401, 402, 403, 407, 451})
_LONGEST_HEADER = 500
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_ZIPPED = frozenset({"application/gzip", "application/x-gzip"})
_TIMEOUTS = {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": 10.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Say what one fetch may take."""

    most_bytes: int = 5_000_000
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class _Redirection:
    to: str


class GuardedFetcher:
    """Fetch pages through the guard; connections are kept open for the next page of a host."""

    def __init__(
        self,
        guard: Guard,
        limits: FetchLimits | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._limits = limits or FetchLimits()
        self._deadline = Deadline()
        self._connections = connections_by(
            PinnedBackend(guard.vetted, self._deadline),
            trusted,
            most=4,
            most_kept=2,
            kept_seconds=20.0,
        )

    def close(self) -> None:
        """Close what is still open."""
        self._connections.close()

    def fetch(self, asked: Asked) -> Outcome:
        """Fetch one page, following a few redirections within its host."""
        self._deadline.begin(self._limits.seconds)
        address = asked.address
        first: Place | None = None
        try:
            for _ in range(_MOST_REDIRECTIONS + 1):
                place = self._guard.place(address)
                _require_same_host(first or place, place)
                first = first or place
                answer = self._ask(place, asked)
                if not isinstance(answer, _Redirection):
                    return answer
                address = urljoin(place.address, answer.to)
        except NotAllowed as refused:
            return NotFetched(address=asked.address, why=Why.REFUSED, text=str(refused))
        except UnknownHost as unknown:
            return NotFetched(address=asked.address, why=Why.FAILED, text=str(unknown))
        except ValueError:
            return _unusable(asked.address, "It redirects to what is no address.")
        return _unusable(asked.address, f"It redirects more than {_MOST_REDIRECTIONS} times.")

    def _ask(self, place: Place, asked: Asked) -> Outcome | _Redirection:
        try:
            with self._request(place, asked) as response:
                return self._heard(place, asked, response)
        except httpcore2.TimeoutException:
            text = f"It took longer than {self._limits.seconds:g} s."
            return NotFetched(address=place.address, why=Why.FAILED, text=text)
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            said = f"It cannot be reached, or broke off: {type(error).__name__}."
            return NotFetched(address=place.address, why=Why.FAILED, text=said)

    def _request(self, place: Place, asked: Asked) -> AbstractContextManager[httpcore2.Response]:
        headers = {
            "User-Agent": _AGENT,
            "Accept": ", ".join(asked.accept),
            "Accept-Encoding": "gzip",
            **({"If-None-Match": asked.etag} if asked.etag else {}),
            **({"If-Modified-Since": asked.modified} if asked.modified else {}),
        }
        return requested(self._connections, "GET", place, headers, _TIMEOUTS)

    def _heard(
        self, place: Place, asked: Asked, response: httpcore2.Response
    ) -> Outcome | _Redirection:
        said = headers_of(response)
        if response.status in REDIRECTIONS and "location" in said:
            return _Redirection(said["location"])
        if response.status == _UNCHANGED and (asked.etag or asked.modified):
            return Unchanged(address=place.address)
        if response.status != _OK:
            return _not_shown(place.address, response.status, said)
        kind = said.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in asked.accept:
            return _unusable(place.address, f"It is of the kind {kind[:60] or '(none)'}.")
        try:
            body = self._body(asked, response, said, kind)
        except Overflow as error:
            return _unusable(place.address, f"It is not taken in: {error}.")
        charset = _CHARSET.search(said.get("content-type", ""))
        return Fetched(
            address=place.address,
            body=body,
            media_type=kind,
            charset=charset.group(1) if charset else None,
            etag=_short(said.get("etag")),
            modified=_short(said.get("last-modified")),
            headers=said,
        )

    def _body(
        self, asked: Asked, response: httpcore2.Response, said: Mapping[str, str], kind: str
    ) -> bytes:
        most = asked.most_bytes or self._limits.most_bytes
        declared = said.get("content-length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > most:
            raise Overflow(f"it is larger than {most:,} bytes")
        packed = said.get("content-encoding", "").strip().lower()
        body = unpacked(response.iter_stream(), packed, most)
        return unzipped(body, most) if kind in _ZIPPED else body


def _require_same_host(first: Place, place: Place) -> None:
    if place.host != first.host:
        raise NotAllowed(
            f"It leads to another host, {place.host!r:.100}.", hint="Name that address instead."
        )


def _short(said: str | None) -> str | None:
    """Return what a site calls a version, unless it is an odd or endless one."""
    return said if said and len(said) <= _LONGEST_HEADER and said.isprintable() else None


def _unusable(address: str, text: str) -> NotFetched:
    return NotFetched(address=address, why=Why.UNUSABLE, text=text)


def _not_shown(address: str, status: int, said: Mapping[str, str]) -> NotFetched:
    if status in ABSENT:
        return NotFetched(address=address, why=Why.ABSENT, text=f"HTTP {status}.")
    if status in _DENIED:
        return NotFetched(address=address, why=Why.DENIED, text=f"HTTP {status}.")
    after = said.get("retry-after", "")
    seconds = float(after) if after.isdecimal() and len(after) < len("9999999") else None
    return NotFetched(
        address=address, why=Why.FAILED, text=f"HTTP {status}.", after_seconds=seconds
    )
