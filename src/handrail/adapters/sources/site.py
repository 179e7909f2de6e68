"""How a website is asked: at its own pace, once more where that may help, and not for ever."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin

from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.robots import Robots, read_robots
from handrail.adapters.sources.sitemap import NoSitemap, read_sitemap, trusted_days
from handrail.adapters.sources.web_address import tidy
from handrail.domain.knowledge.model import SourceName
from handrail.flow.fetch_ports import Asked, Fetched, Fetcher, NotFetched, Outcome, Why

_TEXT = ("text/plain", "text/html", "text/markdown", "application/octet-stream")
_MAPS = (
    *("application/xml", "text/xml", "text/plain", "application/gzip", "application/x-gzip"),
    *("application/octet-stream", "application/rss+xml"),
)
_LARGEST_ROBOTS = 500_000
_LARGEST_MAP = 20_000_000
_MOST_MAPS = 60
_IN_A_ROW = 8
"""So many failures one after the other, and the site counts as down."""
_ASKED_TWICE = 2
"""After so many failures in a row the next is believed at once."""
_LONGEST_WAIT = 60.0
_FIRST_WAIT = 2.0


@dataclass(slots=True, kw_only=True)
class Site:
    """Ask one website, politely."""

    source: SourceName
    root: str
    fetcher: Fetcher
    pause: float
    seconds: float
    """Time that a whole crawl may take."""
    monotonic: Callable[[], float]
    wait: Callable[[float], None]
    robots: Robots = field(default_factory=Robots)
    notes: list[str] = field(default_factory=list)
    _began: float = 0.0
    _last: float | None = None
    _failures: int = 0

    def begin(self) -> None:
        """Read what the site asks of those who read it; raises SourceUnavailable."""
        self._began = self.monotonic()
        where = urljoin(self.root, "/robots.txt")
        outcome = self.ask(Asked(address=where, accept=_TEXT, most_bytes=_LARGEST_ROBOTS))
        match outcome:
            case Fetched():
                self.robots = read_robots(outcome.body)
            case NotFetched(why=Why.FAILED | Why.REFUSED):
                # A site that does not say what may be read is not read.
                raise self.unavailable(f"{where}: {outcome.text}")
            case _:
                self.robots = Robots()
        self.pause = max(self.pause, self.robots.delay)

    def is_late(self) -> bool:
        """Tell whether the crawl has taken its time."""
        return self.monotonic() - self._began > self.seconds

    def ask(self, asked: Asked) -> Outcome:
        """Ask for one page, and once more where it may work then; raises SourceUnavailable."""
        outcome = self._asked(asked)
        if self._is_worth_another(outcome):
            assert isinstance(outcome, NotFetched)
            self.wait(min(outcome.after_seconds or _FIRST_WAIT, _LONGEST_WAIT))
            outcome = self._asked(asked)
        failed = isinstance(outcome, NotFetched) and outcome.why is Why.FAILED
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= _IN_A_ROW and isinstance(outcome, NotFetched):
            raise self.unavailable(f"{_IN_A_ROW} pages in a row failed, lastly: {outcome.text}")
        return outcome

    def listed(self, sitemap: str | None) -> dict[str, date | None]:
        """Return the pages that the site's sitemaps list, in one spelling."""
        ahead = [sitemap] if sitemap else self._where_maps_are()
        asked: set[str] = set()
        pages: dict[str, date | None] = {}
        while ahead and len(asked) < _MOST_MAPS and not self.is_late():
            where = ahead.pop(0)
            if where in asked:
                continue
            asked.add(where)
            found, maps = self._map(where, must=where == sitemap)
            pages.update(found)
            ahead += maps
        if ahead and len(asked) >= _MOST_MAPS:
            self.notes.append(f"It has more than {_MOST_MAPS} sitemaps; the rest was not read.")
        tidied = ((tidy(address, self.root), day) for address, day in pages.items())
        return trusted_days({address: day for address, day in tidied if address is not None})

    def unavailable(self, why: str) -> SourceUnavailable:
        """Return the error that the site cannot be read now."""
        return SourceUnavailable(
            f"Source {self.source!r}: the site cannot be read: {why}", hint="Nothing was changed."
        )

    def _is_worth_another(self, outcome: Outcome) -> bool:
        failed = isinstance(outcome, NotFetched) and outcome.why is Why.FAILED
        return failed and self._failures < _ASKED_TWICE and not self.is_late()

    def _asked(self, asked: Asked) -> Outcome:
        now = self.monotonic()
        if self._last is not None and now < self._last + self.pause:
            self.wait(self._last + self.pause - now)
        outcome = self.fetcher.fetch(asked)
        self._last = self.monotonic()
        return outcome

    def _where_maps_are(self) -> list[str]:
        named = _whole(self.robots.sitemaps, self.root)
        beside = [urljoin(self.root, "sitemap.xml"), urljoin(self.root, "/sitemap.xml")]
        return named or list(dict.fromkeys(beside))

    def _map(self, where: str, *, must: bool) -> tuple[dict[str, date | None], list[str]]:
        outcome = self.ask(Asked(address=where, accept=_MAPS, most_bytes=_LARGEST_MAP))
        match outcome:
            case Fetched():
                try:
                    found = read_sitemap(outcome.body)
                except NoSitemap as error:
                    self.notes.append(f"The sitemap {where} is not read: {error}.")
                    return {}, []
                return found.pages, _whole(found.maps, where)
            case NotFetched() if must:
                raise self.unavailable(f"its sitemap {where}: {outcome.text}")
            case _:
                return {}, []


def _whole(said: Iterable[str], base: str) -> list[str]:
    """Return addresses as they are asked for, without those that are none, as `http://[half`."""
    found = []
    for address in said:
        try:
            found.append(urljoin(base, address))
        except ValueError:
            continue
    return found
