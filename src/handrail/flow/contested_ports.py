"""What answering carefully needs from the database."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.model import PassageId


class ContestedRead(Protocol):
    """Read what is contested."""

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        """Return, for those passages that another contradicts, every finding that counts.

        One counts while all that it quotes is served: once it is accepted, or while it is open
        where it is certain.
        """
        ...
