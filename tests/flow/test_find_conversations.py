"""What somebody of the staff may look for, and what is written down of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.queue import Queue
from handrail.domain.handoff.saved_reply import SavedReply
from handrail.flow.desk_ports import DeskPorts, Handing
from handrail.flow.find_conversations import InboxQuestion, find_conversations, found_as_json
from handrail.flow.inbox_ports import InboxFilter, Listed, ListedPage, Order, Said, View
from handrail.flow.saved_replies import saved_replies
from handrail.kernel.errors import BadInput, NotFound, Unavailable
from tests.builders import a_conversation, a_handoff
from tests.flow.desk import KIM, Desk

CONV = ConversationId("conv_1")
BILLING = Queue(name="billing", skills=frozenset({"money"}))
RETURNS = Queue(name="returns", skills=frozenset({"money", "parcels"}))
PAGE = ListedPage(rows=(Listed(conversation=a_conversation(), handoff=a_handoff()),), next="1.2")
NEVER_HANDED = ListedPage(rows=(Listed(conversation=a_conversation(), handoff=None),), next=None)


@dataclass
class KeptInbox:
    """Answer always the same, and remember what was asked."""

    asked: list[InboxFilter] = field(default_factory=list)
    words: list[Sequence[str]] = field(default_factory=list)

    @contextmanager
    def looking(self) -> Iterator["KeptInbox"]:
        yield self

    def said(self, words: Sequence[str], limit: int) -> Said:
        self.words.append(words)
        return Said(refs=(CONV,), is_cut=limit < len(self.words))

    def listed(self, wanted: InboxFilter, after: str | None, limit: int) -> ListedPage:
        self.asked.append(wanted)
        return PAGE if after is None and limit else NEVER_HANDED

    def found(
        self, refs: Sequence[ConversationId], wanted: InboxFilter, after: str | None, limit: int
    ) -> ListedPage:
        self.asked.append(wanted)
        return NEVER_HANDED if refs and after is None and limit else PAGE


@pytest.fixture
def kept() -> KeptInbox:
    return KeptInbox()


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.ports = made.with_handing(
        Handing(
            queues=(BILLING, RETURNS),
            replies=(SavedReply(name="Hi", text="Hi {customer}, {agent} here.", topic="billing"),),
        )
    )
    return made


@pytest.fixture
def ports(desk: Desk, kept: KeptInbox) -> DeskPorts:
    return replace(desk.staffed(), inbox=lambda: kept)


def searched(desk: Desk) -> list[dict[str, object]]:
    with desk.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries()]
    return [dict(entry.facts) for entry in entries if entry.kind == "inbox.searched"]


def test_without_words_a_list_is_shown_and_nothing_is_written_down(
    desk: Desk, ports: DeskPorts, kept: KeptInbox
) -> None:
    found = find_conversations(InboxQuestion(), KIM, ports)

    assert found.page == PAGE
    assert (kept.words, searched(desk)) == ([], [])
    assert found_as_json(found)["next"] == "1.2"


def test_with_words_it_is_written_down_that_somebody_searched_and_not_for_what(
    desk: Desk, ports: DeskPorts, kept: KeptInbox
) -> None:
    found = find_conversations(InboxQuestion(words=" Rash  CC-1 ", view=View.ALL), KIM, ports)

    assert kept.words == [("Rash", "CC-1")]
    assert searched(desk) == [{"found": 1, "view": "all"}]
    assert "'handoff': None" in repr(found_as_json(found))


def test_a_page_that_looks_again_or_goes_on_writes_nothing_down(
    desk: Desk, ports: DeskPorts
) -> None:
    asked = InboxQuestion(words="rash")

    find_conversations(asked, KIM, ports, is_noted=True)
    find_conversations(replace(asked, after="1.1"), KIM, ports)

    assert searched(desk) == []


def test_those_who_need_a_skill_are_those_of_its_queues(ports: DeskPorts, kept: KeptInbox) -> None:
    for asked in (
        InboxQuestion(skill="money"),
        InboxQuestion(skill="money", queue="returns"),
        InboxQuestion(queue="support"),
        InboxQuestion(),
    ):
        find_conversations(asked, KIM, ports)

    assert [one.queues for one in kept.asked] == [
        {"billing", "returns"},
        {"returns"},
        {"support"},
        None,
    ]


def test_what_is_open_comes_by_urgency_and_what_has_ended_newest_first(
    ports: DeskPorts, kept: KeptInbox
) -> None:
    for view, order in ((View.MINE, None), (View.CLOSED, None), (View.ALL, Order.WAITING)):
        find_conversations(InboxQuestion(view=view, order=order), KIM, ports)

    assert [one.order for one in kept.asked] == [Order.URGENT, Order.NEWEST, Order.WAITING]


@pytest.mark.parametrize("words", ["w " * 13, "x" * 201])
def test_more_than_anybody_needs_is_refused(words: str, ports: DeskPorts) -> None:
    with pytest.raises(BadInput):
        find_conversations(InboxQuestion(words=words), KIM, ports)


def test_where_nothing_looks_through_conversations_it_is_said(desk: Desk) -> None:
    with pytest.raises(Unavailable):
        find_conversations(InboxQuestion(), KIM, desk.staffed())


def test_saved_replies_are_offered_as_whoever_answers_would_send_them(
    desk: Desk, ports: DeskPorts
) -> None:
    waiting = desk.hears("A person please")
    alone = desk.hears("Hello!")

    texts = [saved_replies(record.conversation, KIM, ports)[0][1] for record in (waiting, alone)]

    assert texts == ["Hi {customer}, kim here."] * 2
    with pytest.raises(NotFound):
        saved_replies(ConversationId("conv_none"), KIM, ports)
