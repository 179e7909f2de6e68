"""Which article does a link lead to? By file, by address on the site, by label."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from handrail.domain.knowledge.model import Article, ArticleId, BlockKind
from handrail.domain.knowledge.outline import LinkKind

_SUFFIX = re.compile(r"\.(?:mdx?|markdown|rst|html?|xhtml|te?xt|docx|pdf)$", re.IGNORECASE)
_ORDER = re.compile(r"(?:^|(?<=/))\d{1,3}[-_.](?=[a-z])")
_INDEX = re.compile(r"(?:^|/)(?:_?index|readme)$")
_NOT_IN_NAME = re.compile(r"[\W_]+")
_TEMPLATE = re.compile(r"[{}<>$\\]|\s|%7B|^@|^\.\.\.$", re.IGNORECASE)
_COUNTED = re.compile(r"\d{1,2}$")
_FEWEST_ALIKE = 3
"""Links that must agree on how the folder is published before it is taken to be so."""
_DEEPEST = 3
_MOST_READ = 65_536  # addresses and headings that are read once, not at every check

Way = tuple[str, str]
"""What an address has before an article's path, and what the path has before the address."""


@dataclass(frozen=True, slots=True)
class Address:
    """Hold an address as it stands in an article, taken apart."""

    path: str
    """Beginning with `/` where it is one of the site; empty for the page itself."""
    place: str
    """The name behind `#`, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Hold by which names the articles of one source can be reached."""

    by_name: Mapping[str, Article]
    names: frozenset[str]
    by_last: Mapping[str, Article]
    """The first article of which a name ends with this part."""
    by_label: Mapping[str, Article]
    places: Mapping[ArticleId, frozenset[str]]
    suffixes: frozenset[str]
    """Of the files that are articles."""
    published: tuple[Way, ...] = ()
    """How addresses of the site become paths in the source."""
    areas: frozenset[str] = field(default_factory=frozenset)
    """First parts of addresses that mostly lead to articles: what leads nowhere there is broken."""

    def article_at(self, name: str) -> Article | None:
        """Return the article of a path within the source, however it is spelled."""
        return self.by_name.get(named(name))

    def article_on_site(self, path: str) -> Article | None:
        """Return the article at an address of the site."""
        name = named(path)
        if name in self.by_name:
            return self.by_name[name]
        for ahead, inside in self.published:
            if name == ahead or name.startswith(f"{ahead}/") or not ahead:
                found = self.by_name.get(_joined(inside, name[len(ahead) :].strip("/")))
                if found is not None:
                    return found
        return None

    def has_place(self, article: Article, place: str) -> bool:
        """Tell whether a name behind `#` stands for a place on an article."""
        wanted = plain(place)
        known = self.places[article.id]
        return not wanted or wanted in known or _COUNTED.sub("", wanted) in known


def atlas_of(articles: Sequence[Article]) -> Atlas:
    """Return how the articles of one source can be reached."""
    by_name: dict[str, Article] = {}
    for article in articles:
        for name in names_of(article):
            by_name.setdefault(name, article)
    bare = Atlas(
        by_name=by_name,
        names=frozenset(by_name),
        by_last={posixpath.basename(name): by_name[name] for name in reversed(by_name)},
        by_label={label: a for a in reversed(articles) for label in _labels(a)},
        places={article.id: _places(article) for article in articles},
        suffixes=frozenset(posixpath.splitext(a.id)[1].lower() for a in articles),
    )
    on_site = [path for article in articles for path in _site_paths(article)]
    mapped = replace(bare, published=_published(on_site, bare))
    return replace(mapped, areas=_areas(on_site, mapped))


@lru_cache(maxsize=_MOST_READ)
def taken_apart(target: str) -> Address:
    """Return path and place of an address without its question."""
    before, _, place = target.partition("#")
    return Address(unquote(before.partition("?")[0]), unquote(place))


@lru_cache(maxsize=_MOST_READ)
def parts_of(address: str) -> SplitResult | None:
    """Return the parts of an address, or None for what is none, such as `http://[half`."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def is_template(target: str) -> bool:
    """Tell what is filled in before it is an address."""
    return _TEMPLATE.search(target) is not None


def path_in_source(article: Article) -> str:
    """Return the path of an article within its source."""
    return article.id.removeprefix(f"{article.source}/")


@lru_cache(maxsize=_MOST_READ)
def named(path: str) -> str:
    """Return one spelling for all under which a page is reached: no suffix, no index, no order."""
    bare = _SUFFIX.sub("", posixpath.normpath(path).strip("/")).lower()
    bare = _ORDER.sub("", bare)
    return _INDEX.sub("", bare).strip("/.")


def names_of(article: Article) -> Iterator[str]:
    """Yield the names of an article: its path, and the addresses that it claims for itself."""
    path = path_in_source(article)
    yield named(path)
    outline = article.outline
    for address in () if outline is None else outline.addresses:
        parts = parts_of(address)
        if parts is None:
            continue
        on_site = parts.path
        inside = on_site.startswith("/")
        yield named(on_site if inside else posixpath.join(posixpath.dirname(path), on_site))
        yield named(on_site)
    if article.url:
        yield named(urlsplit(article.url).path)


@lru_cache(maxsize=_MOST_READ)
def plain(place: str) -> str:
    """Return the letters and digits of a heading or of the name that is made of it."""
    return _NOT_IN_NAME.sub("", place.lower())


def area_of(path: str) -> str:
    """Return the first part of an address."""
    return named(path).partition("/")[0]


def _labels(article: Article) -> Iterator[str]:
    if article.outline is None:
        return
    headings = [block.text for block in article.blocks if block.kind is BlockKind.HEADING]
    yield from map(plain, (*article.outline.anchors, *headings))


def _places(article: Article) -> frozenset[str]:
    """Return every name behind `#` that leads to a place on the article.

    Site generators make names of headings each in their own way, and of tabs and folded parts too,
    so any short line counts: what is reported missing is missing by every reading.
    """
    said = [block.anchor for block in article.blocks if block.anchor]
    said += [b.text for b in article.blocks if len(b.text) <= 120 and "\n" not in b.text]
    said += () if article.outline is None else article.outline.anchors
    plainly = {plain(name) for name in (*said, article.title)} - {""}
    without_number = {name.lstrip("0123456789") for name in plainly}
    return frozenset(plainly | without_number | {"top"})


def _site_paths(article: Article) -> Iterator[str]:
    for link in () if article.outline is None else article.outline.links:
        document = link.target.rpartition(":")[0]
        if link.kind is LinkKind.LABEL and document:
            yield document
        elif link.kind is not LinkKind.PICTURE and link.target[:1] == "/" != link.target[1:2]:
            yield taken_apart(link.target).path


def _published(paths: Iterable[str], atlas: Atlas) -> tuple[Way, ...]:
    """Return how addresses become paths, as most links that lead somewhere agree."""
    by_tail: dict[str, set[str]] = {}
    for name in atlas.by_name:
        for inside, tail in _divided(name):
            by_tail.setdefault(tail, set()).add(inside)
    agreed: Counter[Way] = Counter()
    wanted = {named(path) for path in paths} - set(atlas.by_name)
    for name in wanted:
        agreed.update(
            (ahead, inside) for ahead, tail in _divided(name) for inside in by_tail.get(tail, ())
        )
    return tuple(
        way for way, times in agreed.most_common() if times >= _FEWEST_ALIKE and way != ("", "")
    )


def _divided(name: str) -> Iterator[Way]:
    """Yield what may stand before a path and what is left, the longest rest first."""
    parts = name.split("/")
    for cut in range(min(len(parts), _DEEPEST + 1)):
        yield "/".join(parts[:cut]), "/".join(parts[cut:])


def _areas(paths: Sequence[str], atlas: Atlas) -> frozenset[str]:
    met: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for path in {named(path) for path in paths}:
        counted = met if atlas.article_on_site(path) is not None else missed
        counted[area_of(path)] += 1
    return frozenset(
        area for area, times in met.items() if times >= _FEWEST_ALIKE and times > missed[area]
    )


def _joined(inside: str, rest: str) -> str:
    return "/".join(filter(None, (inside, rest)))
