"""A website as a source: each page read once, and asked for again only if it has changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from handrail.adapters.sources.confined_pages import ConfinedPages
from handrail.adapters.sources.crawl import Frontier
from handrail.adapters.sources.site import Site
from handrail.adapters.sources.web_address import Scope, tidy
from handrail.adapters.sources.web_page import PageMaker, PageReader
from handrail.adapters.sources.web_run import Run
from handrail.domain.knowledge.effective import SourceDefaults, article_id
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName, Unread
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.fetch_ports import Fetcher, PageMemory
from handrail.flow.ports import SourceDocument
from handrail.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPlan:
    """Say what is read of a website, and how."""

    url: str
    sitemap: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    follow_links: str = "unless_listed"
    """`unless_listed`, `always` or `never`."""
    max_pages: int = 2_000
    max_depth: int = 8
    max_seconds: float = 1_800.0
    pause: float = 0.2


@dataclass(slots=True, kw_only=True)
class WebSource:
    """Yield the articles of a website."""

    plan: WebPlan
    defaults: SourceDefaults
    fetcher: Fetcher
    memory: PageMemory
    clock: Clock
    monotonic: Callable[[], float]
    wait: Callable[[float], None]
    reader: Callable[[], PageReader] = ConfinedPages
    _gone: frozenset[str] = frozenset()

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped | Unread]:
        """Yield each page; raises SourceUnavailable where the site cannot be read."""
        run = self._run()
        try:
            yield from run.documents()
        finally:
            run.close()
        self._gone = frozenset(run.gone)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return which pages the site itself called gone; of the others nothing is sure."""
        gone = {article_id(self.name, path) for path in self._gone}
        return {ref: Absence.GONE if ref in gone else Absence.UNLISTED for ref in unlisted}

    def _run(self) -> Run:
        plan = self.plan
        scope = Scope(
            root=tidy(plan.url, plan.url) or plan.url, include=plan.include, exclude=plan.exclude
        )
        site = Site(
            source=self.name,
            root=scope.root,
            fetcher=self.fetcher,
            pause=plan.pause,
            seconds=plan.max_seconds,
            monotonic=self.monotonic,
            wait=self.wait,
        )
        frontier = Frontier(
            scope=scope,
            allows=lambda address: site.robots.allows(address),
            max_pages=plan.max_pages,
            max_depth=plan.max_depth,
        )
        maker = PageMaker(defaults=self.defaults, scope=scope, reader=self.reader())
        return Run(
            sitemap=plan.sitemap,
            follow_links=plan.follow_links,
            site=site,
            frontier=frontier,
            maker=maker,
            memory=self.memory,
            clock=self.clock,
        )
