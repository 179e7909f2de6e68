"""Ways to spell an address that nobody outside should lead us to."""

from collections.abc import Iterator
from ipaddress import IPv4Address

_INWARD = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "255.255.255.255"),
)
"""Loopback, private networks, and where clouds keep their metadata."""
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")  # as NFKC undoes it
_CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
_SIX = (
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::]"),
    *("[::1%25lo]", "[::1%lo]", "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[fc00::1]"),
    *("[fd00:ec2::254]", "[fd20:ce::254]", "[ff02::1]", "[ff01::1]", "[100::1]", "[2001:db8::1]"),
    *("[3fff::1]", "[5f00::1]", "[4000::1]", "[::0.0.0.1]", "[0:0:0:0:0:0:0.0.0.1]"),
)
NAMES = {
    "localhost": "127.0.0.1",
    "LOCALHOST": "127.0.0.1",
    "localhost.": "127.0.0.1",
    "localhost.localdomain": "127.0.0.1",
    "a.localhost": "127.0.0.1",
    "ip6-localhost": "::1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ": "127.0.0.1",
    "ｌｏｃａｌｈｏｓｔ": "127.0.0.1",
    "127.0.0.1.nip.test": "127.0.0.1",
    "www.127-0-0-1.sslip.test": "127.0.0.1",
    "lvh.test": "127.0.0.1",
    "mapped.test": "::ffff:127.0.0.1",
    "compatible.test": "::127.0.0.1",
    "nat64.test": "64:ff9b::7f00:1",
    "six-to-four.test": "2002:7f00:1::",
    "teredo.test": "2001:0:7f00:1::80ff:fffe",
    "zone.test": "fe80::1%lo",
    "metadata.google.internal": "169.254.169.254",
    "metadata": "169.254.169.254",
    "instance-data": "169.254.169.254",
    "unique-local.test": "fd12:3456::1",
    "odd.test": "not an address",
}
"""Names, and what a name server that means harm says they are."""


def spellings(port: int) -> list[str]:
    """Return the addresses, each once."""
    hosts = [*(s for ip in _INWARD for s in _four(ip)), *_SIX, *NAMES]
    found = [f"http://{host}:{port}/" for host in hosts]
    found += [s for ip in ("127.0.0.1", "169.254.169.254") for s in _disguised(ip, port)]
    return list(dict.fromkeys(found))


def _four(spelled: str) -> Iterator[str]:
    number = int(IPv4Address(spelled))
    octets = [int(part) for part in spelled.split(".")]
    a, b, c, d = octets
    yield from (spelled, f"{spelled}.", str(number), hex(number), oct(number).replace("o", ""))
    yield from (hex(number).upper(), f"{number}.", f"0{number:o}", str(number + 2**32))
    yield ".".join(map(hex, octets))
    yield ".".join(f"{octet:04o}" for octet in octets)
    yield ".".join(f"{octet:010o}" for octet in octets)
    yield ".".join(f"0x{octet:08x}" for octet in octets)
    yield f"{hex(a)}.{b}.{c:o}.{d}"
    yield f"{a}.{b * 65536 + c * 256 + d}"
    yield f"{a}.{b}.{c * 256 + d}"
    yield f"{hex(a)}.{b * 65536 + c * 256 + d}"
    yield f"{a + 256}.{b}.{c}.{d}"
    yield spelled.translate(_FULL_WIDTH)
    yield spelled.translate(_CIRCLED)
    for dot in ("。", "．", "｡"):
        yield spelled.replace(".", dot)
    yield spelled.replace(".", "%2e")
    yield "".join(f"%{ord(letter):02x}" for letter in spelled)
    yield from _six(a * 256 + b, c * 256 + d, spelled)


def _six(high: int, low: int, spelled: str) -> Iterator[str]:
    pair = f"{high:x}:{low:x}"
    yield from (f"[::ffff:{spelled}]", f"[::ffff:{pair}]", f"[0:0:0:0:0:ffff:{pair}]")
    yield from (f"[::{spelled}]", f"[::{pair}]", f"[::ffff:0:{pair}]")
    yield from (f"[64:ff9b::{pair}]", f"[64:ff9b::{spelled}]", f"[64:ff9b:1::{pair}]")
    yield from (f"[2002:{pair}::]", f"[2002:{pair}::1]", f"[2001:0:{pair}::1]")
    yield f"[2001::{0xFFFF ^ high:x}:{0xFFFF ^ low:x}]"


def _disguised(ip: str, port: int) -> Iterator[str]:
    place = f"{ip}:{port}"
    yield from (f"http://help.test@{place}/", f"http://help.test:pw@{place}/")
    yield from (f"http://help.test%40{place}/", f"http://help.test\\@{place}/")
    yield from (f"http://{place}#@help.test/", f"http://{place}?@help.test/")
    yield from (f"http://{place}\\.help.test/", f"http:\\\\{place}/", f"http:/{place}/")
    yield from (f"http:{place}/", f"//{place}/", f"http:///{place}/", f"http://\t{place}/")
    yield from (f"http://127\n.0.0.1:{port}/", f" http://{place}/", f"http://{place} /")
    yield from (f"HTTP://{place}/", f"hTTps://{place}/", f"http://[{ip}]:{port}/")
    yield from (f"http://{ip}\x00.help.test:{port}/", f"http://{ip}%00.help.test:{port}/")
    yield from (f"http://{ip}:0{port}/", f"http://{ip}:{port}:80/", f"http://{ip}:８０/")
    yield from (
        f"ftp://{place}/",
        f"gopher://{place}/_x",
        f"file://{ip}/etc/passwd",
        "file:///etc/x",
    )
    yield from (f"dict://{place}/", f"ws://{place}/", f"jar:http://{place}!/", f"data:,{place}")
    yield from (
        f"http://{ip}\u3002:{port}/",
        f"http://{ip}\u200b:{port}/",
        f"http://\u00ad{place}/",
    )
