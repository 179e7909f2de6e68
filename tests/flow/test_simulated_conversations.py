"""What scripted customers write is labelled, reaches nobody, and counts nowhere."""

from datetime import timedelta

import pytest

from handrail.adapters.sql.console_reading import SqlConsole
from handrail.adapters.sql.store import SqlStore
from handrail.domain.conversation.model import ConversationId, Origin
from handrail.domain.handoff.model import Priority
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import HELPDESK_KINDS, MAIL_KINDS
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.take_over import say_as_agent, take_over
from tests.action_world import staff
from tests.builders import NOON
from tests.channel_world import PASSAGE, ChannelWorld, KeptParcels

ASKED = "How long does a refund take?"
PERSON = "I want to talk to a person"
LONG_AGO = NOON - timedelta(days=400)


@pytest.fixture
def both(vault_store: SqlStore) -> ChannelWorld:
    made = ChannelWorld(vault_store)
    made.fill()
    return made


def begun(world: ChannelWorld, origin: Origin | None, channel: str = "web") -> ConversationId:
    ports = OpeningPorts(store=world.store, clock=world.clock, ids=world.ids)
    return open_conversation(Opening(channel=channel, origin=origin), ports).id


def waiting(world: ChannelWorld, origin: Origin | None, channel: str = "web") -> ConversationId:
    """Return a conversation in which something was answered, and a person asked for."""
    ref = begun(world, origin, channel)
    for text in (ASKED, PERSON):
        world.hears(text, conversation=ref, channel=channel)
    return ref


def test_a_conversation_keeps_where_it_comes_from_and_the_log_says_so(both: ChannelWorld) -> None:
    simulated, real = begun(both, Origin.SIMULATION), begun(both, None)

    both.hears(ASKED, conversation=simulated)

    assert both.conversation(simulated).is_simulated
    assert not both.conversation(real).is_simulated
    with both.store.read() as reading:
        opened = [
            entry.facts
            for _, entry in reading.audit_entries(0, 100)
            if entry.kind == "conversation.opened"
        ]
    assert opened == [{"channel": "web", "origin": "simulation"}, {"channel": "web"}]


def test_no_helpdesk_and_no_mailbox_hears_of_a_scripted_customer(both: ChannelWorld) -> None:
    desk, mail = KeptParcels(HELPDESK_KINDS), KeptParcels(MAIL_KINDS)
    waiting(both, Origin.SIMULATION, channel="email")
    real = waiting(both, None)

    deliver_all(both.delivering({"desk": desk, "mail": mail}))

    assert {one.conversation for one in both.deliveries()} == {real}
    assert mail.sent == []


def test_a_scripted_customer_bears_on_nobody_s_wait_and_on_no_exposure(both: ChannelWorld) -> None:
    simulated = waiting(both, Origin.SIMULATION)
    desk = DeskPorts(store=both.store, clock=both.clock, ids=both.ids)
    handoff = both.handoff(simulated)
    with both.store.read() as reading:
        alone = reading.count_waiting(handoff.queue, Priority.LOW)
    take_over(handoff.id, staff(), desk)
    say_as_agent(simulated, "Hello, this is Ann.", staff(), desk)

    real = waiting(both, None)

    with both.store.read() as reading:
        assert alone == 0
        assert reading.count_waiting(handoff.queue, Priority.LOW) == 1
        assert len(reading.waited(handoff.queue, LONG_AGO)) == 1
        shown = reading.conversations_shown([PASSAGE.id], LONG_AGO)
        assert shown == {PASSAGE.id: frozenset({real})}
        assert [use.shown for use in reading.article_use(LONG_AGO).values()] == [1]
    with SqlConsole(both.store).looking() as looking:
        assert looking.answered_handoffs(10) == []
        assert looking.simulated_of([simulated, real]) == {simulated}
        assert looking.has_any_of(Origin.SIMULATION)
