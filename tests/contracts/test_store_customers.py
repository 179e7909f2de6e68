"""What every store promises of conversations with a known customer."""

from dataclasses import replace

from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.ports import Store
from tests.builders import a_conversation, a_record, an_entry, an_inbound, message_texts

CONV = ConversationId("conv_1")
ADA = "ada@example.com"


def a_turn(store: Store, name: str = "rec_1", version: int = 0, customer: str | None = ADA) -> None:
    told = (Event(kind="reply.finished", facts={"record": name}),)
    with store.write() as writing:
        writing.save_turn(
            a_conversation(customer=customer, version=version),
            an_inbound(f"What of {name}?", idempotency_key=name),
            a_record(name),
            an_entry(),
            told,
        )


def test_what_is_said_with_a_known_customer_is_read_back_whole(store: Store) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(customer=ADA), an_entry())

    a_turn(store)

    with store.read() as reading:
        held = reading.conversation(CONV)
        assert held is not None
        assert held.customer == ADA
        assert message_texts(held.messages)[0] == ("customer", "What of rec_1?")
        assert reading.record(a_record().id) == reading.latest_record(CONV) == a_record()
        assert reading.record_of_key(CONV, "rec_1") == a_record()
        assert [event.facts for event in reading.events_after(CONV, 0)] == [{"record": "rec_1"}]


def test_a_customer_who_is_recognised_later_keeps_what_was_said_before(store: Store) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())
    a_turn(store, customer=None)

    a_turn(store, "rec_2", version=1)
    with store.write() as writing:
        identified = a_conversation(customer=ADA, version=2)
        writing.tell(identified, (Event(kind="reply.started"),), an_entry())

    with store.read() as reading:
        held = reading.conversation(CONV)
        assert held is not None
        assert held.customer == ADA
        assert held.questions == ("What of rec_1?", "What of rec_2?")
        assert reading.record_of_key(CONV, "rec_1") == a_record("rec_1")
        assert reading.latest_record(CONV) == a_record("rec_2")
        kinds = [event.kind for event in reading.events_after(CONV, 0)]
        assert kinds == ["reply.finished", "reply.finished", "reply.started"]


def test_a_customer_may_have_several_conversations(store: Store) -> None:
    opened = [a_conversation(name, customer=ADA) for name in ("conv_1", "conv_2")]

    for conversation in opened:
        with store.write() as writing:
            writing.open_conversation(conversation, an_entry(subject=conversation.id))

    with store.read() as reading:
        assert [reading.conversation(held.id) for held in opened] == opened


def test_an_anonymous_conversation_stays_so(store: Store) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())

    a_turn(store, customer=None)

    with store.read() as reading:
        held = reading.conversation(CONV)
    assert held is not None
    assert replace(held, messages=()) == a_conversation(version=1)
