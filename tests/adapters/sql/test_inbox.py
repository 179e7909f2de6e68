"""Conversations are found by what was said in them, and nothing is found of who was erased."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.adapters.sql.inbox import SqlInbox
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.transcripts import Transcripts
from handrail.adapters.vault.encryption import KeyedCipher
from handrail.domain.actions.model import CustomerId, StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import HandoffState, Priority
from handrail.flow.erase_customer import erase_customer
from handrail.flow.inbox_ports import InboxFilter, Order, Said, View
from handrail.kernel.errors import BadInput
from tests.builders import (
    NOON,
    a_conversation,
    a_handoff,
    a_record,
    an_action,
    an_entry,
    an_inbound,
)
from tests.fakes import FixedClock

ADA = "Ada.Lovelace@example.com"
ME = StaffId("kim")


def talk(store: SqlStore, name: str, said: str, customer: str | None = None, **more: Any) -> None:
    ref = ConversationId(f"conv_{name}")
    conversation = a_conversation(ref, customer=customer, **more)
    record = a_record(f"rec_{name}", conversation=ref, question=said, reply="One moment.")
    with store.write() as writing:
        writing.open_conversation(conversation, an_entry())
        writing.save_turn(conversation, an_inbound(said), record, an_entry())


def handed(store: SqlStore, name: str, **more: Any) -> None:
    ref = ConversationId(f"conv_{name}")
    with store.write() as writing:
        writing.add_handoff(a_handoff(f"hand_{name}", conversation=ref, **more), an_entry())


def said(inbox: SqlInbox, *words: str) -> list[str]:
    with inbox.looking() as looking:
        return [ref.removeprefix("conv_") for ref in looking.said(words, 10).refs]


def listed(inbox: SqlInbox, view: View = View.WAITING, **more: Any) -> list[str]:
    found, after = list[str](), None
    while True:
        with inbox.looking() as looking:
            page = looking.listed(InboxFilter(view=view, me=ME, **more), after, limit=2)
        found += [row.conversation.id.removeprefix("conv_") for row in page.rows]
        after = page.next
        if after is None:
            return found


def test_a_conversation_is_found_by_any_part_of_what_was_said(vault_store: SqlStore) -> None:
    talk(vault_store, "1", "My violin CC-4410287 is broken")
    talk(vault_store, "2", "Is my VIOLIN insured?", customer=ADA)
    talk(vault_store, "3", "我的小提琴坏了")
    inbox = SqlInbox(vault_store)

    assert said(inbox, "violin") == ["2", "1"]
    assert said(inbox, "violin", "insured") == ["2"]
    assert said(inbox, "4410287") == ["1"]
    assert said(inbox, "小提琴") == ["3"]
    assert said(inbox, "cello") == []


def test_it_is_found_by_its_id_by_its_customer_and_by_what_was_to_be_done(
    vault_store: SqlStore,
) -> None:
    talk(vault_store, "abc", "Hello", customer=ADA)
    talk(vault_store, "xyz", "Good day", customer="bob")
    refund = an_action("act_1", conversation="conv_abc", arguments={"order": "CC-77"})
    with vault_store.write() as writing:
        writing.add_action(replace(refund, customer=CustomerId(ADA)), an_entry())
    inbox = SqlInbox(vault_store)

    assert said(inbox, "conv_abc") == ["abc"]
    assert said(inbox, ADA) == said(inbox, "lovelace") == ["abc"]
    assert said(inbox, "cc-77") == ["abc"]


def test_who_becomes_known_later_is_found_by_their_id(vault_store: SqlStore) -> None:
    talk(vault_store, "1", "Hello")
    inbox = SqlInbox(vault_store)
    before = said(inbox, ADA)

    with vault_store.write() as writing:
        known = a_conversation("conv_1", customer=ADA, version=1)
        writing.save_turn(known, an_inbound("It is me"), a_record("rec_2"), an_entry())

    assert (before, said(inbox, ADA)) == ([], ["1"])


def test_what_is_said_later_is_found_too(vault_store: SqlStore) -> None:
    inbox = SqlInbox(vault_store)
    talk(vault_store, "1", "Hello", customer=ADA)
    first = said(inbox, "hello")

    talk(vault_store, "2", "Hello again")

    assert (first, said(inbox, "hello")) == (["1"], ["2", "1"])


def test_nothing_is_found_of_a_customer_who_was_erased(vault_store: SqlStore) -> None:
    talk(vault_store, "1", "Rosin gives me a rash", customer=ADA)
    talk(vault_store, "2", "Rosin, please", customer="bob")
    inbox = SqlInbox(vault_store)
    before = said(inbox, "rosin")

    erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    assert (before, said(inbox, "rosin"), said(inbox, ADA)) == (["2", "1"], ["2"], [])
    assert "rash" not in repr(vars(inbox._transcripts))


def test_no_word_of_a_known_customer_is_stored_for_searching(
    vault_store: SqlStore, cipher: KeyedCipher
) -> None:
    talk(vault_store, "1", "Rosin gives me a rash", customer=ADA)

    said(SqlInbox(vault_store), "rosin")

    with vault_store.reading_connection() as connection:
        tables = connection.exec_driver_sql("SELECT text FROM messages").scalars().all()
    assert cipher is not None
    assert "rash" not in repr(tables)


def test_the_oldest_are_not_looked_through_where_there_is_no_room(vault_store: SqlStore) -> None:
    for name in ("1", "2", "3"):
        talk(vault_store, name, f"Hello number {name}, " + 20 * "again ")
    small = Transcripts(most_characters=400)
    inbox = SqlInbox(vault_store)

    with inbox.looking() as looking:
        found = looking.through(small).said(["hello"], 10)
        cut = SqlInbox(vault_store)
        with cut.looking() as other:
            most = other.said(["hello"], 1)

    assert found.is_cut
    assert "conv_1" not in found.refs
    assert most == Said(refs=(ConversationId("conv_3"),), is_cut=True)


def test_a_list_goes_on_where_the_page_before_ended(vault_store: SqlStore) -> None:
    for name, priority in [("a", "normal"), ("b", "urgent"), ("c", "low"), ("d", "normal")]:
        talk(vault_store, name, "Hello")
        handed(vault_store, name, priority=Priority(priority))
    inbox = SqlInbox(vault_store)

    assert listed(inbox) == ["b", "a", "d", "c"]
    assert listed(inbox, order=Order.WAITING) == ["a", "b", "c", "d"]
    assert listed(inbox, order=Order.NEWEST) == ["d", "c", "b", "a"]
    assert listed(inbox, priority=Priority.NORMAL) == ["a", "d"]


def test_views_tell_who_has_a_conversation_and_how_it_ended(vault_store: SqlStore) -> None:
    states: dict[str, dict[str, Any]] = {
        "waiting": {},
        "mine": {"state": HandoffState.TAKEN, "agent": ME},
        "others": {"state": HandoffState.TAKEN, "agent": StaffId("lee")},
        "returned": {"state": HandoffState.RETURNED, "ended_at": NOON},
        "closed": {"state": HandoffState.CLOSED, "ended_at": NOON},
    }
    for name, more in states.items():
        talk(vault_store, name, "Hello")
        handed(vault_store, name, **more)
    talk(vault_store, "alone", "Hello")
    inbox = SqlInbox(vault_store)

    assert {view: listed(inbox, View(view)) for view in states} == {v: [v] for v in states}
    assert listed(inbox, View.ALL, order=Order.NEWEST) == [
        "closed",
        "returned",
        "others",
        "mine",
        "waiting",
    ]


def test_who_came_back_stands_in_the_list_once(vault_store: SqlStore) -> None:
    talk(vault_store, "1", "Hello")
    handed(vault_store, "1", state=HandoffState.RETURNED, ended_at=NOON)
    with vault_store.write() as writing:
        again = a_handoff("hand_2", conversation=ConversationId("conv_1"))
        writing.add_handoff(again, an_entry())
    inbox = SqlInbox(vault_store)

    assert listed(inbox, View.RETURNED) == []
    assert listed(inbox, View.ALL) == listed(inbox) == ["1"]


def test_filters_take_reason_channel_language_and_queue(vault_store: SqlStore) -> None:
    talk(vault_store, "a", "Hello", channel="email")
    talk(vault_store, "b", "Hallo", channel="web")
    handed(vault_store, "a", reason=HandOffReason.DISTRESS, queue="billing")
    handed(vault_store, "b", language="de")
    inbox = SqlInbox(vault_store)

    assert listed(inbox, reason=HandOffReason.DISTRESS) == ["a"]
    assert listed(inbox, channel="web") == listed(inbox, language="de") == ["b"]
    assert listed(inbox, queues={"billing", "returns"}) == ["a"]
    assert listed(inbox, queues=set()) == []


def test_what_was_found_is_filtered_and_comes_page_by_page(vault_store: SqlStore) -> None:
    refs = []
    for place, name in enumerate("abcde"):
        talk(vault_store, name, "Hello", opened_at=NOON + timedelta(minutes=place))
        refs.append(ConversationId(f"conv_{name}"))
    handed(vault_store, "b")
    inbox, wanted = SqlInbox(vault_store), InboxFilter(view=View.ALL, me=ME)

    with inbox.looking() as looking:
        first = looking.found(refs, wanted, None, 3)
        second = looking.found(refs, wanted, first.next, 3)
        waiting = looking.found(refs, replace(wanted, view=View.WAITING), None, 3)

    assert [row.conversation.id for row in (*first.rows, *second.rows)] == refs[::-1]
    assert second.next is None
    assert [row.handoff is None for row in second.rows] == [False, True]
    assert [row.conversation.id for row in waiting.rows] == ["conv_b"]


@pytest.mark.parametrize("after", ["x", "1.y", "~", "2026-01-01T00:00:00~conv_1"])
def test_a_place_that_there_is_not_is_refused(vault_store: SqlStore, after: str) -> None:
    wanted = InboxFilter(view=View.ALL, me=ME)
    talk(vault_store, "1", "Hello")

    with SqlInbox(vault_store).looking() as looking:
        with pytest.raises(BadInput):
            looking.found([ConversationId("conv_1")], wanted, after, 3)
        with pytest.raises(BadInput):
            looking.listed(wanted, after, 3)


@pytest.mark.parametrize("customer", [None, ADA])
def test_what_was_asked_last_is_listed_where_no_brief_says_what_is_wanted(
    vault_store: SqlStore, customer: str | None
) -> None:
    talk(vault_store, "1", "First", customer)
    with vault_store.write() as writing:
        known = a_conversation("conv_1", customer=customer, version=1)
        writing.save_turn(known, an_inbound("Then"), a_record("rec_later"), an_entry())
    talk(vault_store, "2", "With a brief", customer)
    handed(vault_store, "2")
    refs, wanted = [ConversationId("conv_1"), ConversationId("conv_2")], View.ALL

    with SqlInbox(vault_store).looking() as looking:
        page = looking.found(refs, InboxFilter(view=wanted, me=ME), None, 5)

    assert {row.conversation.id: row.asked for row in page.rows} == {"conv_1": "Then", "conv_2": ""}
