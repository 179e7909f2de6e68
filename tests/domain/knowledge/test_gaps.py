"""Which questions belong together, what a topic is called, and what a draft may say."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from handrail.adapters.statistics.topics import group_questions
from handrail.domain.conversation.model import ConversationId, MessageId
from handrail.domain.knowledge.health.drafting import Said, SaidBy, draft_lines, is_general
from handrail.domain.knowledge.health.gaps import (
    Need,
    QuestionRef,
    Topic,
    Unanswered,
    find_topics,
    gap_findings,
)
from handrail.domain.knowledge.health.model import Severity
from handrail.domain.knowledge.health.topic_name import UNNAMED, topic_name
from handrail.domain.knowledge.model import ArticleId
from tests.builders import NOON


def asked(number: int, text: str = "Where is my card?", at: datetime = NOON) -> Unanswered:
    return Unanswered(
        ref=QuestionRef(f"r{number}"),
        conversation=ConversationId(f"c{number}"),
        at=at,
        text=text,
        need=Need.ABSTAINED,
        nearest=(ArticleId("help/cards.md"),),
    )


def topics(
    questions: list[Unanswered], labels: list[int], known: tuple[Topic, ...] = ()
) -> tuple[Topic, ...]:
    rows = np.eye(8, dtype=np.float32)[labels]
    grouped = np.asarray(labels, dtype=np.int64)
    return find_topics(questions, rows, lambda _: grouped, known, NOON)


def test_what_one_customer_asked_is_no_topic() -> None:
    found = topics([asked(1), asked(2), asked(3)], [0, 0, 1])

    assert [topic.questions for topic in found] == [("r1", "r2")]


def test_a_topic_that_splits_goes_on_as_its_larger_part() -> None:
    questions = [asked(n) for n in range(5)]
    (before,) = topics(questions, [0] * 5)

    larger, smaller = topics(questions, [0, 0, 1, 1, 1], (before,))

    assert larger.id == before.id
    assert larger.conversations == 3
    assert smaller.id != before.id


def test_two_topics_that_join_go_on_as_one() -> None:
    questions = [asked(n) for n in range(5)]
    before = topics(questions, [0, 0, 0, 1, 1])

    (joined,) = topics(questions, [0] * 5, before)

    assert joined.id == before[0].id


@pytest.mark.parametrize(
    ("ages", "trend"),
    [
        ([1, 2], "new"),
        ([1, 2, 3, 30, 31], "rising"),
        ([1, 30, 31], "falling"),
        ([1, 2, 30, 31], "steady"),
        ([70, 80], "steady"),
    ],
)
def test_a_trend_compares_four_weeks_with_the_four_before(ages: list[int], trend: str) -> None:
    questions = [asked(n, at=NOON - timedelta(days=age)) for n, age in enumerate(ages)]

    (topic,) = topics(questions, [0] * len(ages))

    assert topic.trend == trend


@pytest.mark.parametrize(
    ("customers", "severity"),
    [(2, Severity.LOW), (4, Severity.MEDIUM), (10, Severity.HIGH)],
)
def test_a_gap_matters_by_how_many_asked(customers: int, severity: Severity) -> None:
    (topic,) = topics([asked(n) for n in range(customers)], [0] * customers)

    (finding,) = gap_findings([topic])

    assert finding.severity is severity
    assert str(customers) in finding.why


def test_nothing_asked_is_no_topic() -> None:
    assert topics([], []) == ()


def test_a_name_holds_what_questions_share_and_no_word_of_only_one() -> None:
    texts = ["My card never arrived, says Mary", "When has the card arrived?"]

    assert topic_name(texts, [*texts, "How do I pay?"]) == "card arrived"
    assert topic_name(["Mary?", "Tom?"], ["Mary?", "Tom?"]) == UNNAMED


@pytest.mark.parametrize("count", [12, 200])
def test_questions_are_grouped_without_being_told_how_many_topics_there_are(count: int) -> None:
    random = np.random.default_rng(1)
    truth = np.arange(count) % 4
    rows = np.eye(4, 48)[truth] + random.normal(0, 0.05, (count, 48))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    labels = group_questions(vectors)

    assert len(set(labels.tolist())) == 4
    assert all(len(set(labels[truth == one].tolist())) == 1 for one in range(4))


def test_one_question_and_none_are_grouped_too() -> None:
    row = np.full((1, 4), 0.5, dtype=np.float32)

    assert group_questions(row).tolist() == [0]
    assert group_questions(row[:0]).tolist() == []


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("We repair tents for 25 euros.", True),
        ("Hello and thank you for writing!", False),
        ("I have refunded the parcel already.", False),
        ("Your order was sent on Monday.", False),
        ("Shall we send a new one?", False),
        ("See you.", False),
    ],
)
def test_only_what_holds_for_everybody_is_told(sentence: str, *, holds: bool) -> None:
    assert is_general(sentence) is holds


def test_lines_that_say_the_same_are_one_line_with_all_their_sources() -> None:
    said = [
        Said(
            text=text,
            by=SaidBy(conversation=ConversationId(f"c{n}"), message=MessageId(f"m{n}")),
            place=place,
        )
        for n, (text, place) in enumerate(
            [("Bring it to the shop.", 1), ("A repair costs 25 euros.", 0), ("It is 25 euros.", 0)]
        )
    ]
    rows = np.eye(3, dtype=np.float32)[[0, 1, 1]]

    lines = draft_lines(said, rows)

    assert [line.text for line in lines] == ["A repair costs 25 euros.", "Bring it to the shop."]
    assert [by.message for by in lines[0].sources] == ["m1", "m2"]
