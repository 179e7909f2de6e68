"""Open one address of another site: is it there, gone, or is nothing said? No page is taken in."""

import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import httpcore2

from handrail.adapters.fetching.exchange import (
    ABSENT,
    REDIRECTIONS,
    connections_by,
    headers_of,
    requested,
)
from handrail.adapters.fetching.guard import Guard, NoSuchHost, NotAllowed, UnknownHost
from handrail.adapters.fetching.pinned import Deadline, PinnedBackend
from handrail.adapters.fetching.place import Place
from handrail.domain.knowledge.health.answers_elsewhere import Answer

_AGENT = "Handrail/0.1 (opens links of help articles to see whether they are gone)"
_MOST_REDIRECTIONS = 5
_BUSY = frozenset({429, 503})
_REPEATS = frozenset({Answer.NO_PAGE, Answer.TURNED_AWAY, Answer.UNREACHED})
_FINE = range(200, 300)
_FAILURES = range(500, 600)  # above it lies a word of some sites' own for `no programs`
_TIMEOUTS = {"connect": 5.0, "read": 8.0, "write": 5.0, "pool": 5.0}
_BROKEN_OFF = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    OSError,
    ValueError,  # a redirection to what is no address
)

AtHost = Callable[[str], AbstractContextManager[None]]
"""Waits until a host may be asked again, and lets nobody else ask it meanwhile."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Hold what came of opening an address."""

    answer: Answer
    is_over: bool = False
    """The site asks for rest, or will not answer for its other addresses either: leave it alone."""
    was_connected: bool = True
    was_heard: bool = True
    """Some site answered, whatever it said: the network is there."""

    @property
    def is_worth_another(self) -> bool:
        """Tell whether to ask as a page is asked for, which some sites alone know."""
        return self.was_connected and not self.is_over and self.answer in _REPEATS

    def after_leading_on(self) -> "Opened":
        """Return what this says of the address that led here: its own site did answer."""
        is_lost = self.answer is Answer.NO_SITE  # hardly ever meant; a lost name is told elsewhere
        answer = Answer.UNREACHED if is_lost else self.answer
        return replace(self, answer=answer, is_over=False, was_heard=True)


class Opener:
    """Open addresses through the guard, one redirection after the other."""

    def __init__(
        self,
        guard: Guard,
        at_host: AtHost,
        *,
        seconds: float = 10.0,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._at_host = at_host
        self._seconds = seconds
        self._deadline = Deadline()
        self._connections = connections_by(
            PinnedBackend(guard.vetted, self._deadline),
            trusted,
            most=None,
            most_kept=16,
            kept_seconds=5.0,
        )

    def close(self) -> None:
        """Close what is still open."""
        self._connections.close()

    def open(self, address: str) -> Opened:
        """Ask whether an address is there, and once more as a browser would where it is not."""
        first = self._tried("HEAD", address)
        if first.answer is Answer.NO_SITE:
            first = self._tried("HEAD", address)
        if not first.is_worth_another:
            return first
        second = self._tried("GET", address)
        if second.answer is Answer.UNREACHED and first.answer is Answer.TURNED_AWAY:
            return first
        return replace(second, was_heard=first.was_heard or second.was_heard)

    def _tried(self, method: str, address: str) -> Opened:
        """Return what comes at the end of all redirections."""
        found = self._reached(method, address)
        for _ in range(_MOST_REDIRECTIONS):
            if isinstance(found, Opened):
                return found
            found = self._reached(method, found)
            found = found.after_leading_on() if isinstance(found, Opened) else found
        # It goes in circles, perhaps for those alone that keep no cookies.
        return found if isinstance(found, Opened) else Opened(Answer.TURNED_AWAY)

    def _reached(self, method: str, address: str) -> Opened | str:
        """Return what a site says of an address, or where it leads on."""
        try:
            place = self._guard.place(address)
            with self._at_host(place.host):
                self._deadline.begin(self._seconds)
                return self._asked(method, place)
        except NotAllowed:
            return Opened(Answer.BARRED, was_heard=False)
        except NoSuchHost:
            return Opened(Answer.NO_SITE, was_heard=False)
        except UnknownHost:
            return Opened(Answer.UNREACHED, is_over=True, was_heard=False)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
            return Opened(Answer.UNREACHED, was_connected=False, was_heard=False)
        except _BROKEN_OFF:
            return Opened(Answer.UNREACHED, was_heard=False)

    def _asked(self, method: str, place: Place) -> Opened | str:
        headers = {"User-Agent": _AGENT, "Accept": "*/*"}
        with requested(self._connections, method, place, headers, _TIMEOUTS) as response:
            said = headers_of(response)
            if response.status in REDIRECTIONS and "location" in said:
                return urljoin(place.address, said["location"])
            return _read(response.status, said.get("content-type", ""))


def _read(status: int, kind: str) -> Opened:
    if status in ABSENT:
        # A program's interface says so of its own address, and of whatever one must log in for.
        is_for_programs = "json" in kind.lower()
        return Opened(Answer.TURNED_AWAY if is_for_programs else Answer.NO_PAGE)
    if status in _FINE:
        return Opened(Answer.THERE)
    is_over = status in _BUSY
    answer = Answer.UNREACHED if status in _FAILURES else Answer.TURNED_AWAY
    return Opened(answer, is_over=is_over)
