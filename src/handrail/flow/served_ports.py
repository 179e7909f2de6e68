"""What was answered since a calibration was made, beside what people found of it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.quality.review import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedTurn:
    """Hold a turn of a real conversation for which something was found to say."""

    record: RecordId
    conversation: ConversationId
    at: datetime
    confidence: float
    is_answer: bool
    calibration: str | None
    """What set its threshold: a calibration's id, with `/topic` where a topic's applied."""
    verdict: Verdict | None
    """The one that counts; None where nobody read it."""


class ServedRead(Protocol):
    """Read what was answered; simulated conversations are left out."""

    def served(self, since: datetime) -> Sequence[ServedTurn]:
        """Return the turns since a moment for which a confidence was reckoned, in order."""
        ...

    def unread(self, since: datetime) -> Iterator[ServedTurn]:
        """Yield the answers among these on which nobody has given a verdict, in order."""
        ...

    def record_of(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn's record; None where it was erased."""
        ...


class ServedStore(Protocol):
    """Open readings of what was answered."""

    def serving(self) -> AbstractContextManager[ServedRead]:
        """Open a short reading transaction."""
        ...
