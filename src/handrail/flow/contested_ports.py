"""What answering carefully needs from the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.model import PassageId


class ContestedRead(Protocol):
    """Read what is contested, and what customers were shown."""

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        """Return, for those passages that another contradicts, every open or accepted finding.

        A finding counts while all that it quotes is served.
        """
        ...

    def conversations_shown(self, refs: Sequence[PassageId], since: datetime) -> int:
        """Return in how many conversations a customer was shown one of the passages."""
        ...
