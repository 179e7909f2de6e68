"""What opening links to other sites promises: only what is surely gone is called so."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from handrail.adapters.fetching.guard import Guard, rules_of
from handrail.adapters.fetching.other_sites import GuardedSites, SitesPlan
from handrail.domain.knowledge.health.answers_elsewhere import Answer
from tests.websites import Page, Served, Website, website

LOOPBACK = "127.0.0.1"
NOT_GIVEN_OUT = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NOT_NOW = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@dataclass
class Names:
    """Look names up as a test says; every other one is this machine."""

    failing: Mapping[str, OSError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        if host in self.failing:
            raise self.failing[host]
        return (LOOPBACK,)


@dataclass
class Waited:
    """Wait in no time, and note how long it would have taken."""

    at: float = 0.0

    def monotonic(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += seconds


@dataclass
class World:
    """Hold one website that answers under every name, and what asks it."""

    site: Website
    names: Names = field(default_factory=Names)
    clock: Waited = field(default_factory=Waited)
    private: tuple[str, ...] = ("site.test", "other.test", "gone.test", "silent.test")
    plan: SitesPlan = field(default_factory=lambda: SitesPlan(seconds_each=2.0))
    is_stopped: bool = False

    def url(self, path: str, host: str = "site.test") -> str:
        return f"http://{host}:{self.site.port}{path}"

    def ask(self, *addresses: str, witnesses: Sequence[str] = ()) -> dict[str, Answer]:
        guard = Guard(rules_of((self.site.port,), self.private), self.names, seconds=2.0)
        sites = GuardedSites(
            guard,
            self.plan,
            monotonic=self.clock.monotonic,
            wait=self.clock.wait,
            is_stopped=lambda: self.is_stopped,
        )
        with sites.ask(addresses, witnesses) as coming:
            return {heard.address: heard.answer for heard in coming}

    def one(self, path: str = "/") -> Answer:
        (answer,) = self.ask(self.url(path)).values()
        return answer


@contextmanager
def a_world(pages: Mapping[str, Served] | None = None) -> Iterator[World]:
    with website({"/there": "<p>There</p>"} | dict(pages or {})) as site:
        yield World(site)


def leading(to: str) -> Page:
    return Page(status=302, headers={"Location": to})


JSON = {"Content-Type": "application/problem+json"}
TABLE: Mapping[str, tuple[Page, Answer, list[str]]] = {
    "there": (Page(body=b"x"), Answer.THERE, ["HEAD"]),
    "nothing to show": (Page(status=204), Answer.THERE, ["HEAD"]),
    "gone": (Page(status=404), Answer.NO_PAGE, ["HEAD", "GET"]),
    "gone for good": (Page(status=410), Answer.NO_PAGE, ["HEAD", "GET"]),
    "head refused": (Page(head=405), Answer.THERE, ["HEAD", "GET"]),
    "head not known": (Page(head=501), Answer.THERE, ["HEAD", "GET"]),
    "head said to be gone": (Page(head=404), Answer.THERE, ["HEAD", "GET"]),
    "head refused, and gone": (Page(status=404, head=403), Answer.NO_PAGE, ["HEAD", "GET"]),
    "gone only by its head": (Page(status=403, head=404), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "log in": (Page(status=401), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "robots refused": (Page(status=403), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "a word of its own": (Page(status=999), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "bad request": (Page(status=400), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "for legal reasons": (Page(status=451), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "too many": (Page(status=429), Answer.TURNED_AWAY, ["HEAD"]),
    "overloaded": (Page(status=503), Answer.UNREACHED, ["HEAD"]),
    "broken": (Page(status=500), Answer.UNREACHED, ["HEAD", "GET"]),
    "an interface": (Page(status=404, headers=JSON), Answer.TURNED_AWAY, ["HEAD", "GET"]),
    "nowhere in particular": (Page(status=302, headers={}), Answer.TURNED_AWAY, ["HEAD", "GET"]),
}


@pytest.mark.parametrize("case", TABLE)
def test_only_what_a_site_says_twice_to_be_gone_is(case: str) -> None:
    page, answer, methods = TABLE[case]

    with a_world({"/page": page}) as world:
        found = world.one("/page")

    assert (found, world.site.methods) == (answer, methods)


def test_what_is_asked_says_who_asks_and_why() -> None:
    with a_world({"/there?a=1": "x"}) as world:
        world.one("/there?a=1")

    (heard,) = world.site.heard
    assert world.site.asked == ["/there?a=1"]
    assert heard["user-agent"].startswith("Handrail/")
    assert heard["host"] == f"site.test:{world.site.port}"


def test_an_endless_page_is_there_and_not_read() -> None:
    with a_world({"/endless": Page(is_endless=True, head=405)}) as world:
        assert world.one("/endless") is Answer.THERE


def test_a_page_that_does_not_come_is_given_up() -> None:
    held = threading.Event()
    with a_world({"/slow": Page(held=held)}) as world:
        world.plan = SitesPlan(seconds_each=0.2)

        found = world.one("/slow")

        held.set()
    assert found is Answer.UNREACHED


def test_a_redirection_is_followed_to_any_site_and_to_what_is_gone() -> None:
    with a_world() as world:
        world.site.pages |= {
            "/moved": leading("/there"),
            "/away": leading(world.url("/there", "other.test")),
            "/lost": leading(world.url("/none", "other.test")),
            "/circle": leading("/circle"),
            "/odd": leading("http://[half"),
        }

        found = world.ask(*map(world.url, ("/moved", "/away", "/lost", "/circle", "/odd")))

    assert [found[world.url(path)] for path in ("/moved", "/away", "/lost")] == [
        Answer.THERE,
        Answer.THERE,
        Answer.NO_PAGE,
    ]
    assert found[world.url("/circle")] is Answer.TURNED_AWAY
    assert found[world.url("/odd")] is Answer.UNREACHED


def test_where_a_redirection_leads_tells_nothing_of_the_other_pages_of_its_site() -> None:
    with a_world() as world:
        world.names.failing = {"gone.test": NOT_GIVEN_OUT, "silent.test": NOT_NOW}
        world.site.pages |= {
            "/lost": leading(world.url("/", "gone.test")),
            "/later": leading(world.url("/", "silent.test")),
            "/busy": leading(world.url("/429", "other.test")),
            "/429": Page(status=429),
        }

        found = world.ask(*map(world.url, ("/lost", "/later", "/busy", "/there")))

    assert list(found.values()) == [
        Answer.UNREACHED,
        Answer.UNREACHED,
        Answer.TURNED_AWAY,
        Answer.THERE,
    ]


def test_addresses_that_nobody_may_ask_do_not_speak_for_the_network() -> None:
    with a_world() as world:
        barred = [f"http://h{n}.test:9/" for n in range(60)]

        found = world.ask(*barred, world.url("/there"))

    assert len(found) == 61
    assert found[world.url("/there")] is Answer.THERE


INWARD = (
    "http://127.0.0.1:{port}/secret",
    "http://inside.test:{port}/secret",
    "file:///etc/passwd",
)


@pytest.mark.parametrize("to", [*INWARD, "http://169.254.169.254/latest", "http://site.test:22/"])
def test_nothing_inside_is_asked_also_after_a_redirection(to: str) -> None:
    with a_world() as world, website({"/secret": "x"}) as inside:
        world.site.pages["/in"] = leading(to.format(port=world.site.port))

        redirected = world.one("/in")
        directly = world.ask(to.format(port=inside.port), to.format(port=world.site.port))

    assert redirected is Answer.BARRED
    assert set(directly.values()) == {Answer.BARRED}
    assert inside.asked == []
    assert set(world.site.asked) == {"/in"}


def test_a_name_that_is_not_given_out_is_gone_once_some_site_answers() -> None:
    with a_world() as world:
        world.names.failing = {"gone.test": NOT_GIVEN_OUT}
        addresses = [world.url("/a", "gone.test"), world.url("/b", "gone.test")]

        found = world.ask(*addresses, world.url("/there"))

    assert [found[address] for address in addresses] == [Answer.NO_SITE] * 2
    assert world.names.asked.count("gone.test") == 2


def test_where_no_site_answers_it_is_the_network_that_is_away() -> None:
    with a_world() as world:
        world.names.failing = {"gone.test": NOT_GIVEN_OUT, "site.test": NOT_NOW}

        found = world.ask(world.url("/a", "gone.test"), world.url("/there"))

    assert set(found.values()) == {Answer.UNREACHED}


def test_where_most_names_are_not_given_out_it_is_the_network_that_gives_out_few() -> None:
    with a_world() as world:
        world.names.failing = {"gone.test": NOT_GIVEN_OUT, "silent.test": NOT_GIVEN_OUT}
        lost = [world.url("/", "gone.test"), world.url("/", "silent.test")]

        found = world.ask(*lost, world.url("/there"))
        vouched = world.ask(*lost, world.url("/there"), witnesses=[world.url("/", "other.test")])

    assert [found[address] for address in lost] == [Answer.UNREACHED] * 2
    assert [vouched[address] for address in lost] == [Answer.NO_SITE] * 2


def test_witnesses_are_asked_only_where_there_is_doubt() -> None:
    with a_world() as world:
        world.names.failing = {"gone.test": NOT_GIVEN_OUT, "silent.test": NOT_NOW}
        known = [world.url("/there", host) for host in ("silent.test", "other.test", "site.test")]

        fine = world.ask(world.url("/there"), witnesses=known)
        asked = len(world.site.asked)
        gone = world.ask(world.url("/", "gone.test"), witnesses=known)

    assert list(fine.values()) == [Answer.THERE]
    assert list(gone.values()) == [Answer.NO_SITE]
    assert (asked, len(world.site.asked)) == (1, 2)


def test_a_name_that_cannot_be_looked_up_now_is_not_gone() -> None:
    with a_world() as world:
        world.names.failing = {"other.test": NOT_NOW}

        addresses = [world.url(path, "other.test") for path in ("/a", "/b")]

        found = world.ask(*addresses, world.url("/there"))

    assert found == {addresses[0]: Answer.UNREACHED, world.url("/there"): Answer.THERE}
    assert world.names.asked.count("other.test") == 1


def test_what_refuses_connections_is_tried_once() -> None:
    with a_world() as world:
        pass

    assert world.one("/there") is Answer.UNREACHED
    assert world.names.asked == ["site.test"]


def test_a_dead_network_is_given_up_after_a_few_sites() -> None:
    with a_world() as world:
        hosts = [f"h{n}.test" for n in range(60)]
        world.names.failing = dict.fromkeys(hosts, NOT_NOW)

        found = world.ask(*(world.url("/", host) for host in hosts))

    assert 12 <= len(found) <= 20
    assert set(found.values()) == {Answer.UNREACHED}


def test_a_site_that_fails_again_and_again_is_left_in_peace() -> None:
    failing = {f"/{n}": Page(status=500) for n in range(9)}
    with a_world(failing) as world:
        found = world.ask(*map(world.url, failing))

    assert len(found) == 3


def test_a_site_that_asks_for_rest_is_left_in_peace() -> None:
    busy = {f"/{n}": Page(status=429) for n in range(9)}
    with a_world(busy) as world:
        found = world.ask(*map(world.url, busy))

    assert len(found) == len(world.site.asked) == 1


def test_one_host_is_asked_one_thing_at_a_time_and_with_a_pause() -> None:
    alone, met = threading.Lock(), threading.Event()

    def page(_: Mapping[str, str]) -> Page:
        if not alone.acquire(blocking=False):
            met.set()
            return Page(body=b"x")
        met.wait(0.01)  # another request would come in this time
        alone.release()
        return Page(body=b"x")

    pages: dict[str, Served] = {f"/{n}": page for n in range(6)}
    with a_world(pages) as world:
        # Half of them lead there from another host, which is asked at the same time.
        world.site.pages |= {f"/to{n}": leading(world.url(f"/{n}")) for n in range(6)}
        others = [world.url(f"/to{n}", "other.test") for n in range(6)]

        found = world.ask(*others, *map(world.url, pages))

    assert set(found.values()) == {Answer.THERE}
    assert len(found) == 12
    assert not met.is_set()
    assert world.clock.at == pytest.approx(0.2 * 11, rel=0.2)


def test_opening_ends_when_its_time_is_over() -> None:
    pages: dict[str, Served] = {f"/{n}": "x" for n in range(9)}
    with a_world(pages) as world:
        world.plan = SitesPlan(seconds=0.5, pause=0.2)

        found = world.ask(*map(world.url, pages))

    assert 3 <= len(found) <= 5


def test_nothing_is_asked_once_it_is_to_stop() -> None:
    with a_world() as world:
        world.is_stopped = True

        assert world.ask(world.url("/there")) == {}
    assert world.site.asked == []


def test_whoever_stops_listening_ends_it() -> None:
    pages: dict[str, Served] = {f"/{n}": "x" for n in range(200)}
    with a_world(pages) as world:
        guard = Guard(rules_of((world.site.port,), world.private), world.names)
        clock = Waited()
        sites = GuardedSites(guard, SitesPlan(), monotonic=clock.monotonic, wait=clock.wait)

        with sites.ask([world.url(path) for path in pages]) as coming:
            next(iter(coming))

        assert len(world.site.asked) < 200


@contextmanager
def _mute(reply: bytes) -> Iterator[int]:
    """Take connections, answer with these bytes whatever is said, and close."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server((LOOPBACK, 0)))
        listening.settimeout(0.05)
        is_over = threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(1.0)
                    connection.recv(65_536)
                    connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        stack.callback(thread.join)
        stack.callback(is_over.set)
        yield listening.getsockname()[1]


@pytest.mark.parametrize(
    ("scheme", "reply"),
    [("http", b""), ("http", b"\x16\x03 no such protocol\r\n\r\n"), ("https", b"HTTP/1.1 200\r\n")],
)
def test_what_breaks_off_or_cannot_be_trusted_is_not_gone(scheme: str, reply: bytes) -> None:
    with _mute(reply) as port:
        guard = Guard(rules_of((port,), (LOOPBACK,)))
        sites = GuardedSites(
            guard, SitesPlan(seconds_each=2.0), monotonic=time.monotonic, wait=lambda _: None
        )

        with sites.ask([f"{scheme}://{LOOPBACK}:{port}/"]) as coming:
            (heard,) = coming

    assert heard.answer is Answer.UNREACHED
