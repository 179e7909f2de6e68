"""What every store promises of conversations: on SQLite, PostgreSQL and in memory."""

import pytest

from handrail.domain.conversation.model import ConversationId, ConversationState, Event
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    RecordId,
)
from handrail.domain.knowledge.model import (
    PassageId,
    Skipped,
    SourceName,
    SyncReport,
)
from handrail.flow.ports import Store
from handrail.kernel.errors import BadInput, Conflict, NotFound
from tests.builders import (
    NOON,
    REFUNDS,
    a_calibration,
    a_conversation,
    a_record,
    an_article,
    an_entry,
    an_inbound,
    message_texts,
    passages_for,
    published,
)

CONV = ConversationId("conv_1")


def opened_conversation(store: Store) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry("conversation.opened"))


def test_an_empty_store_knows_nothing(store: Store) -> None:
    with store.read() as reading:
        assert reading.conversation(CONV) is None
        assert reading.record(RecordId("rec_1")) is None
        assert reading.latest_record(CONV) is None
        assert reading.article(REFUNDS) is None
        assert reading.passages_of(REFUNDS) == ()
        assert reading.live_passages([PassageId("p")]) == {}
        assert list(reading.all_live_passages()) == []
        assert reading.live_count() == 0
        assert reading.calibration() is None
        assert reading.last_sync(SourceName("help")) is None
        assert reading.audit_entries() == ()


def test_a_turn_is_kept_with_its_messages_and_its_whole_record(store: Store) -> None:
    opened_conversation(store)
    record = a_record()

    with store.write() as writing:
        said = writing.save_turn(a_conversation(), an_inbound(), record, an_entry("turn.recorded"))

    with store.read() as reading:
        held = reading.conversation(CONV)
        assert held is not None
        assert held.messages == said
        assert message_texts(said) == [("customer", an_inbound().text), ("assistant", record.reply)]
        assert [message.sequence for message in said] == [1, 2]
        assert held.version == 1
        assert reading.record(record.id) == reading.latest_record(CONV) == record


def test_turns_follow_each_other_in_order(store: Store) -> None:
    opened_conversation(store)

    for turn in range(3):
        with store.write() as writing:
            writing.save_turn(
                a_conversation(version=turn),
                an_inbound(f"question {turn}"),
                a_record(f"rec_{turn}", reply=f"reply {turn}"),
                an_entry(),
            )

    with store.read() as reading:
        held = reading.conversation(CONV)
        newest = reading.latest_record(CONV)
        told = reading.records_of(CONV)
        recent = reading.recent_records(CONV, 2)
    assert held is not None
    assert newest is not None
    assert newest.id == "rec_2"
    assert [record.id for record in told] == ["rec_0", "rec_1", "rec_2"]
    assert [record.id for record in recent] == ["rec_1", "rec_2"]
    assert held.questions == ("question 0", "question 1", "question 2")
    assert [m.sequence for m in held.messages] == [1, 2, 3, 4, 5, 6]


def test_a_silent_assistant_leaves_only_the_customers_message(store: Store) -> None:
    opened_conversation(store)
    handed_off = a_conversation(state=ConversationState.HANDED_OFF)

    with store.write() as writing:
        said = writing.save_turn(handed_off, an_inbound("hello?"), a_record(reply=""), an_entry())

    with store.read() as reading:
        held = reading.conversation(CONV)
    assert message_texts(said) == [("customer", "hello?")]
    assert held is not None
    assert held.state is ConversationState.HANDED_OFF


def test_a_turn_on_a_conversation_that_moved_on_conflicts_and_changes_nothing(store: Store) -> None:
    opened_conversation(store)
    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry())

    with pytest.raises(Conflict), store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound("late"), a_record("rec_2"), an_entry("late"))

    with store.read() as reading:
        assert reading.record(RecordId("rec_2")) is None
        assert "late" not in [entry.kind for _, entry in reading.audit_entries()]
        held = reading.conversation(CONV)
    assert held is not None
    assert len(held.messages) == 2


def test_a_turn_on_an_unknown_conversation_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry())


def test_a_conversation_cannot_be_opened_twice(store: Store) -> None:
    opened_conversation(store)

    with pytest.raises(Conflict):
        opened_conversation(store)


@pytest.mark.parametrize("key", ["k", "", "a\x00b", "\ud800", "long " * 2_000])
def test_the_same_key_is_stored_once_and_found_again(store: Store, key: str) -> None:
    opened_conversation(store)
    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(idempotency_key=key), a_record(), an_entry())

    again = an_inbound(idempotency_key=key)
    with pytest.raises(Conflict), store.write() as writing:
        writing.save_turn(a_conversation(version=1), again, a_record("rec_2"), an_entry())

    with store.read() as reading:
        found = reading.record_of_key(CONV, key)
        assert found is not None
        assert found.id == "rec_1"
        assert reading.record_of_key(CONV, key + "x") is None
        assert reading.record_of_key(ConversationId("conv_2"), key) is None


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    article = an_article()

    def half_of_it() -> None:
        with store.write() as writing:
            writing.publish(article, passages_for(article), an_entry())
            writing.open_conversation(a_conversation(), an_entry())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_of_it()

    with store.read() as reading:
        assert reading.live_count() == 0
        assert reading.conversation(CONV) is None
        assert reading.audit_entries() == ()


def test_a_write_block_sees_its_own_changes(store: Store) -> None:
    article = an_article()

    with store.write() as writing:
        before = writing.live_digest()
        writing.publish(article, passages_for(article), an_entry())

        assert writing.live_count() == 1
        assert writing.live_digest() != before
        assert writing.article(article.id) == article


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    published(store, REFUNDS, "v1", "Five days.")

    with store.read() as reading:
        before = reading.live_versions()
        published(store, REFUNDS, "v2", "Six days.")
        after = reading.live_versions()
        texts = [p.text for p in reading.all_live_passages()]

    assert before == after == {REFUNDS: "v1"}
    assert texts == ["Five days."]


def test_every_change_leaves_its_entry_in_order(store: Store) -> None:
    opened_conversation(store)
    published(store, REFUNDS, "v1", "Five days.")
    facts = {"articles": 3, "share": 0.5, "source": "help", "ok": True, "none": None}
    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry("turn.recorded"))
        writing.save_calibration(a_calibration(), an_entry("calibrated", facts=facts))
        writing.save_sync(SourceName("help"), SyncReport(), an_entry("knowledge.synced"))
        writing.retire(REFUNDS, an_entry("knowledge.retired"))

    with store.read() as reading:
        entries = reading.audit_entries()
        rest = reading.audit_entries(after=entries[3][0], limit=1)
    assert [entry.kind for _, entry in entries] == [
        "conversation.opened",
        "knowledge.published",
        "turn.recorded",
        "calibrated",
        "knowledge.synced",
        "knowledge.retired",
    ]
    assert entries[3][1].facts == facts
    assert [number for number, _ in entries] == sorted(number for number, _ in entries)
    assert rest == (entries[4],)


def test_the_newest_calibration_and_sync_are_returned_whole(store: Store) -> None:
    expired = a_calibration(expired_because="a model changed")
    report = SyncReport(
        added=(REFUNDS,), skipped=(Skipped(path="x.bin", why="binary"),), finished_at=NOON
    )

    with store.write() as writing:
        writing.save_calibration(a_calibration(), an_entry())
        writing.save_calibration(expired, an_entry())
        writing.save_sync(SourceName("help"), SyncReport(unchanged=1), an_entry())
        writing.save_sync(SourceName("help"), report, an_entry())

    with store.read() as reading:
        assert reading.calibration() == expired
        assert reading.last_sync(SourceName("help")) == report
        assert reading.last_sync(SourceName("wiki")) is None


UNSTORABLE = "NUL \x00, half a pair \ud83d, whole \U0001f600, ligature \ufb01, rtl \u202e"
STORED = UNSTORABLE.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")


def test_text_that_a_database_cannot_hold_is_replaced_character_by_character(store: Store) -> None:
    opened_conversation(store)
    article = an_article()
    passages = passages_for(article, UNSTORABLE)

    with store.write() as writing:
        writing.publish(article, passages, an_entry())
        said = writing.save_turn(a_conversation(), an_inbound(UNSTORABLE), a_record(), an_entry())

    with store.read() as reading:
        held = reading.conversation(CONV)
        text = reading.passages_of(REFUNDS)[0].text
    assert held is not None
    assert held.messages == said
    assert said[0].text == text == STORED
    assert len(text) == len(UNSTORABLE)


@pytest.mark.parametrize("bad", ["conv\x00", "conv\ud800"])
def test_an_id_that_a_database_cannot_hold_is_refused(store: Store, bad: str) -> None:
    with store.read() as reading, pytest.raises(BadInput):
        reading.conversation(ConversationId(bad))
    with pytest.raises(BadInput), store.write() as writing:
        writing.open_conversation(a_conversation(bad), an_entry())


def test_an_abstention_is_kept_with_its_reason(store: Store) -> None:
    opened_conversation(store)
    outcome = Abstain(reason=AbstainReason.NO_EVIDENCE, nearest=(REFUNDS,))
    record = a_record(outcome=outcome, confidence=None, grounding=None, snapshot=None)

    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), record, an_entry())

    with store.read() as reading:
        assert reading.record(record.id) == record


def test_an_id_longer_than_a_database_can_index_is_refused(store: Store) -> None:
    with pytest.raises(BadInput), store.write() as writing:
        writing.open_conversation(a_conversation("c" * 501), an_entry())

    with store.write() as writing:
        writing.open_conversation(a_conversation("日" * 500), an_entry())


def test_a_conversation_keeps_its_scope_and_the_digest_of_its_token(store: Store) -> None:
    opened = a_conversation(locale="de", product="app", site="shop", token_digest="0" * 64)

    with store.write() as writing:
        writing.open_conversation(opened, an_entry("conversation.opened"))

    with store.read() as reading:
        assert reading.conversation(CONV) == opened


def test_events_are_numbered_within_their_conversation_and_read_on_from_any_number(
    store: Store,
) -> None:
    opened_conversation(store)
    first = (Event(kind="reply.started"), Event(kind="reply.finished", facts={"reply": "Ja \x00ü"}))

    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry(), first)
    with store.write() as writing:
        writing.save_turn(
            a_conversation(version=1), an_inbound(), a_record("rec_2"), an_entry(), first[:1]
        )

    with store.read() as reading:
        told = reading.events_after(CONV, 0)
        assert [(e.sequence, e.kind) for e in told] == [
            (1, "reply.started"),
            (2, "reply.finished"),
            (3, "reply.started"),
        ]
        assert told[1].facts == {"reply": "Ja \ufffdü"}
        assert reading.events_after(CONV, 1, limit=1) == told[1:2]
        assert reading.events_after(CONV, 3) == ()
        assert reading.newest_events((CONV, ConversationId("conv_2"))) == {CONV: 3}


def test_a_turn_that_conflicts_tells_nothing(store: Store) -> None:
    opened_conversation(store)
    late = a_conversation(version=7)

    with pytest.raises(Conflict), store.write() as writing:
        writing.save_turn(late, an_inbound(), a_record(), an_entry(), (Event(kind="late"),))

    with store.read() as reading:
        assert reading.events_after(CONV, 0) == ()


def test_events_of_a_turn_under_way_come_before_those_of_its_end(store: Store) -> None:
    opened_conversation(store)
    early, late = Event(kind="reply.claim", facts={"n": 1}), Event(kind="reply.finished")

    with store.write() as writing:
        writing.tell(a_conversation(), (early,), an_entry("reply.claim_told"))
    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry(), (late,))

    with store.read() as reading:
        told = reading.events_after(a_conversation().id, 0)
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert [(event.sequence, event.kind) for event in told] == [
        (1, "reply.claim"),
        (2, "reply.finished"),
    ]
    assert "reply.claim_told" in kinds


def test_nothing_is_told_in_a_conversation_that_moved_on(store: Store) -> None:
    opened_conversation(store)
    with store.write() as writing:
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry())

    with pytest.raises(Conflict), store.write() as writing:
        writing.tell(a_conversation(), (Event(kind="reply.claim"),), an_entry())
    with pytest.raises(NotFound), store.write() as writing:
        writing.tell(a_conversation("conv_9"), (Event(kind="reply.claim"),), an_entry())

    with store.read() as reading:
        assert reading.events_after(a_conversation().id, 0) == ()
