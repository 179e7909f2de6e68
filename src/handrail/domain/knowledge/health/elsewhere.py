"""Which links lead to other sites, and which of these are known to lead nowhere any more?

Nothing is opened here: what other sites answered is given. What no customer can be meant to open is
left alone: examples, places to fill in, addresses of the reader's own devices.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from handrail.domain.knowledge.health.addresses import is_template, parts_of
from handrail.domain.knowledge.health.answers_elsewhere import Answer
from handrail.domain.knowledge.health.link_finding import link_finding
from handrail.domain.knowledge.health.model import Finding, Knowledge
from handrail.domain.knowledge.model import Article, Audience
from handrail.domain.knowledge.outline import Link, LinkKind

_OPENED = frozenset({LinkKind.PAGE, LinkKind.PICTURE})
_SCHEMES = frozenset({"http", "https"})
_RESERVED = frozenset(
    {
        *("example", "test", "invalid", "localhost", "local", "internal", "intranet", "lan"),
        *("corp", "home", "arpa", "onion", "private"),
    }
)
"""Last parts of names that no public site has."""
_TO_FILL_IN = re.compile(
    r"(?:^|[.-])(?:examples?|your|acme|foo|bar|foobar|company|domain|hostname|subdomain|tenant"
    r"|placeholder|x{3,}|(?:my|your)-?(?:app|company|domain|host|instance|name|org|organi[sz]ation"
    r"|project|server|shop|site|store|subdomain|team|tenant|workspace))(?:[.-]|$)"
)
_FILLED_IN_PATH = re.compile(
    r"(?:^|[/=&?])your[-_]|(?:^|[/=._&?-])(?:YOUR|MY[-_]|(?:OWNER|REPO|USER|USERNAME|ORG|PROJECT"
    r"|TOKEN|KEY|ID|NAME|VERSION|X{3,})(?:$|[/=._&-]))|/:[a-z]|%3[Cc]|/\.\.\.|\.\.\.$|…|/\*"
)
_MOST_READ = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Say which addresses of other sites are opened."""

    leave_out: tuple[str, ...] = ()
    """Beginnings of addresses that are not."""
    named_hosts: frozenset[str] = frozenset()
    """Hosts that are asked although their names look like those of no site."""


EVERY_SITE = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Hold a link of an article to another site."""

    article: Article
    link: Link
    address: str
    """In one spelling, without what stands behind `#`."""


def links_elsewhere(articles: Sequence[Article], choice: Choice = EVERY_SITE) -> Iterator[Leading]:
    """Yield the links of articles for customers to sites that are not their own source's."""
    hosts: dict[str, set[str]] = {}
    for article in articles:
        if article.url:
            hosts.setdefault(article.source, set()).add(urlsplit(article.url).netloc.lower())
    for article in articles:
        if article.outline is None or article.audience is not Audience.PUBLIC:
            continue  # what only staff may open often says to strangers that it is not there
        own: Set[str] = hosts.get(article.source, set())
        for link in article.outline.links:
            address = address_elsewhere(link.target) if link.kind in _OPENED else None
            if address is not None and _is_asked(address, choice, own):
                yield Leading(article=article, link=link, address=address)


def find_gone_links(
    links: Iterable[Leading], gone: Mapping[str, Answer], knowledge: Knowledge
) -> tuple[Finding, ...]:
    """Return those of the links to other sites whose addresses are among those that are gone."""
    return tuple(
        link_finding(found.article, found.link, _but(gone[found.address], found), knowledge)
        for found in links
        if found.address in gone
    )


@lru_cache(maxsize=_MOST_READ)
def address_elsewhere(target: str) -> str | None:
    """Return what is asked of the web for a link, in one spelling; None where nothing can be."""
    place = target.partition("#")[0]
    if "//" not in place or is_template(place) or not place.isprintable():
        return None
    parts = parts_of(f"https:{place}" if place.startswith("//") else place)
    if parts is None or parts.scheme not in _SCHEMES or "@" in parts.netloc:
        return None
    host = parts.hostname
    if not host or _FILLED_IN_PATH.search(f"{parts.path}?{parts.query}".rstrip("?")):
        return None
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _is_asked(address: str, choice: Choice, own: Set[str]) -> bool:
    site = _site_of(address)
    if site.authority in own or address.startswith(choice.leave_out):
        return False
    return not site.is_placeholder or site.host in choice.named_hosts


@dataclass(frozen=True, slots=True)
class _Site:
    authority: str
    host: str
    is_placeholder: bool


@lru_cache(maxsize=_MOST_READ)
def _site_of(address: str) -> _Site:
    parts = urlsplit(address)
    host = parts.hostname or ""
    return _Site(parts.netloc, host, _is_placeholder(host))


def _is_placeholder(host: str) -> bool:
    """Tell names that stand for another, and numbers: those are of a reader's own devices."""
    name = host.removesuffix(".")
    labels = name.split(".")
    if len(labels) == 1 or labels[-1] in _RESERVED or _TO_FILL_IN.search(name):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _but(answer: Answer, found: Leading) -> str:
    if answer is Answer.NO_SITE:
        return "there is no site of that name."
    what = "picture" if found.link.kind is LinkKind.PICTURE else "page"
    return f"that site says that it has no such {what}."
