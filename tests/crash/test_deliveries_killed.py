"""Workers that deliver are killed at every point: nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.conversation.model import ConversationId
from handrail.kernel.failpoints import DELIVERY_FAILPOINTS
from tests.channel_world import ChannelWorld
from tests.crash.delivery_worker import Task, running_workers
from tests.crash.forking import Ended, Workers
from tests.helpdesk_servers import FakeReceiver, FakeZendesk, running

_EVERY = 5  # on PostgreSQL every fifth point: the steps are the same
_AFTER_SENDING = {"delivery.sent", "delivery.end_in_transaction"}


@dataclass(frozen=True)
class Line:
    """Hold what stands at both ends."""

    world: ChannelWorld
    task: Task
    workers: Workers[Task]
    zendesk: FakeZendesk
    receiver: FakeReceiver

    def play(self, kill_at: int) -> tuple[ConversationId, Ended, Ended, int]:
        """Hand a conversation over, kill the worker that tells of it, and let another one end."""
        told = len(self.receiver.notices)
        asked = self.world.hears("I want to talk to a person")
        killed = self.workers.run(replace(self.task, kill_at=kill_at))
        ended = self.workers.run(self.task)
        return asked.conversation, killed, ended, len(self.receiver.notices) - told


@pytest.fixture
def line(database_url: str, vault_store: SqlStore) -> Iterator[Line]:
    zendesk, receiver = FakeZendesk(), FakeReceiver()
    with (
        running(zendesk) as address,
        running(receiver) as other,
        running_workers() as workers,
    ):
        task = Task(database=database_url, zendesk=address, receiver=other)
        yield Line(ChannelWorld(vault_store), task, workers, zendesk, receiver)


@pytest.mark.slow
def test_a_worker_killed_anywhere_loses_nothing_and_doubles_only_where_nobody_could_tell(
    line: Line,
) -> None:
    reached, doubled = set(), set()
    is_sqlite = line.task.database.startswith("sqlite")
    points = count(1, 1 if is_sqlite else _EVERY)
    for played, number in enumerate(points, start=1):
        ref, killed, ended, notices = line.play(number)
        if not killed.is_killed:
            break
        reached.add(killed.at)
        assert ended.status == 0
        events = [e for e in line.receiver.events.values() if e["data"]["conversation"] == ref]
        assert [e["type"] for e in events] == ["handoff.requested"], killed
        assert len(line.zendesk.tickets) == played, killed
        assert notices in (1, 2), killed
        if notices > 1:
            doubled.add(killed.at)

    assert not is_sqlite or reached == set(DELIVERY_FAILPOINTS)
    assert doubled <= _AFTER_SENDING, "a chat room cannot tell a repetition, and only there"
    assert line.zendesk.wrongs == line.receiver.wrongs == []
    assert {len(t["comments"]) for t in line.zendesk.tickets.values()} == {1}
