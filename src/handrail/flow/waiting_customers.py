"""Who is waiting for a person, and what was said so far."""

from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.ports import Store
from handrail.kernel.errors import NotFound


def waiting_customers(store: Store) -> tuple[Conversation, ...]:
    """Return the conversations that were handed over, the longest waiting first."""
    with store.read() as reading:
        return reading.waiting()


def conversation_of(ref: ConversationId, store: Store) -> Conversation:
    """Return one conversation with its messages; raises NotFound where there is none."""
    with store.read() as reading:
        found = reading.conversation(ref)
    if found is None:
        raise NotFound(f"There is no conversation {ref!r}.", hint="`handrail handoffs` lists them.")
    return found
