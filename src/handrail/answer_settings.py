"""The settings of answers: how sure the assistant must be, on the whole and on single topics."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, field_validator

from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.topics import Topic, require_sound_topics
from handrail.handoff_settings import Mode
from handrail.model_settings import Section

Share = Annotated[float, Field(gt=0.0, lt=1.0)]


class TopicSettings(Section):
    """Ask for a stricter promise where being wrong costs more."""

    words: tuple[str, ...] = ()
    """A question that holds one of these words or phrases belongs to the topic."""
    articles: tuple[str, ...] = ()
    """So does one whose best article id starts with one of these."""
    max_wrong: Share
    """Largest share of answers on this topic that may be wrong."""
    mode: Mode = "answer"
    """`suggest`: on this topic people answer, and the assistant drafts for them."""


class AnswerSettings(Section):
    """Say how sure the assistant must be."""

    max_wrong: Share = 0.05
    """Largest share of given answers that may be wrong."""
    confidence: Share = 0.95
    """Probability with which that must hold."""
    writer: str = "extractive"
    """Kept from before; a language model is named in `models.writer`."""
    topics: Mapping[str, TopicSettings] = Field(default_factory=dict)
    calibration: str | None = None
    """Labelled questions (JSONL) that are asked again after every sync."""

    @field_validator("writer")
    @classmethod
    def _is_named_elsewhere(cls, writer: str) -> str:
        if writer != "extractive":
            raise ValueError(f"name a language model under [models]: writer = {writer!r}")
        return writer

    def promised(self) -> Promise:
        """Return how often an answer may be wrong, and how sure the operator wants to be."""
        return Promise(max_wrong=self.max_wrong, confidence=self.confidence)

    def sound_topics(self) -> tuple[Topic, ...]:
        """Return the topics with a promise of their own; raises BadSettings."""
        topics = tuple(self._topic(name, self.topics[name]) for name in sorted(self.topics))
        require_sound_topics(topics, self.promised())
        return topics

    def drafted_topics(self) -> tuple[Topic, ...]:
        """Return the topics on which people answer, and the assistant drafts for them."""
        return tuple(t for t in self.sound_topics() if self.topics[t.name].mode == "suggest")

    def _topic(self, name: str, topic: TopicSettings) -> Topic:
        promise = Promise(max_wrong=topic.max_wrong, confidence=self.confidence)
        return Topic(name=name, promise=promise, words=topic.words, articles=topic.articles)
