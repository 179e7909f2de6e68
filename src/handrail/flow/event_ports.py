"""What is asked of the database by whoever tells what happens in conversations, as it happens."""

from collections.abc import Sequence
from typing import Protocol

from handrail.domain.conversation.model import ConversationId, Event


class EventRead(Protocol):
    """Read events, and who may hear them."""

    def token_digest(self, ref: ConversationId) -> str | None:
        """Return the digest of the token that opens a conversation now, or None."""
        ...

    def token_digests(self, refs: Sequence[ConversationId]) -> dict[ConversationId, str | None]:
        """Return those of many conversations."""
        ...

    def events_after(
        self, ref: ConversationId, sequence: int, limit: int = 200
    ) -> tuple[Event, ...]:
        """Return the events of a conversation that follow the one numbered `sequence`, in order."""
        ...

    def events_numbered(
        self, wanted: Sequence[tuple[ConversationId, int]]
    ) -> dict[ConversationId, tuple[Event, ...]]:
        """Return those events of many conversations, by conversation and in order."""
        ...

    def newest_events(self, refs: Sequence[ConversationId]) -> dict[ConversationId, int]:
        """Return the number of the newest event of each conversation that has any."""
        ...
