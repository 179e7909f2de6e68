"""Whom does an address on the network stand for?"""

import ipaddress

_ONE_CUSTOMER = 64  # bits: whoever is given one address of IPv6 is given all that share them


def network_of(address: str) -> str:
    """Return the address, or the whole network of one customer where it is of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:  # a server that takes both kinds is told IPv4 like this
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _ONE_CUSTOMER), strict=False))
