"""What both databases promise of gaps: which questions count, and that nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.encryption import KeyedCipher
from handrail.domain.conversation.model import ConversationId, MessageId
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    HandOff,
    HandOffReason,
    Outcome,
)
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Used
from handrail.domain.knowledge.health.drafting import (
    ArticleDraft,
    DraftId,
    DraftLine,
    DraftState,
    SaidBy,
)
from handrail.domain.knowledge.health.gaps import Need, QuestionRef, Topic, TopicId
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.errors import Conflict, NotFound
from tests.builders import (
    NOON,
    a_claim,
    a_conversation,
    a_record,
    a_suggestion,
    an_entry,
    an_inbound,
)

LONG_AGO = NOON - timedelta(days=400)


@pytest.fixture
def store(database_url: str, cipher: KeyedCipher) -> Iterator[SqlStore]:
    opened = open_store(database_url, upgrade, cipher=lambda: cipher)
    yield opened
    opened.close()


def asked(store: SqlStore, ref: str, outcome: Outcome, customer: str | None = None) -> None:
    """Store one turn in a conversation of its own, called like its record."""
    talk = a_conversation(f"conv_{ref}", customer=customer)
    with store.write() as writing:
        writing.open_conversation(talk, an_entry())
        record = a_record(ref, outcome, conversation=talk.id, searched=f"What about {ref}?")
        writing.save_turn(talk, an_inbound(), record, an_entry())


def a_topic(ref: str = "gap_1", **changes: object) -> Topic:
    values: dict[str, object] = {
        "id": TopicId(ref),
        "name": "tent zip",
        "questions": (QuestionRef("r1"), QuestionRef("r2")),
        "examples": (QuestionRef("r2"),),
        "conversations": 2,
        "recent": 2,
        "before": 0,
        "needs": {"abstained": 2},
        "nearest": (ArticleId("help/tents.md"),),
        "first": NOON,
        "last": NOON,
    }
    return Topic(**(values | changes))  # type: ignore[arg-type]


def a_draft(**changes: object) -> ArticleDraft:
    by = SaidBy(conversation=ConversationId("conv_1"), message=MessageId("msg_1"))
    values: dict[str, object] = {
        "id": DraftId("draft_1"),
        "topic": TopicId("gap_1"),
        "state": DraftState.PROPOSED,
        "version": 1,
        "title": "Do you repair tents?",
        "text": "We repair tents.",
        "lines": (DraftLine(text="We repair tents.", sources=(by,)),),
        "at": NOON,
    }
    return ArticleDraft(**(values | changes))  # type: ignore[arg-type]


def test_what_was_not_answered_counts_and_what_was_does_not(store: SqlStore) -> None:
    asked(store, "r1", Abstain(reason=AbstainReason.NO_EVIDENCE))
    asked(store, "r2", Abstain(reason=AbstainReason.NOT_UNDERSTOOD))
    asked(store, "r3", HandOff(reason=HandOffReason.MISSING_KNOWLEDGE))
    asked(store, "r4", HandOff(reason=HandOffReason.CUSTOMER_REQUEST))
    asked(store, "r5", Answer(claims=(a_claim(),)))

    with store.read() as reading:
        found = reading.unanswered(LONG_AGO, 10)
        newest = reading.unanswered(LONG_AGO, 1)

    assert [(one.ref, one.need) for one in found] == [
        ("r1", Need.ABSTAINED),
        ("r3", Need.HANDED_OFF),
    ]
    assert found[0].text == "What about r1?"
    assert [one.ref for one in newest] == ["r3"]


def test_an_answer_that_was_rated_badly_counts(store: SqlStore) -> None:
    for ref, score in (("r1", 2), ("r2", 3)):
        asked(store, ref, Answer(claims=(a_claim(),)))
        rating = Rating(
            conversation=ConversationId(f"conv_{ref}"), score=score, comment=None, at=NOON
        )
        with store.write() as writing:
            writing.save_rating(rating, an_entry())

    with store.read() as reading:
        found = reading.unanswered(LONG_AGO, 10)

    assert [(one.ref, one.need) for one in found] == [("r1", Need.RATED_BADLY)]


def test_questions_of_known_customers_are_read_by_their_key_in_the_order_asked_for(
    store: SqlStore,
) -> None:
    asked(store, "r1", Abstain(reason=AbstainReason.NO_EVIDENCE), customer="mary")
    asked(store, "r2", Abstain(reason=AbstainReason.NO_EVIDENCE))

    refs = [QuestionRef(ref) for ref in ("r2", "gone", "r1")]
    with store.read() as reading:
        found = reading.questions(refs)

    assert [one.text for one in found] == ["What about r2?", "What about r1?"]


def test_a_question_is_read_again_for_the_reason_that_it_counts_for(store: SqlStore) -> None:
    asked(store, "r1", Abstain(reason=AbstainReason.NO_EVIDENCE))
    asked(store, "r2", HandOff(reason=HandOffReason.MISSING_KNOWLEDGE))
    asked(store, "r3", Answer(claims=(a_claim(),)))
    with store.decide() as writing:
        edited = a_suggestion(conversation=ConversationId("conv_r3"), used=Used.EDITED)
        writing.add_suggestion(edited, an_entry())
        writing.use_suggestion(edited, an_entry())

    with store.read() as reading:
        found = reading.unanswered(LONG_AGO, 10)
        again = reading.questions([one.ref for one in found])

    assert [one.need for one in again] == [Need.ABSTAINED, Need.HANDED_OFF, Need.CORRECTED]
    assert again == found


def test_topics_take_the_place_of_all_that_were_known(store: SqlStore) -> None:
    with store.decide() as writing:
        writing.save_topics([a_topic(), a_topic("gap_2")], an_entry())
        writing.save_topics([a_topic("gap_2"), a_topic("gap_3", conversations=9)], an_entry())

    with store.read() as reading:
        assert [topic.id for topic in reading.topics()] == ["gap_3", "gap_2"]
        assert reading.topic(TopicId("gap_2")) == a_topic("gap_2")
        assert reading.topic(TopicId("gap_1")) is None


def test_a_draft_is_kept_whole_and_moves_on_once(store: SqlStore) -> None:
    with store.decide() as writing:
        writing.propose_draft(a_draft(), an_entry())
        declined = a_draft(state=DraftState.DECLINED, decided_by="lena", decided_at=NOON)
        moved = writing.move_draft(declined, an_entry())

    assert moved.version == 2
    with store.read() as reading:
        assert reading.article_draft(DraftId("draft_1")) == moved
        assert reading.article_drafts((DraftState.PROPOSED,)) == ()
        assert reading.article_drafts(topic=TopicId("gap_1")) == (moved,)
        assert reading.article_drafts(topic=TopicId("gap_2")) == ()
    with store.decide() as writing:
        with pytest.raises(Conflict):
            writing.move_draft(a_draft(), an_entry())
        with pytest.raises(NotFound):
            writing.move_draft(a_draft(id=DraftId("draft_2")), an_entry())
