"""When the staff are told what stands, and what they are told."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.parcels import NotTaken, Taken
from handrail.flow.send_digest import Digest, DigestPorts, send_digest
from tests.flow.test_check_knowledge import Desk


@dataclass
class KeptDigests:
    """Keep digests; the first tries fail as often as a test says."""

    faults: int = 0
    sent: list[Digest] = field(default_factory=list)

    def send_digest(self, digest: Digest) -> Taken | NotTaken:
        if self.faults:
            self.faults -= 1
            return NotTaken(why="It is down.")
        self.sent.append(digest)
        return Taken()


@pytest.fixture
def desk(sql_store: SqlStore) -> Desk:
    return Desk(sql_store)


def ports(
    desk: Desk, sink: KeptDigests, every: timedelta | None = timedelta(days=1)
) -> DigestPorts:
    console = "https://desk.example/console"
    return DigestPorts(
        store=desk.store, sinks=(sink,), clock=desk.clock, every=every, console=console
    )


def test_a_digest_comes_once_in_its_time_and_says_what_is_new(desk: Desk) -> None:
    sink = KeptDigests()
    check_knowledge(desk.ports())

    first = send_digest(ports(desk, sink))
    again = send_digest(ports(desk, sink))
    desk.clock.advance(86_400)
    send_digest(ports(desk, sink))

    assert (first, again) == ("Sent a digest: 1 findings in your help centre, 1 new", None)
    assert "1 contradiction. 1 new" in sink.sent[0].text
    assert "5 days here, 9 days there. (medium, kim)" in sink.sent[0].text
    assert sink.sent[0].link == "https://desk.example/console/findings"
    assert "0 new" in sink.sent[1].subject


def test_a_digest_that_did_not_come_through_is_tried_again(desk: Desk) -> None:
    sink = KeptDigests(faults=1)
    check_knowledge(desk.ports())

    failed = send_digest(ports(desk, sink))
    send_digest(ports(desk, sink))

    assert failed == "The digest of findings was not sent: It is down."
    assert len(sink.sent) == 1


def test_nobody_is_told_of_nothing(desk: Desk) -> None:
    sink = KeptDigests()

    assert send_digest(ports(desk, sink)) is None
    check_knowledge(desk.ports())
    assert send_digest(ports(desk, sink, every=None)) is None
    assert sink.sent == []
