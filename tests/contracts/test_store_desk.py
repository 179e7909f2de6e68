"""What every store promises of handoffs, drafts and ratings: on SQLite, PostgreSQL, in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    ConversationState,
    Event,
    MessageId,
)
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import SuggestionId, Used
from handrail.domain.handoff.waiting import Waited
from handrail.flow.desk_ports import DeskStore
from handrail.flow.handoff_ports import AgentWords
from handrail.kernel.errors import Conflict, NotFound
from tests.builders import (
    NOON,
    a_conversation,
    a_handoff,
    a_record,
    a_suggestion,
    an_entry,
    an_inbound,
)

CONV = ConversationId("conv_1")
KIM = StaffId("kim")
WORDS = AgentWords(id=MessageId("msg_a"), text="Hello, Kim here.", by="Kim", at=NOON)


def opened(store: DeskStore, *refs: str, customer: str | None = None) -> None:
    with store.write() as writing:
        for ref in refs or (CONV,):
            writing.open_conversation(a_conversation(ref, customer=customer), an_entry())


def added(store: DeskStore, *handoffs: Handoff) -> None:
    with store.decide() as writing:
        for handoff in handoffs:
            writing.add_handoff(handoff, an_entry("handoff.requested", subject=handoff.id))


@pytest.mark.parametrize("customer", [None, "ada@example.com"])
def test_a_handoff_is_kept_whole(store: DeskStore, customer: str | None) -> None:
    opened(store, customer=customer)
    handoff = a_handoff(
        due_at=NOON + timedelta(hours=2),
        language="de",
        priority=Priority.HIGH,
        is_staffed=False,
        agent=KIM,
        state=HandoffState.TAKEN,
        taken_at=NOON + timedelta(minutes=1),
        first_word_at=NOON + timedelta(minutes=2),
    )

    added(store, handoff)

    with store.read() as reading:
        assert reading.handoff(handoff.id) == handoff
        assert reading.open_handoff_of(CONV) == handoff
        assert reading.handoffs(OPEN) == reading.handoffs_of(CONV) == (handoff,)
        assert reading.handoff(HandoffId("hand_none")) is None


def test_a_conversation_has_one_open_handoff(store: DeskStore) -> None:
    opened(store)
    added(store, a_handoff())

    with pytest.raises(Conflict):
        added(store, a_handoff("hand_2"))

    with store.decide() as writing:
        writing.move_handoff(a_handoff(state=HandoffState.RETURNED), an_entry())
    added(store, a_handoff("hand_2"))
    with store.read() as reading:
        found = reading.open_handoff_of(CONV)
        assert found is not None
        assert found.id == "hand_2"
        assert [held.id for held in reading.handoffs_of(CONV)] == ["hand_1", "hand_2"]


def test_a_change_of_a_handoff_names_the_version_that_it_saw(store: DeskStore) -> None:
    opened(store)
    added(store, a_handoff())

    with store.decide() as writing:
        taken = writing.move_handoff(
            a_handoff(state=HandoffState.TAKEN, agent=KIM), an_entry("handoff.taken")
        )

    assert taken.version == 1
    with pytest.raises(Conflict), store.decide() as writing:
        writing.move_handoff(a_handoff(state=HandoffState.TAKEN, agent=StaffId("lee")), an_entry())
    with pytest.raises(NotFound), store.decide() as writing:
        writing.move_handoff(a_handoff("hand_none"), an_entry())
    with store.read() as reading:
        assert reading.handoff(taken.id) == taken


def test_the_most_urgent_come_first_and_then_those_who_wait_longest(store: DeskStore) -> None:
    wanted = [("b", Priority.NORMAL), ("c", Priority.URGENT), ("a", Priority.NORMAL)]
    opened(store, *(f"conv_{name}" for name, _ in wanted))
    for place, (name, priority) in enumerate(wanted):
        added(
            store,
            a_handoff(
                f"hand_{name}",
                conversation=ConversationId(f"conv_{name}"),
                priority=priority,
                requested_at=NOON + timedelta(minutes=place),
            ),
        )

    with store.read() as reading:
        found = reading.handoffs(OPEN)
        fewer = reading.handoffs(OPEN, limit=1)
        newest = reading.handoffs(OPEN, limit=2, newest_first=True)

    assert [held.id for held in found] == ["hand_c", "hand_b", "hand_a"]
    assert fewer == found[:1]
    assert [held.id for held in newest] == ["hand_a", "hand_c"]


def test_handoffs_are_found_by_state_queue_and_agent(store: DeskStore) -> None:
    opened(store, "conv_1", "conv_2")
    billing = a_handoff("hand_1", queue="billing")
    kims = a_handoff(
        "hand_2",
        conversation=ConversationId("conv_2"),
        state=HandoffState.TAKEN,
        agent=KIM,
    )
    added(store, billing, kims)

    with store.read() as reading:
        assert reading.handoffs(frozenset({HandoffState.WAITING})) == (billing,)
        assert reading.handoffs(OPEN, queue="billing") == (billing,)
        assert reading.handoffs(OPEN, agent=KIM) == (kims,)
        assert reading.handoffs(OPEN, queue="billing", agent=KIM) == ()


def test_what_an_agent_says_stands_in_order_under_the_name_that_is_shown(store: DeskStore) -> None:
    opened(store, customer="ada@example.com")
    with store.write() as writing:
        writing.save_turn(
            a_conversation(customer="ada@example.com"), an_inbound(), a_record(), an_entry()
        )

    with store.decide() as writing:
        held = writing.hold_conversation(CONV)
        silenced = replace(held, state=ConversationState.HANDED_OFF)
        said = writing.save_agent_message(
            silenced, WORDS, an_entry("agent.said"), (Event(kind="agent.message"),)
        )

    with store.read() as reading:
        after = reading.conversation(CONV)
        told = reading.events_after(CONV, 0)
    assert after is not None
    assert after.messages[-1] == said
    assert (said.sequence, said.author, said.by) == (3, Author.AGENT, "Kim")
    assert after.state is ConversationState.HANDED_OFF
    assert after.version == held.version + 1
    assert [event.kind for event in told] == ["agent.message"]


def test_a_turn_that_was_begun_before_an_agent_spoke_conflicts(store: DeskStore) -> None:
    opened(store)
    with store.decide() as writing:
        writing.save_agent_message(writing.hold_conversation(CONV), WORDS, an_entry())

    with pytest.raises(Conflict), store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry())
    with pytest.raises(Conflict), store.write() as writing:
        writing.tell(a_conversation(), (Event(kind="reply.claim"),), an_entry())

    with store.read() as reading:
        assert reading.events_after(CONV, 0) == ()


def test_a_conversation_moves_from_the_version_that_was_seen(store: DeskStore) -> None:
    opened(store)
    closed = a_conversation(state=ConversationState.CLOSED)

    with store.decide() as writing:
        moved = writing.move_conversation(closed, an_entry(), (Event(kind="conversation.closed"),))

    assert moved == replace(closed, version=1)
    with pytest.raises(Conflict), store.decide() as writing:
        writing.move_conversation(closed, an_entry())
    with pytest.raises(NotFound), store.decide() as writing:
        writing.move_conversation(a_conversation("conv_none"), an_entry())
    with pytest.raises(NotFound), store.decide() as writing:
        writing.hold_conversation(ConversationId("conv_none"))
    with store.read() as reading:
        held = reading.conversation(CONV)
        assert held is not None
        assert held.state is ConversationState.CLOSED


@pytest.mark.parametrize("customer", [None, "ada@example.com"])
def test_a_draft_is_kept_with_what_became_of_it(store: DeskStore, customer: str | None) -> None:
    opened(store, customer=customer)
    drafted = a_suggestion()
    used = replace(drafted, message=MessageId("msg_a"), used=Used.EDITED)

    with store.decide() as writing:
        writing.add_suggestion(drafted, an_entry("suggestion.drafted"))
    with store.read() as reading:
        assert reading.suggestion(drafted.id) == drafted
    with store.decide() as writing:
        writing.use_suggestion(used, an_entry("suggestion.used"))

    with store.read() as reading:
        assert reading.suggestion(drafted.id) == used
        assert reading.suggestion(SuggestionId("sug_none")) is None
    with pytest.raises(NotFound), store.decide() as writing:
        writing.use_suggestion(a_suggestion("sug_none"), an_entry())


@pytest.mark.parametrize("customer", [None, "ada@example.com"])
def test_the_newest_rating_counts(store: DeskStore, customer: str | None) -> None:
    opened(store, customer=customer)
    first = Rating(conversation=CONV, score=2, comment="Slow.", at=NOON)
    second = replace(first, score=5, comment=None)

    for rating in (first, second):
        with store.decide() as writing:
            writing.save_rating(rating, an_entry(), (Event(kind="rating.given"),))
        with store.read() as reading:
            assert reading.rating(CONV) == rating

    with store.read() as reading:
        assert [event.kind for event in reading.events_after(CONV, 0)] == ["rating.given"] * 2
        assert reading.rating(ConversationId("conv_2")) is None


def test_what_the_desk_keeps_is_read_when_its_customer_becomes_known_later(
    store: DeskStore,
) -> None:
    opened(store)
    rating = Rating(conversation=CONV, score=4, comment="Fine", at=NOON)
    added(store, a_handoff())
    with store.decide() as writing:
        writing.add_suggestion(a_suggestion(), an_entry())
        writing.save_rating(rating, an_entry())

    with store.write() as writing:
        known = a_conversation(customer="ada@example.com")
        writing.save_turn(known, an_inbound(), a_record(), an_entry())

    with store.read() as reading:
        assert reading.handoffs_of(CONV) == (a_handoff(),)
        assert reading.suggestion(SuggestionId("sug_1")) == a_suggestion()
        assert reading.rating(CONV) == rating


def test_records_come_in_order(store: DeskStore) -> None:
    opened(store)
    for turn in range(3):
        with store.write() as writing:
            before: Conversation = a_conversation(version=turn)
            writing.save_turn(before, an_inbound(), a_record(f"rec_{turn}"), an_entry())

    with store.read() as reading:
        found = reading.records_of(CONV)

    assert [record.id for record in found] == ["rec_0", "rec_1", "rec_2"]
    assert found[0] == a_record("rec_0")


def test_every_change_of_the_desk_leaves_an_entry(store: DeskStore) -> None:
    opened(store)

    with store.decide() as writing:
        writing.add_handoff(a_handoff(), an_entry("one"))
        writing.move_handoff(a_handoff(), an_entry("two"))
        writing.save_agent_message(writing.hold_conversation(CONV), WORDS, an_entry("three"))
        writing.move_conversation(writing.hold_conversation(CONV), an_entry("four"))
        writing.add_suggestion(a_suggestion(), an_entry("five"))
        writing.use_suggestion(a_suggestion(), an_entry("six"))
        rating = Rating(conversation=CONV, score=3, comment=None, at=NOON)
        writing.save_rating(rating, an_entry("seven"))

    with store.read() as reading:
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert kinds[1:] == ["one", "two", "three", "four", "five", "six", "seven"]


def test_only_those_as_urgent_or_more_are_ahead(store: DeskStore) -> None:
    waiting = [("1", Priority.URGENT), ("2", Priority.NORMAL), ("3", Priority.LOW)]
    opened(store, *(f"conv_{name}" for name, _ in waiting), "conv_4", "conv_5")
    for name, priority in waiting:
        ref = ConversationId(f"conv_{name}")
        added(store, a_handoff(f"hand_{name}", conversation=ref, priority=priority))
    elsewhere = a_handoff("hand_4", conversation=ConversationId("conv_4"), queue="billing")
    taken = a_handoff(
        "hand_5", conversation=ConversationId("conv_5"), state=HandoffState.TAKEN, agent=KIM
    )
    added(store, elsewhere, taken)

    with store.read() as reading:
        ahead = [reading.count_waiting("support", priority) for priority in Priority]

    assert ahead == [1, 1, 2, 3]


def test_how_long_others_waited_is_known_of_those_who_met_somebody(store: DeskStore) -> None:
    answered, ended = NOON + timedelta(minutes=5), NOON + timedelta(minutes=9)
    closed = {"state": HandoffState.CLOSED, "ended_at": ended}
    opened(store)
    added(
        store,
        a_handoff("hand_1", first_word_at=answered, **closed),
        a_handoff("hand_2", **closed),
        a_handoff("hand_3", is_staffed=False, **closed),
        a_handoff("hand_4", queue="billing", **closed),
        a_handoff("hand_5", requested_at=NOON - timedelta(days=40), **closed),
        a_handoff("hand_6"),
    )

    with store.read() as reading:
        found = reading.waited("support", NOON - timedelta(days=28))
        newest = reading.waited("support", NOON - timedelta(days=28), limit=1)

    assert found == (
        Waited(since=NOON),
        Waited(since=NOON, ended_at=ended),
        Waited(since=NOON, answered_at=answered, ended_at=ended),
    )
    assert newest == found[:1]


def test_a_number_grows_with_every_change_that_the_staff_see(store: DeskStore) -> None:
    opened(store)
    seen, waiting = [], []

    def look() -> None:
        with store.read() as reading:
            seen.append(dict(reading.desk_versions()))
            waiting.append(dict(reading.waiting_versions()))

    look()
    added(store, a_handoff())
    look()
    with store.decide() as writing:
        writing.tell_of(CONV, (Event(kind="message.received"),))
    look()
    with store.decide() as writing:
        writing.move_handoff(a_handoff(state=HandoffState.CLOSED), an_entry())
    look()

    assert seen == [
        {},
        {("handoffs", "hand_1"): 0},
        {("handoffs", "hand_1"): 0, ("conversations", CONV): 1},
        {},
    ]
    assert waiting == [{}, {("handoffs", "hand_1"): 0}, {("handoffs", "hand_1"): 0}, {}]


def test_one_whom_nobody_named_otherwise_is_shown_by_their_own_name(store: DeskStore) -> None:
    with store.read() as reading:
        assert reading.shown_name(KIM) == "kim"


def test_events_of_many_conversations_are_read_by_number(store: DeskStore) -> None:
    second = ConversationId("conv_2")
    opened(store, CONV, second, customer="ada@example.com")
    for ref in (CONV, second):
        with store.decide() as writing:
            writing.tell_of(ref, tuple(Event(kind=f"e{n}", facts={"n": n}) for n in range(1, 4)))

    with store.read() as reading:
        found = reading.events_numbered([(CONV, 2), (CONV, 3), (second, 1), (second, 9)])
        many = reading.events_numbered([(second, n) for n in range(1, 1_000)])
        assert found[CONV] == reading.events_after(CONV, 1)
        tokens = reading.token_digests([CONV, second, ConversationId("conv_none")])

    assert [event.kind for event in found[second]] == ["e1"]
    assert [event.kind for event in many[second]] == ["e1", "e2", "e3"]
    assert tokens == {CONV: None, second: None}
