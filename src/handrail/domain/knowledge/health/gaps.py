"""What do customers ask that no article answers? Questions gathered into topics that keep their id.

All questions of the last ninety days are grouped anew each time, so a topic grows, splits and ends
as what is asked changes; whoever holds most of what a topic held before goes on as that topic.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from handrail.domain.conversation.model import ConversationId
from handrail.domain.knowledge.health.model import Finding, FindingKind, Severity
from handrail.domain.knowledge.health.topic_name import topic_name
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.ids import digest

TopicId = NewType("TopicId", str)
"""`gap_` and a hash of the question that began it."""
QuestionRef = NewType("QuestionRef", str)
"""The id of the turn record that holds the question."""
Vectors = NDArray[np.float32]
Clustering = Callable[[Vectors], NDArray[np.int64]]
"""Given one unit-length row per question: the number of the group that each belongs to."""

FEWEST_CONVERSATIONS = 2
"""What one customer asked once is no topic yet."""
TREND = timedelta(days=28)
_EXAMPLES = 5
_NEAREST = 3
_MANY, _SOME = 10, 4
_ID_CHARACTERS = 16


class Need(StrEnum):
    """How a question went unanswered."""

    ABSTAINED = "abstained"
    """The assistant said that it does not know."""
    HANDED_OFF = "handed_off"
    """A person was called because knowledge is missing or contested."""
    RATED_BADLY = "rated_badly"
    """It was answered, and the customer said that this was of no help."""
    CORRECTED = "corrected"
    """It was answered, and an agent had to put it right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Hold one question that went without a good answer."""

    ref: QuestionRef
    conversation: ConversationId
    at: datetime
    text: str
    need: Need
    nearest: tuple[ArticleId, ...] = ()
    """What the search found for it, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Hold what many customers ask; what they wrote stays in their conversations."""

    id: TopicId
    name: str
    """The words that tell it from the other topics."""
    questions: tuple[QuestionRef, ...]
    """In order of time."""
    examples: tuple[QuestionRef, ...]
    """The questions nearest to the middle of it, each of another conversation."""
    conversations: int
    recent: int
    """Questions of the last 28 days."""
    before: int
    """Questions of the 28 days before those."""
    needs: Mapping[str, int]
    """How its questions went unanswered: the values of `Need`, and how many of each."""
    nearest: tuple[ArticleId, ...]
    """The articles that were found most often for it."""
    first: datetime
    last: datetime
    is_answered: bool = False
    """Whether what is served by now answers its examples."""

    @property
    def trend(self) -> str:
        """Return `new`, `rising`, `falling` or `steady`."""
        if not self.before:
            return "new" if self.recent else "steady"
        if self.recent >= self.before * 1.5:
            return "rising"
        return "falling" if self.recent <= self.before / 1.5 else "steady"


def find_topics(
    asked: Sequence[Unanswered],
    vectors: Vectors,
    cluster: Clustering,
    known: Sequence[Topic],
    now: datetime,
) -> tuple[Topic, ...]:
    """Gather questions into topics, the most asked first; `vectors` holds a row for each."""
    if not asked:
        return ()
    labels = cluster(vectors)
    groups = [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
    held = [group for group in groups if _conversations(asked, group) >= FEWEST_CONVERSATIONS]
    all_texts = [one.text for one in asked]
    ids = _inherited([{asked[i].ref for i in group} for group in held], known)
    topics = [
        _topic(ref, [asked[i] for i in group], vectors[group], all_texts, now)
        for ref, group in zip(ids, held, strict=True)
    ]
    return tuple(sorted(topics, key=lambda topic: (-topic.conversations, topic.id)))


def gap_findings(topics: Sequence[Topic]) -> tuple[Finding, ...]:
    """Return what to put right: topics that nothing answers by now."""
    return tuple(
        Finding(
            kind=FindingKind.GAP,
            articles=(),
            subject=topic.id,
            why=_why(topic),
            severity=_severity(topic),
        )
        for topic in topics
        if not topic.is_answered
    )


def _conversations(asked: Sequence[Unanswered], group: Sequence[int]) -> int:
    return len({asked[i].conversation for i in group})


def _inherited(groups: Sequence[Set[QuestionRef]], known: Sequence[Topic]) -> list[TopicId]:
    """Return an id for each group: that of the topic whose questions it mostly holds, once."""
    shared = sorted(
        (
            (len(group & set(topic.questions)), topic.id, place)
            for topic in known
            for place, group in enumerate(groups)
            if group & set(topic.questions)
        ),
        key=lambda match: (-match[0], match[1], match[2]),
    )
    ids: dict[int, TopicId] = {}
    for _, ref, place in shared:
        if place not in ids and ref not in ids.values():
            ids[place] = ref
    taken = set(ids.values())
    return [ids[p] if p in ids else _new_id(group, taken) for p, group in enumerate(groups)]


def _new_id(group: Set[QuestionRef], taken: Set[TopicId]) -> TopicId:
    for ref in sorted(group):
        made = TopicId(f"gap_{digest(ref)[:_ID_CHARACTERS]}")
        if made not in taken:
            return made
    raise AssertionError("each question names at most one topic")


def _topic(
    ref: TopicId,
    asked: Sequence[Unanswered],
    vectors: Vectors,
    all_texts: Sequence[str],
    now: datetime,
) -> Topic:
    in_time = sorted(asked, key=lambda one: (one.at, one.ref))
    recent = sum(one.at > now - TREND for one in asked)
    found = Counter(article for one in asked for article in dict.fromkeys(one.nearest[:_NEAREST]))
    return Topic(
        id=ref,
        name=topic_name([one.text for one in in_time], all_texts),
        questions=tuple(one.ref for one in in_time),
        examples=_examples(asked, vectors),
        conversations=len({one.conversation for one in asked}),
        recent=recent,
        before=sum(one.at > now - 2 * TREND for one in asked) - recent,
        needs=dict(sorted(Counter(one.need.value for one in asked).items())),
        nearest=tuple(article for article, _ in found.most_common(_NEAREST)),
        first=in_time[0].at,
        last=in_time[-1].at,
    )


def _examples(asked: Sequence[Unanswered], vectors: Vectors) -> tuple[QuestionRef, ...]:
    """Return the questions nearest to the middle, one of each conversation."""
    near = vectors @ vectors.mean(axis=0)
    chosen: dict[ConversationId, QuestionRef] = {}
    for place in np.argsort(-near, kind="stable"):
        chosen.setdefault(asked[place].conversation, asked[place].ref)
    return tuple(chosen.values())[:_EXAMPLES]


def _why(topic: Topic) -> str:
    who = f"{topic.conversations} customers" if topic.conversations > 1 else "A customer"
    return f"{who} asked about “{topic.name}”, and no article answers."


def _severity(topic: Topic) -> Severity:
    if topic.conversations >= _MANY:
        return Severity.HIGH
    return Severity.MEDIUM if topic.conversations >= _SOME else Severity.LOW
