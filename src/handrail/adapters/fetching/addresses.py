"""Which addresses of the internet are none: a table of our own.

`ipaddress.is_global` lets through NAT64, 6to4 and what wraps an IPv4 address, so it is not asked.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

_NEVER_4 = {
    "0.0.0.0/8": "this network",
    "169.254.0.0/16": "link-local, where clouds keep their metadata",
    "168.63.129.16/32": "a cloud's own service",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "for documentation",
    "192.88.99.0/24": "a 6to4 relay",
    "198.18.0.0/15": "for benchmarks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_PRIVATE_4 = {
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a provider's customers",
    "127.0.0.0/8": "this machine",
    "172.16.0.0/12": "private",
    "192.168.0.0/16": "private",
}
_NEVER_6 = {
    "::/128": "no address",
    "::ffff:0:0/96": "an IPv4 address in disguise",
    "::ffff:0:0:0/96": "an IPv4 address in disguise",
    "::/96": "an IPv4 address in disguise",
    "64:ff9b::/96": "an IPv4 address behind NAT64",
    "64:ff9b:1::/48": "an IPv4 address behind NAT64",
    "100::/64": "a black hole",
    "2001::/32": "an IPv4 address behind Teredo",
    "2001::/23": "reserved for protocols",
    "2001:db8::/32": "for documentation",
    "2002::/16": "an IPv4 address behind 6to4",
    "3fff::/20": "for documentation",
    "5f00::/16": "for segment routing",
    "fd00:ec2::254/128": "a cloud's metadata",
    "fd20:ce::254/128": "a cloud's metadata",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_PRIVATE_6 = {"::1/128": "this machine", "fc00::/7": "private"}


@dataclass(frozen=True, slots=True)
class _Entry:
    network: IPv4Network | IPv6Network
    why: str
    is_private: bool


def _table(said: dict[str, str], *, is_private: bool) -> list[_Entry]:
    return [_Entry(ip_network(net), why, is_private) for net, why in said.items()]


_TABLE = sorted(
    [
        *_table(_NEVER_4 | _NEVER_6, is_private=False),
        *_table(_PRIVATE_4 | _PRIVATE_6, is_private=True),
    ],
    key=lambda entry: -entry.network.prefixlen,
)
"""The narrowest network comes first: metadata inside a private network stays what it is."""
_PUBLIC_6 = IPv6Network("2000::/3")
"""All that is given out of IPv6; what lies outside is refused, whether it is listed or not."""


def refusal(address: Address, *, private_allowed: bool) -> str | None:
    """Return why nobody may connect there, or None; metadata is never allowed, whatever is said."""
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return "an address that means something on one network only"
    for entry in _TABLE:
        if address.version == entry.network.version and address in entry.network:
            return None if entry.is_private and private_allowed else entry.why
    if isinstance(address, IPv6Address) and address not in _PUBLIC_6:
        return "not given out by anybody"
    return None


def parsed(spelled: str) -> Address | None:
    """Return an address as it is written canonically, or None for whatever else it may be."""
    try:
        return ip_address(spelled)
    except ValueError:
        return None
