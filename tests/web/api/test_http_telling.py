"""What a listener is told while a language model still writes, on a real server."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handrail.domain.decision.calibration import Threshold
from handrail.flow.language_model import ModelPorts
from handrail.kernel.clock import SystemClock
from tests.builders import a_calibration, an_entry
from tests.flow.writers import ScriptedWriter
from tests.web.running import ANSWER, QUESTION, Site, running_site

FIRST = ("A refund takes five days.", ANSWER)
SECOND = ("You can ask within 30 days of delivery.", "Ask within 30 days of delivery.")


@dataclass(slots=True)
class Pen:
    """Write the first claim, and the second when a test says so."""

    may_go_on: threading.Event = field(default_factory=threading.Event)
    visits: int = 0

    def move(self) -> None:
        self.visits += 1
        if self.visits == 2:
            assert self.may_go_on.wait(20)


@pytest.fixture
def pen() -> Pen:
    return Pen()


@pytest.fixture
def site(tmp_path: Path, pen: Pen) -> Iterator[Site]:
    writer = ScriptedWriter([[FIRST, SECOND]], before_each=pen.move)
    models = ModelPorts(writers=(writer,), reader=None, clock=SystemClock(), seconds=30.0)
    with running_site(tmp_path, models=models, tick_seconds=60.0) as running:
        anything = Threshold(value=0.0001, answered=100, wrong=0, upper_bound=0.03)
        made = a_calibration(threshold=anything, by_topic={}, bound_to={"writer": writer.name})
        with running.store.write() as writing:
            writing.save_calibration(made, an_entry())
        yield running
        pen.may_go_on.set()


def test_a_claim_is_heard_while_the_next_is_being_written(site: Site, pen: Pen) -> None:
    opened = site.open()

    with site.listening(opened) as heard, ThreadPoolExecutor(1) as pool:
        assert heard.until_caught_up() == []
        reply = pool.submit(site.say, opened, QUESTION)
        early = [heard.next() for _ in range(3)]
        is_still_writing = not reply.done()
        pen.may_go_on.set()
        late = [heard.next() for _ in range(2)]

    assert is_still_writing
    assert [kind for _, kind, _ in early] == ["message.received", "reply.started", "reply.claim"]
    assert early[2][2]["text"] == FIRST[0]
    assert [kind for _, kind, _ in late] == ["reply.claim", "reply.finished"]
    assert late[1][2] == reply.result().json()
    assert [claim["text"] for claim in late[1][2]["claims"]] == [FIRST[0], SECOND[0]]


def test_a_person_who_is_asked_for_meanwhile_gets_the_word(site: Site, pen: Pen) -> None:
    opened = site.open()

    with site.listening(opened) as heard, ThreadPoolExecutor(1) as pool:
        heard.until_caught_up()
        reply = pool.submit(site.say, opened, QUESTION)
        told = [heard.next()[1] for _ in range(3)]
        path = f"/api/v1/conversations/{opened['id']}/handoff"
        handed = site.client.post(path, headers={"Authorization": f"Bearer {opened['token']}"})
        pen.may_go_on.set()
        after = reply.result()
        while "reply.withdrawn" not in told:
            told.append(heard.next()[1])

    assert handed.json()["outcome"] == "handed_off"
    assert after.json()["outcome"] == "handed_off"
    assert after.json()["reply"] == ""
    assert told.count("reply.claim") == 1
