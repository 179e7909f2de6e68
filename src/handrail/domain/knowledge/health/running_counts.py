"""How often does each word stand in all statements? Counted on from the last time, not anew.

A statement that was there the last time is the same object now, as it was read once; what came and
what went since is added and taken away. The counts are those that counting all of them gives.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from handrail.domain.knowledge.health.statements import Statement

_MOST_MOVED = 0.5
"""Share of the statements from which on counting anew is no more work."""


class RunningCounts:
    """Count words over statements, again and again."""

    def __init__(self, words_of: Callable[[Statement], Iterable[str]]) -> None:
        self._words_of = words_of
        self._held: dict[int, Statement] = {}  # holding them keeps their identities theirs
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def of(self, statements: Sequence[Statement]) -> Counter[str]:
        """Return how often each word stands in these statements."""
        now = {id(statement): statement for statement in statements}
        if len(now) < len(statements):
            return self._counted(statements)
        with self._lock:
            came = [now[ref] for ref in now.keys() - self._held.keys()]
            went = [self._held[ref] for ref in self._held.keys() - now.keys()]
            if len(came) + len(went) > _MOST_MOVED * len(now):
                self._counts = self._counted(statements)
            else:
                self._move(came, went)
            self._held = now
            return self._counts.copy()

    def _counted(self, statements: Iterable[Statement]) -> Counter[str]:
        return Counter(word for statement in statements for word in self._words_of(statement))

    def _move(self, came: Iterable[Statement], went: Iterable[Statement]) -> None:
        self._counts.update(self._counted(came))
        gone = self._counted(went)
        self._counts.subtract(gone)
        for word in gone:
            if not self._counts[word]:
                del self._counts[word]
