"""One spelling for each page of a website, and the path that its article gets."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_LONGEST = 1_000
_MOST_PARTS = 20
_MOST_REPEATS = 3
_MOST_PARAMETERS = 4
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|sid|sessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_DOTNET_SESSION = re.compile(r"/\([A-Z]\([A-Za-z0-9]+\)\)")
_SESSION = frozenset(
    {
        *("sid", "s_id", "sessid", "session", "sessionid", "session_id", "phpsessid", "jsessionid"),
        *("aspsessionid", "cfid", "cftoken", "zenid", "oscsid", "token", "nonce", "_t", "ts"),
    }
)
_TRACKING = re.compile(
    r"utm_\w+|gclid|gclsrc|dclid|fbclid|msclkid|mc_[ce]id|_ga|_gl|_hs\w+|hsctatracking|igshid|yclid"
    r"|ref|referrer|source|share|replytocom|print|_escaped_fragment_",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/%:@!$&'()*+,;=-._~"
_PORTS = {"http": 80, "https": 443}
_NO_PAGE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|css|js|mjs|json|xml|rss|atom|zip|gz|tgz|tar|7z|rar|exe"
    r"|dmg|pkg|deb|rpm|msi|iso|mp[34]|m4[av]|mov|avi|webm|ogg|wav|woff2?|ttf|otf|eot|map|csv|xlsx?"
    r"|pptx?|ics)\Z",
    re.IGNORECASE,
)


def tidy(address: str, base: str) -> str | None:
    """Return the one spelling of an address on a page; None where it cannot be a page to read."""
    try:
        whole = urljoin(base, _SESSION_IN_PATH.sub("", address.strip()))
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    path = _path(parts.path)
    query = _query(parts.query)
    if path is None or query is None:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    found = f"{parts.scheme}://{shown}{path}{query}"
    return found if len(found) <= _LONGEST and found.isprintable() else None


def _path(path: str) -> str | None:
    path = _DOTNET_SESSION.sub("", path) or "/"
    path = _ENCODED.sub(_decoded, path)
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    path = "/" + "/".join(parts) + ("/" if parts and path.endswith(("/", "/.", "/..")) else "")
    if len(parts) > _MOST_PARTS or _NO_PAGE.search(path):
        return None
    if any(parts.count(part) >= _MOST_REPEATS for part in set(parts)):
        return None  # a link that leads from itself into itself
    return quote(path, safe=_SAFE)


def _decoded(found: re.Match[str]) -> str:
    letter = chr(int(found.group(1), 16))
    return letter if letter in _UNRESERVED else found.group().upper()


def _query(query: str) -> str | None:
    if not query:
        return ""
    try:
        said = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    kept = sorted(
        {(k, v) for k, v in said if k.lower() not in _SESSION and not _TRACKING.fullmatch(k)}
    )
    if len(kept) > _MOST_PARAMETERS:
        return None
    return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Say which addresses of a website belong to its help centre."""

    root: str
    """Address to begin at, in its one spelling."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Return the path below which pages are read: the first page's, or the folder of a file."""
        above, _, last = urlsplit(self.root).path.rpartition("/")
        return f"{above}/{last}/" if last and "." not in last else f"{above}/"

    def holds(self, address: str) -> bool:
        """Tell whether a page is to be read."""
        here, there = urlsplit(self.root), urlsplit(address)
        if here.hostname != there.hostname or _port(here) != _port(there):
            return False
        if any(there.path.startswith(path) for path in self.exclude):
            return False
        inside = (self.folder, *self.include)
        return any(there.path.startswith(path) for path in inside) or address == self.root

    def path(self, address: str) -> str:
        """Return the path of a page's article within its source."""
        parts = urlsplit(address)
        inside = parts.path.removeprefix(self.folder).strip("/")
        path = (inside if address != self.root else "") or "index"
        readable = unquote(path)
        shown = readable if readable.isprintable() and "?" not in readable else path
        return f"{shown}?{parts.query}" if parts.query else shown


def _port(parts: SplitResult) -> int | None:
    """Return the port; http and https at their usual ports are one site."""
    return None if parts.port in _PORTS.values() else parts.port
