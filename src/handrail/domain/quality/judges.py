"""What a judge of answers is, what it looks at, and the scores that it gives.

A judge says of an answered turn, score by score, how likely a careful reader would say yes. It is
no measure by itself: what counts is how far it agrees with people (`agreement`), and no share that
it gives is shown uncorrected (`corrected`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.decision.model import RecordId

JudgeId = NewType("JudgeId", str)
_FAMILY = re.compile(r"[a-z]+")
_EXTRACTIVE = "extractive"
YES_FROM = 0.5


class Score(StrEnum):
    """What an answer is judged by."""

    GROUNDED = "grounded"
    """All that is said stands in the sources and means the same there."""
    ANSWERS = "answers"
    """It gives the thing that was asked for, or its main part, and rightly."""
    COMPLETE = "complete"
    """All that the question asks is there, as far as the sources hold it."""
    TONE = "tone"
    """Civil, plain and whole."""
    POLICY = "policy"
    """No price, term, duty or secret that the sources do not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold one thing that was said, with the words that are to carry it."""

    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredTurn:
    """Hold an answered turn as a judge sees it."""

    record: RecordId
    question: str
    """Made standalone."""
    reply: str
    said: tuple[Said, ...]
    sources: tuple[str, ...]
    """The passages that stood in front of the writer, best first."""
    writer: str = _EXTRACTIVE
    """Name and version of who wrote it."""
    confidence: float | None = None
    """How sure the assistant was; None where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold what a judge said of a turn: a value from 0 to 1 for each score."""

    record: RecordId
    judge: JudgeId
    scores: Mapping[Score, float]
    at: datetime
    is_own_work: bool = False
    """The judge's own kin wrote the answer."""


def says_yes(value: float) -> bool:
    """Tell whether a value counts as yes: every judge is set so that one half is its line."""
    return value >= YES_FROM


def family(name: str) -> str:
    """Return whose kin a writer or judge is: its model's first word, whatever provider serves it.

    `compatible:qwen2.5-7b/write.v1` and `ollama:qwen3` are both `qwen`.
    """
    model = name.partition("/")[0].rpartition(":")[2].lower()
    found = _FAMILY.search(model)
    return found[0] if found else model


def is_kin(judge: JudgeId, writer: str) -> bool:
    """Tell whether a judge would judge what its own kin wrote."""
    return family(judge) == family(writer)
