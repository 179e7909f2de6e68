"""One crawl of a website, from its robots.txt to what could not be reached."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from handrail.adapters.sources.crawl import Ahead, Frontier, gist
from handrail.adapters.sources.site import Site
from handrail.adapters.sources.unreadable import Unreadable
from handrail.adapters.sources.web_address import tidy
from handrail.adapters.sources.web_page import ACCEPTED, PageMaker, WebPage
from handrail.domain.knowledge.effective import article_id
from handrail.domain.knowledge.model import Article, Skipped, Unread
from handrail.flow.fetch_ports import (
    Asked,
    Fetched,
    NotFetched,
    PageMemory,
    SeenPage,
    Unchanged,
    Why,
)
from handrail.flow.ports import SourceDocument
from handrail.kernel.clock import Clock
from handrail.kernel.ids import digest

_MOST_DEFERRED = 200
_KEPT_AT_ONCE = 50
_WHERE = "(crawl)"
Found = SourceDocument | Skipped | Unread


@dataclass(slots=True, kw_only=True)
class Run:
    """Hold what one crawl knows."""

    sitemap: str | None
    follow_links: str
    site: Site
    frontier: Frontier
    maker: PageMaker
    memory: PageMemory
    clock: Clock
    gone: set[str] = field(default_factory=set)
    """Paths of articles that the site says are not there, or are there under another name."""
    _known: dict[str, SeenPage] = field(default_factory=dict)
    _days: dict[str, date | None] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)
    """Addresses by the path of the article that they became."""
    _gists: dict[str, str | None] = field(default_factory=dict)
    _deferred: list[tuple[WebPage, SeenPage]] = field(default_factory=list)
    _seen: list[SeenPage] = field(default_factory=list)

    def documents(self) -> Iterator[Found]:
        """Yield what the site holds; raises SourceUnavailable."""
        source, scope = self.maker.defaults.source, self.maker.scope_digest
        self._known = {page.address: page for page in self.memory.seen(source, scope)}
        self.site.begin()
        self._days = self.site.listed(self.sitemap)
        root = self.frontier.scope.root
        listed = [address for address in self._days if self.frontier.scope.holds(address)]
        follows = self.follow_links == "always" or (
            self.follow_links == "unless_listed" and not listed
        )
        self.frontier.add([root, *listed], 0)
        yield from self._visits(follows=follows)
        # Pages that nothing leads to any more are asked what became of them.
        self.frontier.add(self._known, 0)
        yield from self._visits(follows=False)
        yield from self._settled()
        yield from self._reports()

    def close(self) -> None:
        """Keep what was seen, and end the reader."""
        self.maker.reader.close()
        self.site.fetcher.close()
        self._keep()

    def _visits(self, *, follows: bool) -> Iterator[Found]:
        while (ahead := self.frontier.next()) is not None:
            yield from self._visit(ahead, follows=follows)
            if len(self._seen) >= _KEPT_AT_ONCE:
                self._keep()
            if self.site.is_late():
                self.frontier.stop(f"the time of {self.site.seconds / 60:g} minutes was over")

    def _visit(self, ahead: Ahead, *, follows: bool) -> Iterator[Found]:
        known = self._known.get(ahead.address)
        asked = Asked(
            address=ahead.address,
            accept=ACCEPTED,
            etag=known.etag if known else None,
            modified=known.modified if known else None,
        )
        outcome = self.site.ask(asked)
        path = self.maker.scope.path(ahead.address)
        match outcome:
            case Unchanged():
                if known is not None and self._take(known.path, ahead.address):
                    self._follow(known.links, ahead, follows=follows)
                    yield self._same(known)
            case Fetched():
                yield from self._came(ahead, outcome, follows=follows)
            case NotFetched():
                yield from self._did_not_come(ahead, path, outcome)

    def _did_not_come(self, ahead: Ahead, path: str, outcome: NotFetched) -> Iterator[Found]:
        if ahead.address == self.frontier.scope.root and not self._days:
            raise self.site.unavailable(f"{ahead.address}: {outcome.text}")
        if outcome.why is Why.ABSENT:
            self.gone.add(path)
            self.frontier.left_out["the site has no such page"] += 1
        elif outcome.why is Why.FAILED:
            yield Unread(path=path, why=outcome.text)
        else:
            yield Skipped(path=path, why=outcome.text)

    def _came(self, ahead: Ahead, fetched: Fetched, *, follows: bool) -> Iterator[Found]:
        address = tidy(fetched.address, fetched.address) or ahead.address
        if address != ahead.address and not self._moved(ahead.address, address):
            return
        known = self._known.get(address)
        path = self.maker.scope.path(address)
        day = self._days.get(address)
        came = digest(fetched.body, str(day), fetched.headers.get("x-robots-tag", ""))
        if known is not None and known.digest == came:
            if self._take(known.path, address):
                self._follow(known.links, ahead, follows=follows)
                self._note(known, fetched)
                yield self._same(known)
            return
        try:
            page = self.maker.make(address, fetched, day)
        except Unreadable as error:
            yield Skipped(path=path, why=str(error))
            return
        self.frontier.heard(address, page.document)
        self._follow(page.links, ahead, follows=follows)
        yield from self._judged(page, fetched, came, ahead)

    def _judged(self, page: WebPage, fetched: Fetched, came: str, ahead: Ahead) -> Iterator[Found]:
        if page.article is None:
            if page.path not in self._taken:
                yield Skipped(path=page.path, why=page.why)
            return
        seen = SeenPage(
            path=page.path,
            address=page.address,
            version=page.article.version,
            etag=fetched.etag,
            modified=fetched.modified,
            digest=came,
            links=page.links,
            seen_at=self.clock.now(),
        )
        if page.canonical is None or len(self._deferred) >= _MOST_DEFERRED:
            yield from self._kept(page, seen)
            return
        self.frontier.add([page.canonical], ahead.depth, first=True)
        self._deferred.append((page, seen))

    def _settled(self) -> Iterator[Found]:
        """Keep pages that call themselves by another address, unless that says the same."""
        for page, seen in self._deferred:
            assert page.canonical is not None
            other = self._gists.get(page.canonical, "")
            assert page.document is not None
            if other is None or other == gist(page.document):
                self.gone.add(page.path)
            else:
                yield from self._kept(page, seen)

    def _kept(self, page: WebPage, seen: SeenPage) -> Iterator[Found]:
        if page.article is None or page.document is None:
            return
        if self._take(page.path, page.address):
            self._gists[page.address] = gist(page.document)
            self._seen.append(seen)
            yield _document(page.article, page.document.warnings)

    def _take(self, path: str, address: str) -> bool:
        """Tell whether this page is the first that becomes the article of that path."""
        if self._taken.setdefault(path, address) != address:
            return False
        self.gone.discard(path)
        self._gists.setdefault(address, None)
        return True

    def _moved(self, old: str, new: str) -> bool:
        """Tell whether the page that an old address leads to is still to be read."""
        old_path, new_path = self.maker.scope.path(old), self.maker.scope.path(new)
        if old_path != new_path:
            self.gone.add(old_path)
        if not self.frontier.scope.holds(new):
            self.frontier.left_out["they lead out of the help centre"] += 1
            return False
        if not self.frontier.allows(new):
            self.frontier.left_out["robots.txt does not let us read them"] += 1
            return False
        return self.frontier.claim(new)

    def _same(self, known: SeenPage) -> Found:
        return SourceDocument(
            article=article_id(self.maker.defaults.source, known.path),
            version=known.version,
            load=lambda: self._again(known),
        )

    def _again(self, known: SeenPage) -> tuple[Article, tuple[str, ...]]:
        """Read a page whose version is known and that is not served: it is needed after all."""
        outcome = self.site.ask(Asked(address=known.address, accept=ACCEPTED))
        if not isinstance(outcome, Fetched):
            raise self.site.unavailable(f"{known.address} is not shown again.")
        page = self.maker.make(known.address, outcome, self._days.get(known.address))
        if page.article is None or page.document is None:
            raise Unreadable(page.why)
        return page.article, page.document.warnings

    def _note(self, known: SeenPage, fetched: Fetched) -> None:
        if (known.etag, known.modified) != (fetched.etag, fetched.modified):
            now = self.clock.now()
            self._seen.append(
                replace(known, etag=fetched.etag, modified=fetched.modified, seen_at=now)
            )

    def _follow(self, links: tuple[str, ...], ahead: Ahead, *, follows: bool) -> None:
        if follows:
            self.frontier.add(links, ahead.depth + 1)

    def _reports(self) -> Iterator[Found]:
        for address in sorted(self.frontier.unreached & self._known.keys()):
            yield Unread(path=self._known[address].path, why="It was not reached this time.")
        for note in self.site.notes:
            yield Skipped(path=_WHERE, why=note)
        for why, count in sorted(self.frontier.left_out.items()):
            yield Skipped(path=_WHERE, why=f"{count} addresses were left out: {why}.")

    def _keep(self) -> None:
        source, scope = self.maker.defaults.source, self.maker.scope_digest
        gone = self.gone & {page.path for page in self._known.values()}
        if self._seen or gone:
            self.memory.keep(source, scope, self._seen, gone)
            self._seen.clear()


def _document(article: Article, warnings: tuple[str, ...]) -> SourceDocument:
    return SourceDocument(
        article=article.id, version=article.version, load=lambda: (article, warnings)
    )
