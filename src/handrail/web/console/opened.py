"""Which pages does somebody have open? What looks again by itself is no further reading."""

import threading
from collections import OrderedDict

from handrail.domain.conversation.model import ConversationId

_MOST = 5_000


class Opened:
    """Remember which login opened what in this process: a page that asks again proves nothing.

    Whoever only says that a page is open, and has not opened it here, is written down.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[str, ConversationId], None] = OrderedDict()

    def has(self, session: str, ref: ConversationId) -> bool:
        """Tell whether a login opened a conversation before, and that was written down."""
        with self._lock:
            return (session, ref) in self._read

    def add(self, session: str, ref: ConversationId) -> None:
        """Remember that a login has read a conversation, and that it was written down."""
        with self._lock:
            self._read[session, ref] = None
            self._read.move_to_end((session, ref))
            while len(self._read) > _MOST:
                self._read.popitem(last=False)
