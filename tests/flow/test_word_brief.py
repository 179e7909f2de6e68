"""A waiting brief may get better words, once; one that somebody reads stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.conversation.model import ConversationState
from handrail.domain.decision.model import HandOff, HandOffReason
from handrail.domain.handoff.model import Handoff, HandoffId, HandoffState, Priority, Slot
from handrail.flow.language_model import BriefWords, ModelPorts, ModelTurn
from handrail.flow.word_brief import word_brief
from handrail.flow.write_brief import BriefPorts, brief_now
from handrail.worker.word_briefs import word_waiting
from tests.builders import NOON, a_conversation, a_record, an_entry, an_inbound
from tests.fakes import FixedClock

REF = HandoffId("hand_1")
ASKED = "Hello there, folks. Where is my parcel? A person please."
BETTER = BriefWords(quotes=((0, "Where is my parcel?"),))


@dataclass
class Worder:
    """Say one thing, and do something else first."""

    words: BriefWords
    name: str = "scripted:one/brief.v1"
    meanwhile: object = None

    def worded(
        self, _messages: tuple[str, ...], _lines: tuple[str, ...], _turn: ModelTurn
    ) -> BriefWords:
        if callable(self.meanwhile):
            self.meanwhile()
        return self.words


def ports(words: BriefWords = BETTER, meanwhile: object = None) -> BriefPorts:
    briefs = Worder(words, meanwhile=meanwhile)
    clock = FixedClock()
    models = ModelPorts(writers=(), reader=None, clock=clock, seconds=4.0, briefs=briefs)
    return BriefPorts(clock=clock, models=models)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SqlStore]:
    opened = open_store(sqlite_url, upgrade)
    conversation = a_conversation(state=ConversationState.HANDED_OFF)
    record = a_record("rec_1", HandOff(reason=HandOffReason.CUSTOMER_REQUEST), question=ASKED)
    with opened.write() as writing:
        writing.open_conversation(conversation, an_entry("conversation.opened"))
        writing.save_turn(conversation, an_inbound(ASKED), record, an_entry())
        held = writing.conversation(conversation.id)
        assert held is not None
        handoff = Handoff(
            id=REF,
            conversation=held.id,
            reason=HandOffReason.CUSTOMER_REQUEST,
            state=HandoffState.WAITING,
            version=0,
            requested_at=NOON,
            queue="everyone",
            priority=Priority.NORMAL,
            is_staffed=True,
            brief=brief_now(held, writing, BriefPorts(clock=FixedClock())),
        )
        writing.add_handoff(handoff, an_entry("handoff.requested"))
    yield opened
    opened.close()


def the_handoff(store: SqlStore) -> Handoff:
    with store.read() as reading:
        held = reading.handoff(REF)
    assert held is not None
    return held


def moved(store: SqlStore, **changes: object) -> None:
    with store.write() as writing:
        writing.move_handoff(
            replace(the_handoff(store), **changes),  # type: ignore[arg-type]
            an_entry("handoff.moved"),
        )


def wants(store: SqlStore) -> list[str]:
    brief = the_handoff(store).brief
    return [] if brief is None else [line.text for line in brief.of(Slot.WANTS)]


def test_a_waiting_brief_gets_better_words_and_the_log_says_whose(store: SqlStore) -> None:
    assert word_brief(REF, store, ports())

    assert wants(store) == ["“Where is my parcel?”"]
    with store.read() as reading:
        [*_, (_, newest)] = reading.audit_entries()
    assert newest.kind == "handoff.brief_worded"
    assert newest.facts["writer"] == "rules-1 + scripted:one/brief.v1"


def test_what_is_no_better_changes_nothing(store: SqlStore) -> None:
    before = the_handoff(store)

    assert not word_brief(REF, store, ports(BriefWords()))
    assert the_handoff(store) == before


@pytest.mark.parametrize("changes", [{"state": HandoffState.TAKEN}, {"brief": None}])
def test_a_brief_that_was_taken_or_erased_is_left_alone(
    store: SqlStore, changes: dict[str, object]
) -> None:
    moved(store, **changes)

    assert not word_brief(REF, store, ports())


def test_whoever_takes_it_while_the_model_writes_keeps_what_they_read(store: SqlStore) -> None:
    before = wants(store)

    def taken() -> None:
        moved(store, state=HandoffState.TAKEN)

    assert not word_brief(REF, store, ports(meanwhile=taken))
    assert wants(store) == before


def test_a_handoff_that_there_is_not_has_no_brief(store: SqlStore) -> None:
    assert not word_brief(HandoffId("hand_9"), store, ports())


def test_a_worker_words_what_waits_and_asks_the_model_once(store: SqlStore) -> None:
    tried: set[HandoffId] = set()

    first = word_waiting(store, ports(), tried)
    again = word_waiting(store, ports(), tried)

    assert (first, again) == (1, 0)
    assert wants(store) == ["“Where is my parcel?”"]


def test_a_brief_that_a_model_could_not_better_is_not_tried_again(store: SqlStore) -> None:
    asked: list[int] = []
    silent = ports(BriefWords(quotes=()), meanwhile=lambda: asked.append(1))
    tried: set[HandoffId] = set()

    for _ in range(3):
        word_waiting(store, silent, tried)

    assert asked == [1]
