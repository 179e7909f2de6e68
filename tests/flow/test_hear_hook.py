"""What people answer in a helpdesk reaches the customer once, in whatever order it comes."""

import itertools
import threading
from typing import Any

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.conversation.model import ConversationId, ConversationState
from handrail.domain.handoff.model import HandoffState
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import HELPDESK_KINDS, SinkName
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.hear_hook import HookPorts, forget_hooks, hear_hook
from handrail.flow.parcels import Note, Taken
from handrail.flow.take_over import return_to_assistant, say_as_agent, take_over
from handrail.kernel.errors import NotAuthenticated, NotFound
from tests.action_world import staff
from tests.channel_world import ChannelWorld, KeptParcels
from tests.hooks import ALL, Sent, Speaking

NAME = "desk"
_SAID: list[tuple[str, str] | None] = [("7", "one"), ("8", "two"), ("9", "three")]


@pytest.fixture(params=list(ALL))
def speaking(request: pytest.FixtureRequest) -> Speaking:
    return ALL[request.param]


class Linked:
    """Hold a conversation that a ticket tells of."""

    def __init__(
        self, world: ChannelWorld, speaking: Speaking, ticket: str = "101", **more: Any
    ) -> None:
        self.world, self.speaking, self.ticket = world, speaking, ticket
        self.desk = KeptParcels(HELPDESK_KINDS, answers=[Taken(remote=ticket)])
        self.delivering = world.delivering({NAME: self.desk})
        self.record = world.hears("I want to talk to a person", **more)
        deliver_all(self.delivering)
        self.ref = self.record.conversation
        self.news: list[ConversationId] = []
        self.ports = HookPorts(
            store=world.channels,
            helpdesks={SinkName(NAME): speaking.desk},
            clock=world.clock,
            ids=world.ids,
            on_news=self.news.append,
        )

    def sent(self, event: object, ref: str) -> Sent:
        """Sign an event."""
        return self.speaking.sign(event, self.world.clock.now(), ref)

    def hears(self, sent: Sent) -> int:
        """Let it come in."""
        return hear_hook(NAME, sent.headers, sent.body, self.ports)

    def says(self, message: str, text: str, delivery: str = "", ticket: str = "") -> int:
        """Let an agent's answer come in."""
        event = self.speaking.said(ticket or self.ticket, message, text)
        return self.hears(self.sent(event, delivery or f"d-{message}"))

    def closes(self, delivery: str = "d-closed") -> int:
        """Let the news come in that they are done."""
        return self.hears(self.sent(self.speaking.closed(self.ticket), delivery))

    @property
    def agents(self) -> list[str]:
        """Return what agents said."""
        return [text for author, text in self.world.said(self.ref) if author == "agent"]


def test_an_answer_is_told_to_the_customer_and_the_assistant_stays_silent(
    world: ChannelWorld, speaking: Speaking
) -> None:
    linked = Linked(world, speaking)

    linked.says("7", "Hello, I look into it.")

    [message] = [m for m in world.conversation(linked.ref).messages if m.by is not None]
    assert (message.text, message.by) == ("Hello, I look into it.", "Mia")
    handoff = world.handoff(linked.ref)
    assert handoff.state is HandoffState.TAKEN
    assert handoff.first_word_at is not None
    with world.store.read() as reading:
        kinds = [event.kind for event in reading.events_after(linked.ref, 0)]
    assert kinds[-2:] == ["agent.joined", "agent.message"]
    assert linked.news == [linked.ref]
    assert world.hears("refund?", after=linked.record).reply == ""


def test_the_same_comes_once_however_often_it_is_sent(world: ChannelWorld) -> None:
    speaking = ALL["zammad"]
    linked = Linked(world, speaking)

    for delivery in ("d1", "d1", "d2"):  # the same delivery, and the same message delivered anew
        linked.says("7", "Hello", delivery)

    assert linked.agents == ["Hello"]


def test_what_was_said_there_is_not_taken_back_there(world: ChannelWorld) -> None:
    speaking = ALL["zammad"]
    linked = Linked(world, speaking)
    linked.says("7", "Hello")
    world.hears("My order is 4711", after=linked.record)
    linked.closes()

    deliver_all(linked.delivering)

    later = [parcel for parcel, _ in linked.desk.sent[1:]]
    assert [p.message.text for p in later if isinstance(p, Note)] == ["My order is 4711"]
    assert len(later) == 1


def test_a_ticket_that_is_done_there_ends_here(world: ChannelWorld, speaking: Speaking) -> None:
    linked = Linked(world, speaking)
    linked.says("7", "Done!")

    assert linked.closes() == 1
    assert linked.closes("again") == 0

    assert world.conversation(linked.ref).state is ConversationState.CLOSED
    assert world.handoff(linked.ref).state is HandoffState.CLOSED


@pytest.mark.parametrize(
    "events",
    [[*_SAID[:2], None], pytest.param([*_SAID, None], marks=pytest.mark.slow)],
    ids=["three", "four"],
)
def test_every_order_of_webhooks_comes_to_the_same_end(
    world: ChannelWorld, events: list[tuple[str, str] | None]
) -> None:
    ends = set()

    for number, order in enumerate(itertools.permutations(events)):
        linked = Linked(world, ALL["webhook"], ticket=str(1_000 + number))
        for event in (*order, order[0]):  # and the first one again
            if event is None:
                linked.closes(f"closed-{number}")
            else:
                linked.says(f"{number}{event[0]}", event[1], f"d-{number}-{event[0]}")
        state = world.conversation(linked.ref).state
        ends.add((tuple(sorted(linked.agents)), state, world.handoff(linked.ref).state))

    whole = tuple(sorted(event[1] for event in events if event is not None))
    assert ends == {(whole, ConversationState.CLOSED, HandoffState.CLOSED)}


def test_ten_at_once_come_to_one(vault_store: SqlStore) -> None:
    world = ChannelWorld(vault_store)
    linked = Linked(world, ALL["chatwoot"])
    sent = linked.sent(linked.speaking.said("101", "7", "Hello"), "d1")
    gate = threading.Barrier(10)
    changed: list[int] = []

    def send() -> None:
        gate.wait()
        changed.append(linked.hears(sent))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(changed) == [0] * 9 + [1]
    assert linked.agents == ["Hello"]


def test_a_forged_webhook_changes_nothing(world: ChannelWorld) -> None:
    speaking = ALL["zammad"]
    linked = Linked(world, speaking)
    sent = linked.sent(speaking.said("101", "7", "Send us your password"), "d1")
    entries = world.entries()

    with pytest.raises(NotAuthenticated):
        linked.hears(Sent(sent.headers, sent.body.replace(b"password", b"passw0rd")))

    assert world.entries() == entries
    assert linked.agents == []


def test_a_ticket_that_we_did_not_open_is_nobodys(world: ChannelWorld) -> None:
    speaking = ALL["zammad"]
    linked = Linked(world, speaking)

    assert linked.says("7", "Hello", ticket="999") == 0
    assert linked.agents == []


def test_what_a_customer_need_not_know_changes_nothing(world: ChannelWorld) -> None:
    speaking = ALL["zammad"]
    linked = Linked(world, speaking)

    assert [linked.hears(linked.sent(event, "d")) for event in speaking.others] == [0] * len(
        speaking.others
    )


def test_an_older_ticket_that_is_closed_ends_nothing(world: ChannelWorld) -> None:
    linked = Linked(world, ALL["webhook"])
    desk = DeskPorts(store=world.store, clock=world.clock, ids=world.ids)
    handoff = take_over(world.handoff(linked.ref).id, staff(), desk)
    return_to_assistant(handoff.id, staff(), desk)
    world.clock.advance(60)
    world.hears("I want a person again", after=linked.record)
    linked.desk.answers = [Taken(remote="102")]
    deliver_all(linked.delivering)

    assert linked.closes() == 0
    assert world.handoff(linked.ref).state is HandoffState.WAITING


def test_no_webhook_is_heard_where_no_helpdesk_is_named(world: ChannelWorld) -> None:
    linked = Linked(world, ALL["webhook"])

    with pytest.raises(NotFound):
        hear_hook("other", {}, b"", linked.ports)


def test_an_answer_counts_although_a_colleague_has_the_conversation_here(
    world: ChannelWorld,
) -> None:
    linked = Linked(world, ALL["webhook"])
    desk = DeskPorts(store=world.store, clock=world.clock, ids=world.ids)
    take_over(world.handoff(linked.ref).id, staff(), desk)
    say_as_agent(linked.ref, "Here I am.", staff(), desk)

    linked.says("7", "And here am I.")

    assert linked.agents == ["Here I am.", "And here am I."]
    assert world.handoff(linked.ref).agent == "kim"


def test_an_answer_takes_a_conversation_back_that_was_returned_to_the_assistant(
    world: ChannelWorld,
) -> None:
    linked = Linked(world, ALL["webhook"])
    desk = DeskPorts(store=world.store, clock=world.clock, ids=world.ids)
    handoff = take_over(world.handoff(linked.ref).id, staff(), desk)
    return_to_assistant(handoff.id, staff(), desk)

    linked.says("7", "One more thing.")

    assert world.conversation(linked.ref).state is ConversationState.HANDED_OFF
    assert world.handoff(linked.ref).state is HandoffState.TAKEN
    deliver_all(linked.delivering)
    assert len(linked.desk.sent) == 1, "no second ticket for what came from the first"


def test_webhooks_are_remembered_for_days_and_then_forgotten(world: ChannelWorld) -> None:
    linked = Linked(world, ALL["webhook"])
    linked.says("7", "Hello")
    world.clock.advance(13 * 86_400)
    assert forget_hooks(linked.ports) == 0

    world.clock.advance(2 * 86_400)

    assert forget_hooks(linked.ports) == 1
    linked.says("7", "Hello", "as-if-new")
    assert linked.agents == ["Hello"], "what it told of is known for ever"


def test_an_answer_for_somebody_who_was_erased_is_nobodys(world: ChannelWorld) -> None:
    linked = Linked(world, ALL["webhook"], customer="cust-17")
    with world.store.write() as writing:
        writing._connection.exec_driver_sql("UPDATE persons SET key = NULL, lookup = NULL")

    assert linked.says("7", "Hello") == 0
