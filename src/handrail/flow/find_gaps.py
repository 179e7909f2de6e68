"""Find what customers ask and nothing answers: gather questions, keep the topics, look again.

A topic counts as answered once what is served now answers most of its examples, whoever wrote it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.domain.knowledge.health.gaps import (
    QuestionRef,
    Topic,
    TopicId,
    Unanswered,
    find_topics,
)
from handrail.flow.embed_texts import embedded
from handrail.flow.gap_ports import GapPorts, GapRead
from handrail.flow.masking import PersonalDataFinder, masked_texts
from handrail.kernel.errors import NotFound

REMEMBERED = timedelta(days=90)
MOST_QUESTIONS = 5_000
"""All pairs of these are compared: the newest count, and a few seconds are enough."""
_ASKED_AGAIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTopic:
    """Hold a topic with what its examples say, without personal data."""

    topic: Topic
    examples: tuple[Unanswered, ...]


def find_gaps(ports: GapPorts) -> tuple[Topic, ...]:
    """Gather what went unanswered into topics, keep them and return them, the most asked first."""
    now = ports.clock.now()
    with ports.store.read() as reading:
        asked = reading.unanswered(now - REMEMBERED, MOST_QUESTIONS)
        known = reading.topics()
    texts = {one.ref: one.text for one in asked}
    topics = find_topics(
        asked, embedded([one.text for one in asked], ports.embedder), ports.cluster, known, now
    )
    looked = tuple(
        replace(topic, is_answered=is_answered([texts[ref] for ref in topic.examples], ports))
        for topic in topics
    )
    entry = AuditEntry(
        kind="knowledge.gaps_found",
        actor="system",
        subject="knowledge",
        at=now,
        facts={"questions": len(asked), "topics": len(looked)},
    )
    with ports.store.decide() as writing:
        writing.save_topics(looked, entry)
    return looked


def is_answered(examples: Sequence[str], ports: GapPorts) -> bool:
    """Tell whether most of a topic's examples would be answered now."""
    tried = examples[:_ASKED_AGAIN]
    return 2 * sum(bool(ports.answers(text)) for text in tried) > len(tried)


def shown_topics(ports: GapPorts, most_examples: int = 1) -> tuple[ShownTopic, ...]:
    """Return the topics that were found last, with examples of each."""
    with ports.store.read() as reading:
        topics = reading.topics()
        named = [ref for topic in topics for ref in topic.examples[:most_examples]]
        held = {one.ref: one for one in reading.questions(named)}
    return tuple(_shown(topic, topic.examples[:most_examples], held, ports) for topic in topics)


def shown_topic(ref: TopicId, ports: GapPorts) -> ShownTopic:
    """Return one topic with all its examples; raises NotFound."""
    with ports.store.read() as reading:
        topic = topic_of(ref, reading)
        held = {one.ref: one for one in reading.questions(topic.examples)}
    return _shown(topic, topic.examples, held, ports)


def topic_of(ref: TopicId, reading: GapRead) -> Topic:
    """Return a topic; raises NotFound."""
    topic = reading.topic(ref)
    if topic is None:
        raise NotFound(
            f"There is no gap {ref!r}.", hint="`handrail gaps list` shows those there are."
        )
    return topic


def _shown(
    topic: Topic,
    examples: Sequence[QuestionRef],
    held: Mapping[QuestionRef, Unanswered],
    ports: GapPorts,
) -> ShownTopic:
    readable = (held[ref] for ref in examples if ref in held)
    return ShownTopic(topic=topic, examples=tuple(_masked(one, ports.finder) for one in readable))


def _masked(asked: Unanswered, finder: PersonalDataFinder) -> Unanswered:
    texts, _ = masked_texts({"text": asked.text}, finder, KnownPerson())
    return replace(asked, text=texts["text"])
