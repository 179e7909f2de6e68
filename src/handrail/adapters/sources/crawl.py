"""Which page of a website is asked for next, and which ones lead nowhere."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from handrail.adapters.sources.web_address import Scope
from handrail.domain.knowledge.model import ParsedDocument
from handrail.kernel.ids import digest

_NUMBERS = re.compile(r"\d+|[0-9a-f]{8,}", re.IGNORECASE)
_DAYS = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
)
_IN_A_ROW = 12
"""So many pages of one shape that say nothing new, and the shape is a trap."""
_QUEUED_PER_PAGE = 5
_QUEUED_ALWAYS = 1_000


@dataclass(frozen=True, slots=True)
class Ahead:
    """Name a page to ask for, and how many links away from the first it was found."""

    address: str
    depth: int


@dataclass(slots=True, kw_only=True)
class Frontier:
    """Hold what is still to be asked for; every address comes up once."""

    scope: Scope
    allows: Callable[[str], bool]
    """What robots.txt says of an address."""
    max_pages: int
    max_depth: int
    left_out: Counter[str] = field(default_factory=Counter)
    """How many addresses were not asked for, by reason."""
    asked: int = 0
    unreached: set[str] = field(default_factory=set)
    """Addresses that would have been asked for, had there been no limit."""
    _queue: deque[Ahead] = field(default_factory=deque)
    _known: set[str] = field(default_factory=set)
    _said: set[str] = field(default_factory=set)
    _in_vain: Counter[str] = field(default_factory=Counter)

    def add(self, addresses: Iterable[str], depth: int, *, first: bool = False) -> None:
        """Queue what belongs to the help centre, is new, and may be asked for."""
        for address in addresses:
            if address in self._known or not self.scope.holds(address):
                continue
            if len(self._known) >= max(self.max_pages * _QUEUED_PER_PAGE, _QUEUED_ALWAYS):
                self.left_out["the site has more addresses than can be kept in mind"] += 1
                if len(self.unreached) < self.max_pages:
                    self.unreached.add(address)
                continue
            self._known.add(address)
            ahead = Ahead(address, depth)
            if first:
                self._queue.appendleft(ahead)
            else:
                self._queue.append(ahead)

    def claim(self, address: str) -> bool:
        """Tell whether a page that was come upon is new; it is not queued any more."""
        is_new = address not in self._known
        self._known.add(address)
        return is_new

    def next(self) -> Ahead | None:
        """Return the next page, or None where there is none or enough were asked for."""
        while self._queue:
            if self.asked >= self.max_pages:
                self.stop(f"the limit of {self.max_pages} pages was reached")
                return None
            ahead = self._queue.popleft()
            why = self._refusal(ahead)
            if why is None:
                self.asked += 1
                return ahead
            self.left_out[why] += 1
        return None

    def stop(self, why: str) -> None:
        """Ask for nothing more."""
        self.left_out[why] += len(self._queue)
        self.unreached.update(ahead.address for ahead in self._queue)
        self._queue.clear()

    def heard(self, address: str, document: ParsedDocument | None) -> None:
        """Note whether a page said anything that no page said before, numbers and days aside."""
        shape = shape_of(address)
        said = None if document is None else gist(document)
        if said is None or said in self._said:
            self._in_vain[shape] += 1
        else:
            self._said.add(said)
            self._in_vain[shape] = 0

    def _refusal(self, ahead: Ahead) -> str | None:
        if ahead.depth > self.max_depth:
            return f"they lie more than {self.max_depth} links away"
        if not self.allows(ahead.address):
            return "robots.txt does not let us read them"
        if self._in_vain[shape_of(ahead.address)] >= _IN_A_ROW:
            return "pages of their kind say nothing new, as in a calendar or a shop's filters"
        return None


def shape_of(address: str) -> str:
    """Return what a page's address has in common with those that one program makes."""
    parts = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    path = _NUMBERS.sub("#", parts.path)
    return f"{path}?{'&'.join(names)}"


def gist(document: ParsedDocument) -> str:
    """Return a hash of what a document says, without numbers and names of days and months."""
    text = "\n".join(block.text for block in document.blocks).lower()
    words = _DAYS.sub("", re.sub(r"\d+", "", text)).split()
    return digest(" ".join(words).encode())
