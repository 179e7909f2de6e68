import socket
import threading
from collections.abc import Sequence

import httpcore2
import pytest
from typing_extensions import override

from handrail.adapters.fetching.addresses import parsed, refusal
from handrail.adapters.fetching.guard import Guard, NoSuchHost, NotAllowed, UnknownHost, rules_of
from handrail.adapters.fetching.pinned import Deadline, PinnedBackend
from handrail.adapters.fetching.place import NoPlace, place_of

PUBLIC = "93.184.216.34"


class Resolver:
    """Answer with the next of some lists each time, as a name server that changes its mind."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def a_guard(*answers: Sequence[str], private: Sequence[str] = ()) -> Guard:
    return Guard(rules_of((80, 443), private), Resolver(*answers))


@pytest.mark.parametrize("spelled", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::8"])
def test_what_is_given_out_on_the_internet_may_be_reached(spelled: str) -> None:
    address = parsed(spelled)

    assert address is not None
    assert refusal(address, private_allowed=False) is None


@pytest.mark.parametrize(
    "spelled",
    [
        *("127.0.0.1", "10.1.2.3", "100.64.0.1", "172.31.0.1", "192.168.0.1", "0.0.0.0"),
        *("169.254.169.254", "192.0.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "168.63.129.16", "192.88.99.1", "::", "::1", "::127.0.0.1"),
        *("::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "2002:808:808::1", "2001::1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "4000::1"),
    ],
)
def test_what_lies_inside_or_leads_there_may_not_be_reached(spelled: str) -> None:
    address = parsed(spelled)

    assert address is not None
    assert refusal(address, private_allowed=False)


@pytest.mark.parametrize("spelled", ["127.0.0.1", "10.0.0.1", "100.64.0.1", "::1", "fd12::1"])
def test_a_private_address_may_be_allowed(spelled: str) -> None:
    address = parsed(spelled)

    assert address is not None
    assert refusal(address, private_allowed=True) is None


@pytest.mark.parametrize(
    "spelled",
    ["169.254.169.254", "fd00:ec2::254", "168.63.129.16", "0.0.0.0", "::ffff:10.0.0.1", "ff02::1"],
)
def test_metadata_and_what_is_no_place_are_never_allowed(spelled: str) -> None:
    address = parsed(spelled)

    assert address is not None
    assert refusal(address, private_allowed=True)


def test_only_a_host_that_is_named_may_lie_inside() -> None:
    guard = a_guard(["10.0.0.7"], private=("Help.Intranet",))

    assert guard.vetted("help.intranet", 80) == ("10.0.0.7",)
    with pytest.raises(NotAllowed, match="private"):
        guard.vetted("other.intranet", 80)


def test_of_several_addresses_only_those_outside_are_used() -> None:
    guard = a_guard(["127.0.0.1", PUBLIC, "::1"])

    assert guard.vetted("help.example", 443) == (PUBLIC,)


def test_a_port_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(NotAllowed, match="port 22"):
        a_guard([PUBLIC]).place("http://help.example:22/")


def test_a_name_that_cannot_be_looked_up_is_no_refusal_for_good() -> None:
    def nobody(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    with pytest.raises(UnknownHost):
        Guard(rules_of((80,), ()), nobody).vetted("gone.example", 80)


def test_a_name_that_is_not_given_out_is_told_from_one_that_cannot_be_asked_for_now() -> None:
    def nobody(host: str, _port: int) -> Sequence[str]:
        is_gone = host == "gone.example"
        raise socket.gaierror(socket.EAI_NONAME if is_gone else socket.EAI_AGAIN, "No.")

    guard = Guard(rules_of((80,), ()), nobody)
    with pytest.raises(NoSuchHost):
        guard.vetted("gone.example", 80)
    with pytest.raises(UnknownHost) as later:
        guard.vetted("later.example", 80)
    assert not isinstance(later.value, NoSuchHost)


def test_a_name_that_nobody_waits_for_any_more_is_not_looked_up() -> None:
    asked: list[str] = []
    released = threading.Event()

    def stuck(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        released.wait(30)
        return [PUBLIC]

    guard = Guard(rules_of((80,), ()), stuck, seconds=0.02)
    for number in range(9):
        with pytest.raises(UnknownHost):
            guard.vetted(f"h{number}.example", 80)

    assert len(asked) == 4
    released.set()


def test_a_list_of_private_hosts_that_names_none_is_an_error() -> None:
    with pytest.raises(NotAllowed, match="private_hosts"):
        rules_of((80,), ("http://a/",))


class _Recorder(httpcore2.NetworkBackend):
    """Note where a connection goes, and make none."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    @override
    def connect_tcp(self, host: str, *_said: object, **_named: object) -> httpcore2.NetworkStream:
        self.connected.append(host)
        return httpcore2.MockStream([])


def test_the_address_that_was_vetted_is_the_one_that_is_connected_to() -> None:
    resolver = Resolver([PUBLIC], ["127.0.0.1"])
    guard = Guard(rules_of((80, 443), ()), resolver)
    recorder = _Recorder()
    backend = PinnedBackend(guard.vetted, Deadline(), recorder)

    backend.connect_tcp("rebinding.example", 80)

    assert resolver.asked == ["rebinding.example"]
    assert recorder.connected == [PUBLIC]
    with pytest.raises(NotAllowed):
        backend.connect_tcp("rebinding.example", 80)
    assert recorder.connected == [PUBLIC]


def test_an_address_is_spelt_in_one_way() -> None:
    place = place_of("HTTPS://Bücher.Example:443/a b".replace(" ", "%20") + "?q=ü#there")

    assert place.address == "https://xn--bcher-kva.example/a%20b?q=%C3%BC"


@pytest.mark.parametrize(
    "address",
    [
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://a@b/", "http://a:b@c/", "http://a\\b/", "http://a b/", "http://[::1%25lo]/"),
        *("ftp://a/", "http://", "http:///a", "http://a..b/", "http://-a/", "http://a:99999999/"),
        "http://a/" + "b" * 3_000,
    ],
)
def test_an_address_that_could_be_read_in_two_ways_is_none(address: str) -> None:
    with pytest.raises(NoPlace):
        place_of(address)
