"""Reads a sitemap, or a list of sitemaps; declarations that could grow are refused unread."""

from dataclasses import dataclass, field
from datetime import date, datetime
from xml.parsers import expat

_MOST = 50_000
_LONGEST_ADDRESS = 2_048
_DEEPEST = 20
_FEWEST_DATES = 3


class NoSitemap(Exception):
    """Say why something is no sitemap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """Hold what a sitemap lists."""

    pages: dict[str, date | None]
    """Addresses, with the day of the last change where one is told."""
    maps: tuple[str, ...]
    """Addresses of further sitemaps."""


def read_sitemap(raw: bytes) -> Sitemap:
    """Read XML, or plain text with an address on each line; raises NoSitemap."""
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = raw.decode("utf-8", "replace").split()
        pages = {line: None for line in lines[:_MOST] if line.startswith(("http://", "https://"))}
        if not pages:
            raise NoSitemap("it holds no addresses")
        return Sitemap(pages=dict(pages), maps=())
    reading = _Reading()
    try:
        _parser(reading).Parse(raw, True)  # noqa: FBT003 - expat knows no names
    except expat.ExpatError as error:
        raise NoSitemap(
            f"it is no XML ({expat.errors.messages.get(error.code, 'damaged')})"
        ) from error
    return Sitemap(pages=dict(reading.pages), maps=tuple(reading.maps))


def trusted_days(pages: dict[str, date | None]) -> dict[str, date | None]:
    """Leave days out where every page bears the same: that is the day the site was built on."""
    said = [day for day in pages.values() if day is not None]
    if len(said) >= _FEWEST_DATES and len(set(said)) == 1:
        return dict.fromkeys(pages)
    return pages


@dataclass(slots=True)
class _Reading:
    pages: dict[str, date | None] = field(default_factory=dict)
    maps: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    where: str = ""
    day: date | None = None

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        self.path.append(name.rpartition(" ")[2])
        if len(self.path) > _DEEPEST:
            raise NoSitemap("it is nested too deep")
        self.text.clear()
        if len(self.path) == 2:
            self.where, self.day = "", None

    def hear(self, text: str) -> None:
        if sum(map(len, self.text)) < _LONGEST_ADDRESS:
            self.text.append(text)

    def end(self, _name: str) -> None:
        said = "".join(self.text).strip()
        self.text.clear()
        match self.path:
            case [_, "url" | "sitemap", "loc"]:
                self.where = said
            case [_, "url", "lastmod"]:
                self.day = _day(said)
            case [_, "url"] if self.where and len(self.pages) < _MOST:
                self.pages[self.where] = self.day
            case [_, "sitemap"] if self.where and len(self.maps) < _MOST:
                self.maps.append(self.where)
            case _:
                pass
        self.path.pop()


def _parser(reading: _Reading) -> "expat.XMLParserType":
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.hear
    return parser


def _refuse(*_said: object) -> None:
    raise NoSitemap("it declares a document type")


def _day(said: str) -> date | None:
    try:
        return datetime.fromisoformat(said[:40]).date()
    except ValueError:
        return None
