"""What a customer says of how they were helped."""

from dataclasses import dataclass
from datetime import datetime

from handrail.domain.conversation.model import ConversationId

BEST, WORST = 5, 1
GOOD_FROM, BAD_TO = 4, 2
"""Three says neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """Hold a customer's rating of one conversation; the newest is the one that counts."""

    conversation: ConversationId
    score: int
    """From 1, not helped at all, to 5."""
    comment: str | None
    at: datetime
