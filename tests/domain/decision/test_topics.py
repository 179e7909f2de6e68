"""Which topic a question belongs to, and which topics make no sense."""

import pytest

from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.topics import Topic, require_sound_topics, topic_of, topics_digest
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.errors import BadSettings

OVERALL = Promise(max_wrong=0.05, confidence=0.95)


def a_topic(name: str = "refunds", max_wrong: float = 0.02, **given: tuple[str, ...]) -> Topic:
    return Topic(name=name, promise=Promise(max_wrong=max_wrong, confidence=0.95), **given)


REFUNDS = a_topic(words=("refund*", "money back", "?!"))
PRICES = a_topic("prices", 0.01, words=("how much", "price*"), articles=("help/prices/",))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When do I get my REFUND?", "refunds"),
        ("Are refunds possible", "refunds"),
        ("I want my money back!", "refunds"),
        ("Give the money. Back it up first.", None),
        ("How much is a refund?", "prices"),
        ("How do I sign in?", None),
        ("Can it be prerefunded?", None),
    ],
)
def test_a_topic_is_recognised_by_its_words_and_the_strictest_wins(
    question: str, expected: str | None
) -> None:
    topic = topic_of(question, (), (REFUNDS, PRICES))

    assert (topic and topic.name) == expected


def test_a_topic_is_recognised_by_where_the_cited_article_lies() -> None:
    topic = topic_of("How do I sign in?", [ArticleId("help/prices/plans.md")], (REFUNDS, PRICES))

    assert topic == PRICES


@pytest.mark.parametrize(
    ("topics", "complaint"),
    [
        ((REFUNDS, REFUNDS), "defined twice"),
        ((a_topic(),), "no words and no articles"),
        ((a_topic(words=("?!",)),), "no words and no articles"),
        ((a_topic(max_wrong=0.2, words=("refund",)),), "more than the overall"),
    ],
)
def test_topics_that_make_no_sense_are_refused(topics: tuple[Topic, ...], complaint: str) -> None:
    with pytest.raises(BadSettings, match=complaint):
        require_sound_topics(topics, OVERALL)


def test_sound_topics_pass() -> None:
    require_sound_topics((REFUNDS, PRICES), OVERALL)


def test_the_digest_of_topics_changes_with_them_and_not_with_their_order() -> None:
    assert topics_digest((REFUNDS, PRICES)) == topics_digest((PRICES, REFUNDS))
    assert topics_digest((REFUNDS,)) != topics_digest((REFUNDS, PRICES))
