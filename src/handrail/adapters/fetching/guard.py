"""Who may be reached: named hosts, looked up once, on addresses that are vetted one by one."""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from ipaddress import IPv6Address

from handrail.adapters.fetching.addresses import Address, parsed, refusal
from handrail.adapters.fetching.place import NoPlace, Place, host_name, place_of
from handrail.flow.fetch_ports import Admitted
from handrail.kernel.errors import BadInput, Unavailable

Resolver = Callable[[str, int], Sequence[str]]
"""Return the addresses of a host's name; raises OSError where there are none."""


class NotAllowed(BadInput):
    """Report an address that nobody may connect to."""

    code = "address_not_allowed"


class UnknownHost(Unavailable):
    """Report a host whose name cannot be looked up."""

    code = "unknown_host"


class NoSuchHost(UnknownHost):
    """Report a host of which those who know all names say that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Say what the operator allows beyond the public web."""

    ports: frozenset[int] = frozenset({80, 443})
    private_hosts: frozenset[str] = frozenset()
    """Names of hosts inside the operator's network that may be reached."""


def rules_of(ports: Sequence[int], private_hosts: Sequence[str]) -> Rules:
    """Return rules with hosts spelt as they are looked up; raises NotAllowed for what is none."""
    try:
        names = frozenset(map(host_name, private_hosts))
    except NoPlace as error:
        raise NotAllowed(
            f"`private_hosts` names what is no host: {error}.",
            hint="Write names, as in an address.",
        ) from error
    return Rules(ports=frozenset(ports), private_hosts=names)


def look_up(host: str, port: int) -> Sequence[str]:
    """Return a name's addresses as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Vet places; what is returned is connected to as it is, and never looked up again."""

    def __init__(self, rules: Rules, resolver: Resolver = look_up, seconds: float = 10.0) -> None:
        self._rules = rules
        self._resolver = resolver
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="look-up")

    def admit(self, address: str) -> Admitted:
        """Return where a program may connect to for an address."""
        place = self.place(address)
        return Admitted(
            host=place.host, port=place.port, addresses=self.vetted(place.host, place.port)
        )

    def place(self, address: str) -> Place:
        """Take an address apart, and refuse it where its parts alone are enough to do so."""
        try:
            place = place_of(address)
        except NoPlace as error:
            raise _refused(address, str(error)) from error
        if place.port not in self._rules.ports:
            raise _refused(address, f"port {place.port} is not among the allowed ones")
        if place.ip is not None:
            self._require_open(place.host, [place.ip])
        return place

    def vetted(self, host: str, port: int) -> tuple[str, ...]:
        """Return the addresses of a host that may be connected to; the others are left out."""
        if port not in self._rules.ports:
            raise _refused(host, f"port {port} is not among the allowed ones")
        literal = parsed(host.strip("[]"))
        found = [literal] if literal is not None else self._looked_up(host, port)
        return tuple(map(str, self._require_open(host, found)))

    def _require_open(self, host: str, found: Sequence[Address]) -> list[Address]:
        private_allowed = host.lower() in self._rules.private_hosts
        why = {ip: refusal(ip, private_allowed=private_allowed) for ip in found}
        allowed = [ip for ip, refused in why.items() if refused is None]
        if not allowed:
            ip, refused = next(iter(why.items()))
            could_be = refusal(ip, private_allowed=True) is None
            hint = "If it is yours, name it under `private_hosts`." if could_be else ""
            raise _refused(host, f"{ip} is {refused}", hint)
        return allowed

    def _looked_up(self, host: str, port: int) -> list[Address]:
        looking = self._pool.submit(self._resolver, host, port)
        try:
            spelled = looking.result(self._seconds)
        except (OSError, UnicodeError, TookTooLong) as error:
            looking.cancel()  # what still waits for its turn is not looked up for nobody
            is_told = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
            unknown = NoSuchHost if is_told else UnknownHost
            raise unknown(f"The name {host!r:.100} cannot be looked up.") from error
        found = [_without_zone(one) for one in spelled]
        if not found:
            raise UnknownHost(f"The name {host!r:.100} has no address.")
        return found


def _without_zone(spelled: str) -> Address:
    ip = parsed(spelled)
    if ip is None:
        raise _refused(spelled, "it is no address")
    # An IPv4 address that comes back wrapped is the IPv4 address that would be connected to.
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


def _refused(address: str, why: str, hint: str = "") -> NotAllowed:
    return NotAllowed(f"{address!r:.200} is not asked: {why}.", hint=hint)
