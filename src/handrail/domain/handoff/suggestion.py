"""A reply that the assistant drafts for one of the staff, who edits and sends it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.conversation.model import ConversationId, MessageId
from handrail.domain.decision.model import Answer, TurnRecord

SuggestionId = NewType("SuggestionId", str)


class Used(StrEnum):
    """What the person who sent a suggestion did with it."""

    AS_IS = "as_is"
    EDITED = "edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Hold one draft with all that a turn's record holds: claims, citations, confidence."""

    id: SuggestionId
    conversation: ConversationId
    at: datetime
    record: TurnRecord
    message: MessageId | None = None
    """The agent's message that came of it."""
    used: Used | None = None

    @property
    def text(self) -> str:
        """Return the words to edit; empty where the assistant would not have answered."""
        return self.record.reply if isinstance(self.record.outcome, Answer) else ""


def use_of(suggestion: Suggestion, sent: str) -> Used:
    """Tell whether what was sent is what was suggested."""
    return Used.AS_IS if _plain(suggestion.text) == _plain(sent) else Used.EDITED


def _plain(text: str) -> str:
    return " ".join(text.split())
