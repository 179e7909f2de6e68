"""What an article says that answers a topic: what agents told several customers, line by line.

Only what holds for every customer goes in: a sentence with somebody's data in it, a question back,
a greeting, or what one agent did in one case stays out. Lines that say the same are told once and
rest on all the messages that say it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from handrail.domain.conversation.model import ConversationId, MessageId
from handrail.domain.knowledge.health.gaps import TopicId
from handrail.domain.knowledge.model import ArticleId

DraftId = NewType("DraftId", str)
Vectors = NDArray[np.float32]

SAME = 0.8
"""Cosine from which on two sentences say the same thing."""
MOST_LINES = 12
_FEWEST_WORDS = 4
_OF_ONE_CASE = re.compile(
    r"\b(?:i|i'm|i've|i'll|i'd|me|my|mine|myself"
    r"|your (?:order|account|parcel|case|request) (?:is|was|has)|as discussed|as we spoke"
    r"|today|tomorrow|yesterday|just now|right now|for you)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"^(?:hi|hello|hey|dear|thanks?|thank you|you're welcome|you are welcome|sorry|apologies|of"
    r" course|sure|great|kind regards|best regards|regards|cheers|bye|goodbye|have a|happy to|no"
    r" problem|let us know|let me)\b",
    re.IGNORECASE,
)


class DraftState(StrEnum):
    """What became of a draft."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBy:
    """Name the message of an agent that a line rests on."""

    conversation: ConversationId
    message: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold one sentence of an agent."""

    text: str
    by: SaidBy
    place: int
    """Which sentence of its message it is, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """Hold one line of a draft and what it rests on."""

    text: str
    sources: tuple[SaidBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """Hold an article that is proposed, until a person decides."""

    id: DraftId
    topic: TopicId
    state: DraftState
    version: int
    """Raised by every change; a decision on an older one is refused."""
    title: str
    text: str
    """Markdown, as it is served once it is approved."""
    lines: tuple[DraftLine, ...]
    at: datetime
    article: ArticleId | None = None
    """What it became."""
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def unsourced(self) -> tuple[str, ...]:
        """Return the lines that no message carries: whoever approves answers for them."""
        said = {line.text for line in self.lines}
        written = [part.strip() for part in self.text.splitlines() if part.strip()]
        return tuple(line for line in written if line not in said)


def is_general(sentence: str) -> bool:
    """Tell whether a sentence may hold for every customer."""
    if sentence.endswith("?") or len(sentence.split()) < _FEWEST_WORDS:
        return False
    return not _SMALL_TALK.match(sentence) and not _OF_ONE_CASE.search(sentence)


def draft_lines(said: Sequence[Said], vectors: Vectors) -> tuple[DraftLine, ...]:
    """Return the lines, what most conversations hold first; `vectors` has a row per sentence."""
    groups: list[list[int]] = []
    for place in range(len(said)):
        near = [float(vectors[group[0]] @ vectors[place]) for group in groups]
        best = int(np.argmax(near)) if near else -1
        if near and near[best] >= SAME:
            groups[best].append(place)
        else:
            groups.append([place])
    ranked = sorted(groups, key=lambda group: (-_support(said, group), said[group[0]].place))
    chosen = sorted(ranked[:MOST_LINES], key=lambda group: _mean_place(said, group))
    return tuple(_line(said, vectors, group) for group in chosen)


def _support(said: Sequence[Said], group: Sequence[int]) -> int:
    return len({said[i].by.conversation for i in group})


def _mean_place(said: Sequence[Said], group: Sequence[int]) -> float:
    return sum(said[i].place for i in group) / len(group)


def _line(said: Sequence[Said], vectors: Vectors, group: Sequence[int]) -> DraftLine:
    """Return a group's most usual sentence with every message that says the same."""
    rows = vectors[list(group)]
    middle = group[int(np.argmax(rows @ rows.mean(axis=0)))]
    return DraftLine(
        text=said[middle].text, sources=tuple(dict.fromkeys(said[i].by for i in group))
    )
