"""An address taken apart once, strictly: what two programs could read in two ways is refused."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urlsplit

from handrail.adapters.fetching.addresses import Address, parsed

_LONGEST = 2_048
_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"^`{|}\u2028\u2029\ufeff]")
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]@/?#]+)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_NAME = 253
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=-._~?"


class NoPlace(Exception):
    """Say why an address is none that anybody may be asked under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold an address of the web in its parts."""

    scheme: str
    host: str
    """Name in small letters and ASCII, or an IP address without brackets."""
    ip: Address | None
    port: int
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        """Return the host as it stands in an address, with a port that is not the usual one."""
        host = f"[{self.host}]" if isinstance(self.ip, IPv6Address) else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """Return the whole address, spelt in one way."""
        return f"{self.scheme}://{self.authority}{self.target}"


def place_of(address: str) -> Place:
    """Take an address apart; raises NoPlace."""
    if len(address) > _LONGEST:
        raise NoPlace(f"the address is longer than {_LONGEST} characters")
    if _ODD.search(address):
        raise NoPlace("the address holds characters that do not belong into one")
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NoPlace("the address cannot be taken apart") from error
    if parts.scheme not in _PORTS:
        raise NoPlace("only http and https are asked")
    if "@" in parts.netloc:
        raise NoPlace("an address may hold no user name or password")
    authority = _AUTHORITY.fullmatch(parts.netloc)
    if authority is None:
        raise NoPlace("the address names no host")
    host, ip = _host(authority["host"])
    port = int(authority["port"] or _PORTS[parts.scheme])
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Place(scheme=parts.scheme, host=host, ip=ip, port=port, target=path + query)


def host_name(spelled: str) -> str:
    """Return a host's name as places spell it; raises NoPlace."""
    return _host(spelled)[0]


def _host(spelled: str) -> tuple[str, Address | None]:
    if spelled.startswith("["):
        ip = parsed(spelled[1:-1])
        if not isinstance(ip, IPv6Address):
            raise NoPlace("the address in brackets is none")
        return str(ip), ip
    name = _ascii(spelled)
    ip = parsed(name)
    if ip is not None:
        return str(ip), ip
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise NoPlace("the host's name is not written as names are")
    if _NUMBER.fullmatch(labels[-1]):
        raise NoPlace("the host is a number in disguise")
    return name, None


def _ascii(spelled: str) -> str:
    try:
        name = spelled.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NoPlace("the host's name is not written as names are") from error
    return name.removesuffix(".")
