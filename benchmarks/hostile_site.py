"""A crawl of a website that means harm: who it reaches, how long it takes, how much it keeps.

`python -m benchmarks.hostile_site`; everything stays on this machine.
"""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx2

from benchmarks.hostile.canary import canary
from benchmarks.hostile.site import hostile
from benchmarks.hostile.spellings import NAMES, spellings
from handrail.adapters.fetching.fetcher import FetchLimits, GuardedFetcher
from handrail.adapters.fetching.guard import Guard, look_up, rules_of
from handrail.adapters.fetching.other_sites import GuardedSites, SitesPlan
from handrail.adapters.fetching.place import host_name
from handrail.adapters.sources.confined_pages import ConfinedPages
from handrail.adapters.sources.web import WebPlan, WebSource
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.health.answers_elsewhere import Answer
from handrail.domain.knowledge.model import Skipped, SourceName, Unread
from handrail.flow.fetch_ports import Asked, Fetcher, NotFetched, Outcome, SeenPage
from handrail.flow.ports import SourceDocument
from handrail.kernel.clock import SystemClock

_SITE = "help.test"
_SECONDS_A_FETCH = 2.0
_SECONDS_A_PAGE = 4.0
_NAMES = {host_name(name): address for name, address in NAMES.items()}


@dataclass(slots=True)
class Crawled:
    """Hold what a crawl of the site came to."""

    articles: list[str] = field(default_factory=list)
    left: list[Skipped | Unread] = field(default_factory=list)
    requests: int = 0
    inward: int = 0
    """Connections that arrived where none should."""
    elsewhere: list[object] = field(default_factory=list)
    """Where else than at the site anything was connected to."""
    seconds: float = 0.0
    megabytes: float = 0.0
    """How much the largest size of this process grew."""


class _Forgetful:
    """Remember nothing of a crawl."""

    def seen(self, _source: SourceName, _scope: str) -> Sequence[SeenPage]:
        return ()

    def keep(self, *_said: object) -> None:
        return


@dataclass(slots=True)
class _Counted:
    """Pass everything on, and count it."""

    inner: Fetcher
    count: int = 0

    def fetch(self, asked: Asked) -> Outcome:
        self.count += 1
        return self.inner.fetch(asked)

    def close(self) -> None:
        self.inner.close()


def look_up_badly(host: str, port: int) -> Sequence[str]:
    """Answer as a name server that means harm; numbers are read as the system reads them."""
    if host == _SITE:
        return ("127.0.0.1",)
    if host in _NAMES:
        return (_NAMES[host],)
    return look_up(host, port)


def ask_for_all(port: int) -> tuple[int, list[str]]:
    """Ask for each spelling through the guard; return how many, and which were not refused."""
    fetcher = GuardedFetcher(Guard(rules_of((80, 443, port), ()), look_up_badly), FetchLimits())
    asked = spellings(port)
    came = [
        address
        for address in asked
        if not isinstance(fetcher.fetch(Asked(address=address, accept=("text/html",))), NotFetched)
    ]
    fetcher.close()
    return len(asked), came


def open_all(port: int) -> tuple[int, list[str]]:
    """Open each spelling as a link to another site; return how many, and which were asked."""
    sites = GuardedSites(
        Guard(rules_of((80, 443, port), ()), look_up_badly),
        SitesPlan(pause=0.0),
        monotonic=time.monotonic,
        wait=lambda _seconds: None,
    )
    asked = spellings(port)
    with sites.ask(asked) as coming:
        heard = list(coming)
    quiet = {Answer.BARRED, Answer.UNREACHED, Answer.NO_SITE}
    return len(asked), [one.address for one in heard if one.answer not in quiet]


def _crawl(port: int, canary_port: int, max_pages: int, seconds: float) -> Crawled:
    """Crawl the site, which is allowed by its name though it lies on this machine."""
    found = Crawled()
    guard = Guard(rules_of((80, 443, canary_port, port), (_SITE,)), look_up_badly)
    fetcher = _Counted(GuardedFetcher(guard, FetchLimits(seconds=seconds)))
    url = f"http://{_SITE}:{port}/"
    source = WebSource(
        plan=WebPlan(url=url, follow_links="always", max_pages=max_pages, pause=0.0),
        defaults=SourceDefaults(source=SourceName("web")),
        fetcher=fetcher,
        memory=_Forgetful(),
        clock=SystemClock(),
        monotonic=time.monotonic,
        wait=lambda _seconds: None,
        reader=lambda: ConfinedPages(wall_seconds=_SECONDS_A_PAGE),
    )
    started, before = time.monotonic(), _megabytes()
    for document in source.documents():
        match document:
            case SourceDocument():
                found.articles.append(document.article)
            case Skipped() | Unread():
                found.left.append(document)
    found.seconds = time.monotonic() - started
    found.megabytes = _megabytes() - before
    found.requests = fetcher.count
    return found


def crawl_watched(max_pages: int, seconds: float) -> Crawled:
    """Crawl the site, with a canary at every inward place that it leads to."""
    with canary() as bird, hostile(bird.port) as port:
        found = _crawl(port, bird.port, max_pages, seconds)
        found.inward = bird.came
        found.elsewhere = [place for place in bird.connected if place != ("127.0.0.1", port)]
    return found


def _unguarded(port: int) -> int:
    """Return how many spellings a client without a guard takes to the canary."""
    reached = 0
    with httpx2.Client(trust_env=False, timeout=0.5) as client:
        for address in spellings(port):
            try:
                client.get(address)
            except (httpx2.RemoteProtocolError, httpx2.ReadError):
                reached += 1  # it hung up: it is the canary
            except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
                continue
    return reached


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def main() -> int:
    """Print what came of it."""
    with canary() as bird:
        count, came = ask_for_all(bird.port)
        print(f"{count} spellings of inward addresses: {len(came)} answered", end=", ")
        print(f"{bird.came} connections arrived, {len(bird.connected)} were tried")
        guarded = bird.came
    with canary() as bird:
        print(f"the same without the guard (httpx2): {_unguarded(bird.port)} reached the canary")
    found = crawl_watched(max_pages=1_500, seconds=_SECONDS_A_FETCH)
    print(f"crawl: {found.requests} requests in {found.seconds:.0f} s", end=", ")
    print(f"{found.megabytes:.0f} MB more at most, {len(found.articles)} articles")
    print(f"       {found.inward} inward connections, {len(found.elsewhere)} tried elsewhere")
    for left in found.left:
        if not left.path.startswith("to/"):
            print(f"  {left.path}: {left.why}")
    return int(guarded + found.inward + len(found.elsewhere) > 0)


if __name__ == "__main__":
    sys.exit(main())
