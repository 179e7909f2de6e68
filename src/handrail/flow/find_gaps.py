"""Find what customers ask and nothing answers: gather questions, keep the topics, look again.

A topic counts as answered once what is served now answers most of its examples, whoever wrote it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.domain.knowledge.health.gaps import Topic, TopicId, Unanswered, find_topics
from handrail.flow.gap_ports import GapPorts, GapRead
from handrail.flow.masking import PersonalDataFinder, masked_texts
from handrail.flow.ports import Vectors
from handrail.kernel.errors import NotFound

REMEMBERED = timedelta(days=90)
MOST_QUESTIONS = 5_000
"""All pairs of these are compared: the newest count, and a few seconds are enough."""
_ASKED_AGAIN = 3
_EMBEDDED_AT_ONCE = 64


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
    topics = find_topics(asked, embedded(asked, ports), ports.cluster, known, now)
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
        return tuple(
            _shown(topic, most_examples, reading, ports.finder) for topic in reading.topics()
        )


def shown_topic(ref: TopicId, ports: GapPorts) -> ShownTopic:
    """Return one topic with all its examples; raises NotFound."""
    with ports.store.read() as reading:
        topic = reading.topic(ref)
        if topic is None:
            raise NotFound(
                f"There is no gap {ref!r}.", hint="`handrail gaps list` shows those there are."
            )
        return _shown(topic, len(topic.examples), reading, ports.finder)


def _shown(topic: Topic, most: int, reading: GapRead, finder: PersonalDataFinder) -> ShownTopic:
    examples = reading.questions(topic.examples[:most])
    return ShownTopic(topic=topic, examples=tuple(_masked(one, finder) for one in examples))


def _masked(asked: Unanswered, finder: PersonalDataFinder) -> Unanswered:
    texts, _ = masked_texts({"text": asked.text}, finder, KnownPerson())
    return replace(asked, text=texts["text"])


def embedded(asked: Sequence[Unanswered], ports: GapPorts) -> Vectors:
    """Return one row per question."""
    if not asked:
        return np.zeros((0, ports.embedder.dimensions), dtype=np.float32)
    texts = [one.text for one in asked]
    starts = range(0, len(texts), _EMBEDDED_AT_ONCE)
    return np.vstack([ports.embedder.embed(texts[i : i + _EMBEDDED_AT_ONCE]) for i in starts])
