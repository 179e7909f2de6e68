"""Which promise covers a question? Topics such as refunds or prices may be promised more strictly.

Every question belongs to exactly one part: its strictest topic, or the rest. Each part is
calibrated on its own questions, so the whole, a mixture of parts that each keep at least the
overall promise, keeps it too; and a topic that overlaps with a stricter one only gains from it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handrail.domain.conversation.says import is_empty_phrase, says
from handrail.domain.decision.calibration import Promise
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.errors import BadSettings
from handrail.kernel.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Name a topic by words of the question or by where its articles lie, with its own promise."""

    name: str
    promise: Promise
    words: tuple[str, ...] = ()
    """Words and phrases; a trailing `*` takes every ending: `refund*`, `money back`."""
    articles: tuple[str, ...] = ()
    """Beginnings of article ids: `help/billing/`."""


def topic_of(question: str, cited: Collection[ArticleId], topics: Sequence[Topic]) -> Topic | None:
    """Return the strictest topic that the question or the cited articles belong to, or None."""
    matching = [topic for topic in topics if _is_about(topic, question, cited)]
    return min(matching, key=lambda topic: topic.promise.max_wrong, default=None)


def require_sound_topics(topics: Sequence[Topic], overall: Promise) -> None:
    """Raise BadSettings for topics that name nothing, repeat a name, or loosen the promise."""
    names = [topic.name for topic in topics]
    for topic in topics:
        if names.count(topic.name) > 1:
            raise BadSettings(f"Topic {topic.name!r} is defined twice.", hint="Merge the two.")
        if not topic.articles and all(map(is_empty_phrase, topic.words)):
            raise BadSettings(
                f"Topic {topic.name!r} has no words and no articles.", hint="Add some."
            )
        if topic.promise.max_wrong > overall.max_wrong:
            raise BadSettings(
                f"Topic {topic.name!r} allows {topic.promise.max_wrong} wrong, more than the "
                f"overall {overall.max_wrong}.",
                hint="A topic can only be stricter.",
            )


def topics_digest(topics: Sequence[Topic]) -> str:
    """Return a fingerprint of the topics: a calibration is void once they change."""
    return digest(*(repr(topic) for topic in sorted(topics, key=lambda topic: topic.name)))


def _is_about(topic: Topic, question: str, cited: Collection[ArticleId]) -> bool:
    if any(article.startswith(start) for article in cited for start in topic.articles):
        return True
    return says(question, topic.words)
