"""Which links, anchors and pictures lead nowhere?

A link is reported only where it leads nowhere by every reading: site generators publish the same
folder in many ways, and a list with false alarms is not read twice.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from handrail.domain.knowledge.health.addresses import (
    Address,
    Atlas,
    area_of,
    atlas_of,
    is_template,
    named,
    parts_of,
    path_in_source,
    plain,
    taken_apart,
)
from handrail.domain.knowledge.health.likest import likest
from handrail.domain.knowledge.health.link_finding import link_finding
from handrail.domain.knowledge.health.model import Finding, Knowledge, Severity
from handrail.domain.knowledge.model import Article, ArticleId
from handrail.domain.knowledge.outline import Link, LinkKind

_FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SCRIPTED = re.compile(r"^(?:[!/?:]|L\d+|id\d+$)|[=&]")
_PAGE_SUFFIX = re.compile(r"\.(?:mdx?|markdown|rst|html?|xhtml)$", re.IGNORECASE)
_ANY_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Hold a link that leads nowhere, and what was probably meant."""

    link: Link
    what: str
    meant: str = ""
    severity: Severity = Severity.MEDIUM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Hold what judging the links of one article takes."""

    article: Article
    path: str
    atlas: Atlas
    files: frozenset[str]
    hosts: frozenset[str]


def find_broken_links(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return the links, anchors and pictures of every article that lead nowhere."""
    return tuple(
        _finding(page.article, broken, knowledge)
        for page in _pages(knowledge)
        for broken in _broken_on(page)
    )


def articles_led_to(knowledge: Knowledge) -> frozenset[ArticleId]:
    """Return the articles that some other article leads to."""
    return frozenset(
        found.id
        for page in _pages(knowledge)
        for link in _links_of(page.article)
        for found in _led_to(link, page)
        if found.id != page.article.id
    )


def _pages(knowledge: Knowledge) -> Sequence[_Page]:
    """Return what judging links takes, once for the checks that follow each other."""
    for held, pages in _LAST:
        if held is knowledge:
            return pages
    pages = tuple(_pages_now(knowledge))
    _LAST[:] = [(knowledge, pages)]
    return pages


_LAST: list[tuple[Knowledge, tuple[_Page, ...]]] = []


def _pages_now(knowledge: Knowledge) -> Iterator[_Page]:
    by_source: dict[str, list[Article]] = {}
    for article in knowledge.articles:
        by_source.setdefault(article.source, []).append(article)
    for articles in by_source.values():
        atlas = atlas_of(articles)
        hosts = frozenset(urlsplit(a.url).netloc.lower() for a in articles if a.url)
        for article in articles:
            files = knowledge.files.get(article.source, frozenset())
            path = path_in_source(article)
            yield _Page(article=article, path=path, atlas=atlas, files=files, hosts=hosts)


def _links_of(article: Article) -> tuple[Link, ...]:
    return () if article.outline is None else article.outline.links


def _broken_on(page: _Page) -> Iterator[Broken]:
    for link in _links_of(page.article):
        if is_template(link.target) and link.kind is not LinkKind.LABEL:
            continue
        found = _judged(link, page)
        if found is not None:
            yield found


def _judged(link: Link, page: _Page) -> Broken | None:
    match link.kind:
        case LinkKind.PAGE:
            return _judged_page(link, page)
        case LinkKind.PICTURE:
            return _judged_picture(link, page)
        case LinkKind.INCLUDED:
            return None
        case LinkKind.DOCUMENT:
            return None if _is_met(link, page) else _nowhere(link, page)
        case LinkKind.LABEL:
            return None if _is_met(link, page) else _unlabelled(link, page)


def _unlabelled(link: Link, page: _Page) -> Broken:
    """Say what is missing: the label, or the whole document on which it is looked for."""
    document = link.target.rpartition(":")[0]
    if document and page.atlas.article_on_site(document) is None:
        return _nowhere(Link(target=f"/{document}", kind=LinkKind.DOCUMENT, text=link.text), page)
    return Broken(link=link, what="the label", severity=Severity.LOW)


def _is_met(link: Link, page: _Page) -> bool:
    return "*" in link.target or link.target == "self" or any(True for _ in _led_to(link, page))


def _judged_page(link: Link, page: _Page) -> Broken | None:
    address = _address(link.target, page)
    if address is None:
        return None
    if not address.path:
        return _judged_place(link, address, page.article, page)
    led_to = list(_led_to(link, page))
    if led_to:
        missed = [_judged_place(link, address, article, page) for article in led_to]
        return None if None in missed else missed[0]
    if not _can_be_judged(address, page):
        return None
    return _nowhere(link, page)


def _address(target: str, page: _Page) -> Address | None:
    """Return an address on this site, or None for what leads elsewhere."""
    if _on_site(target, page):
        split = urlsplit(target)
        return taken_apart(f"{split.path or '/'}#{split.fragment}")
    return None if _FOREIGN.match(target) else taken_apart(target)


def _on_site(target: str, page: _Page) -> bool:
    parts = parts_of(target)
    return parts is not None and bool(page.hosts) and parts.netloc.lower() in page.hosts


def _judged_place(link: Link, address: Address, article: Article, page: _Page) -> Broken | None:
    place = address.place
    if not place or _SCRIPTED.search(place) or page.atlas.has_place(article, place):
        return None
    if article.outline is None or _takes_in(article):
        return None  # the place may be on what it shows and was not read with it
    near = likest(plain(place), page.atlas.places[article.id], article.id)
    return Broken(
        link=link,
        what=f"the place “{place}” on {article.title!r}",
        meant="" if near is None else _spelled(near, article),
        severity=Severity.LOW,
    )


def _takes_in(article: Article) -> bool:
    return any(link.kind is LinkKind.INCLUDED for link in _links_of(article))


def _spelled(place: str, article: Article) -> str:
    return next((f"“{b.text}”" for b in article.blocks if plain(b.text) == place), "")


def _can_be_judged(address: Address, page: _Page) -> bool:
    """Tell whether it is known what there is where the address leads."""
    path = address.path
    suffix = _ANY_SUFFIX.search(path)
    is_other = suffix is not None and suffix.group().lower() not in page.atlas.suffixes
    if is_other and (not page.files or path.startswith("/") or _PAGE_SUFFIX.search(path)):
        return False
    if path.startswith("/"):
        return area_of(path) in page.atlas.areas
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    # A file that is no article, such as a download, is one that can be led to.
    return not joined.startswith("..") and joined not in page.files


def _led_to(link: Link, page: _Page) -> Iterator[Article]:
    """Yield the articles that a link can be read to lead to."""
    if link.kind is LinkKind.PICTURE or (is_template(link.target) and link.kind is LinkKind.PAGE):
        return
    if link.kind is LinkKind.LABEL:
        yield from _labelled(link.target, page)
        return
    address = _address(link.target, page)
    if address is None or not address.path:
        return
    for name in _readings(address.path, page):
        found = page.atlas.article_at(name)
        if found is not None:
            yield found
    found = None if address.path.startswith(".") else page.atlas.article_on_site(address.path)
    if found is not None:
        yield found


def _labelled(target: str, page: _Page) -> Iterator[Article]:
    document, _, label = target.rpartition(":")
    if document:
        found = page.atlas.article_on_site(document)
        if found is not None and page.atlas.has_place(found, label):
            yield found
    elsewhere = page.atlas.by_label.get(plain(target))
    if elsewhere is not None:
        yield elsewhere


def _readings(path: str, page: _Page) -> Iterator[str]:
    """Yield the paths within the source that an address may stand for.

    Beside the file, and beside the page: `setup/` is published as a folder of its own.
    """
    if path.startswith("/"):
        yield path
        return
    folder = posixpath.dirname(page.path)
    yield posixpath.join(folder, path)
    yield posixpath.join(posixpath.splitext(page.path)[0], path)
    if path.startswith("../"):
        yield posixpath.join(folder, path[3:])


def _judged_picture(link: Link, page: _Page) -> Broken | None:
    """Judge a picture only where the source's files are known and pictures are among them."""
    path = taken_apart(link.target).path
    is_ours = _PICTURE.search(path) and not _FOREIGN.match(link.target)
    if not is_ours or not any(map(_PICTURE.search, page.files)):
        return None
    if path.startswith("/"):
        tail = path.strip("/")
        met = any(file == tail or file.endswith(f"/{tail}") for file in page.files)
        beside = [
            file for file in page.files if posixpath.basename(file) == posixpath.basename(tail)
        ]
        return None if met or beside else Broken(link=link, what="the picture")
    readings = [posixpath.normpath(reading) for reading in _readings(path, page)]
    is_fine = not page.files.isdisjoint(readings) or readings[0].startswith("..")
    return None if is_fine else Broken(link=link, what="the picture")


def _nowhere(link: Link, page: _Page) -> Broken:
    path = taken_apart(link.target).path
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    last = posixpath.basename(named(path))
    meant = page.atlas.by_last.get(last) if last else None
    if meant is None:
        near = likest(named(joined), page.atlas.names, page.article.source)
        meant = None if near is None else page.atlas.by_name[near]
    return Broken(link=link, what="the page", meant=path_in_source(meant) if meant else "")


def _finding(article: Article, broken: Broken, knowledge: Knowledge) -> Finding:
    meant = f" Perhaps {broken.meant} is meant." if broken.meant else ""
    but = f"{broken.what} is not there.{meant}"
    return link_finding(article, broken.link, but, knowledge, broken.severity)
