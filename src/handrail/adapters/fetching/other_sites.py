"""Open addresses of many sites: a few sites at once, each at its own pace, and not for ever."""

import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from urllib.parse import urlsplit

from handrail.adapters.fetching.guard import Guard
from handrail.adapters.fetching.opening import Opened, Opener
from handrail.domain.knowledge.health.answers_elsewhere import Answer, Heard

_FAILED_IN_A_ROW = 3
"""So many failures of one site, and it is left in peace until the next time."""
_SILENT_SITES = 12
"""So many sites without one that answers, and it is the network that is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesPlan:
    """Say what opening links may take."""

    seconds: float = 300.0
    """For all addresses together; what was begun is brought to its end."""
    seconds_each: float = 10.0
    """For each request."""
    pause: float = 0.2
    """Between two requests to one host."""
    hosts_at_once: int = 8


@dataclass(slots=True)
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None


class GuardedSites:
    """Ask other sites for addresses through the guard."""

    def __init__(
        self,
        guard: Guard,
        plan: SitesPlan,
        *,
        monotonic: Callable[[], float],
        wait: Callable[[float], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._guard = guard
        self._plan = plan
        self._monotonic = monotonic
        self._wait = wait
        self._is_stopped = is_stopped
        self._turns: defaultdict[str, _Turn] = defaultdict(_Turn)
        self._giving_turns = threading.Lock()

    @contextmanager
    def ask(
        self, addresses: Sequence[str], witnesses: Sequence[str] = ()
    ) -> Generator[Iterator[Heard]]:
        """Give what came of each address; those for which no time was left do not come up."""
        opener = Opener(self._guard, self._at_host, seconds=self._plan.seconds_each)
        round_ = _Round(
            opener=opener,
            by=self._monotonic() + self._plan.seconds,
            monotonic=self._monotonic,
            is_stopped=self._is_stopped,
        )
        hosts = _by_host(addresses)
        pool = ThreadPoolExecutor(self._plan.hosts_at_once, thread_name_prefix="other-site")
        try:
            for of_host in hosts:
                pool.submit(round_.ask_host, of_host)
            yield round_.given(len(hosts), witnesses)
        finally:
            round_.is_over = True
            pool.shutdown(cancel_futures=True)
            opener.close()

    @contextmanager
    def _at_host(self, host: str) -> Generator[None]:
        with self._giving_turns:
            turn = self._turns[host]
        with turn.lock:
            if turn.last is not None:
                self._wait(max(0.0, turn.last + self._plan.pause - self._monotonic()))
            try:
                yield
            finally:
                turn.last = self._monotonic()


@dataclass(frozen=True, slots=True)
class _Came:
    """Hold what came of an address, and whether any site was heard at all."""

    heard: Heard
    was_heard: bool


@dataclass(slots=True, kw_only=True)
class _Round:
    """Hold one round of asking, that several threads work on."""

    opener: Opener
    by: float
    monotonic: Callable[[], float]
    is_stopped: Callable[[], bool]
    coming: "SimpleQueue[_Came | None]" = field(default_factory=SimpleQueue)
    """What came; None at the end of each host."""
    is_over: bool = False
    _silent: int = 0
    _was_heard: bool = False
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def ask_host(self, addresses: Sequence[str]) -> None:
        """Ask one host for its addresses, one after the other."""
        try:
            self._ask_host(addresses)
        finally:
            self.coming.put(None)

    def _ask_host(self, addresses: Sequence[str]) -> None:
        failed = 0
        for place, address in enumerate(addresses):
            if self._ends():
                return
            opened = self.opener.open(address)
            self._note(opened, is_first=place == 0)
            is_nowhere = opened.answer is Answer.NO_SITE and place == 0
            for each in addresses if is_nowhere else (address,):
                heard = Heard(address=each, answer=opened.answer)
                self.coming.put(_Came(heard, was_heard=opened.was_heard))
            if is_nowhere:
                return
            failed = failed + 1 if opened.answer is Answer.UNREACHED else 0
            if opened.is_over or failed >= _FAILED_IN_A_ROW:
                return

    def given(self, hosts: int, witnesses: Sequence[str]) -> Iterator[Heard]:
        """Yield what comes, and at last what has no site: that is to be believed first."""
        nameless: list[Heard] = []
        answering: set[str] = set()
        while hosts:
            came = self.coming.get()
            if came is None:
                hosts -= 1
                continue
            if came.was_heard:
                answering.add(_host(came.heard.address))
            if came.heard.answer is Answer.NO_SITE:
                nameless.append(came.heard)
            else:
                yield came.heard
        wanted = len({_host(heard.address) for heard in nameless}) - len(answering)
        is_believed = self._vouched(wanted, witnesses)
        for heard in nameless:
            yield heard if is_believed else replace(heard, answer=Answer.UNREACHED)

    def _vouched(self, wanted: int, witnesses: Sequence[str]) -> bool:
        """Tell whether as many sites answer as have no name: else names are not given out here."""
        for address in witnesses:
            if wanted <= 0 or self._ends():
                break
            wanted -= self.opener.open(address).was_heard
        return wanted <= 0

    def _ends(self) -> bool:
        if self.is_over or self.is_stopped() or self.monotonic() >= self.by:
            return True
        return not self._was_heard and self._silent >= _SILENT_SITES

    def _note(self, opened: Opened, *, is_first: bool) -> None:
        with self._counting:
            self._was_heard |= opened.was_heard
            is_silent = not opened.was_heard and opened.answer is not Answer.BARRED
            self._silent += is_first and is_silent


def _by_host(addresses: Sequence[str]) -> list[list[str]]:
    """Return the addresses of each host, the host with most first: it takes longest."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(_host(address), []).append(address)
    return sorted(found.values(), key=len, reverse=True)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address  # the guard will refuse it
