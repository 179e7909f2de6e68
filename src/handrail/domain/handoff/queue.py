"""Whose work is a handoff, and how soon is somebody to look?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handrail.domain.conversation.says import says
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Priority
from handrail.kernel.language_tag import language_of

SUPPORT = "support"
"""Name of the queue that takes what no other one does."""

_PRIORITY_OF = {
    HandOffReason.DISTRESS: Priority.URGENT,
    HandOffReason.NO_PROGRESS: Priority.HIGH,
    HandOffReason.TOOL_FAILURE: Priority.HIGH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Hold the work of one team: what comes to it, how soon, and what it takes to do it."""

    name: str
    words: tuple[str, ...] = ()
    """A conversation in which the customer wrote one of these comes here, `refund*` for example."""
    reasons: frozenset[HandOffReason] = frozenset()
    """So does one that was handed over for one of these reasons."""
    languages: frozenset[str] = frozenset()
    """So does one in one of these languages."""
    priority: Priority | None = None
    """How soon somebody is to look, whatever the reason; None lets the reason say."""
    skills: frozenset[str] = frozenset()
    """What its work asks for: it is shown first to those who have all of them."""


EVERYTHING = Queue(name=SUPPORT)


def queue_for(
    said: Sequence[str], reason: HandOffReason, language: str, queues: Iterable[Queue]
) -> Queue:
    """Return the first queue, in the order of the settings, to which a handoff belongs.

    One that names nothing takes everything; where no queue does, it is the one called `support`.
    """
    for queue in queues:
        if _takes_all(queue) or reason in queue.reasons or language_of(language) in queue.languages:
            return queue
        if any(says(text, queue.words) for text in said):
            return queue
    return EVERYTHING


def priority_of(reason: HandOffReason, queue: Queue) -> Priority:
    """Return how soon somebody is to look: the more urgent of what reason and queue ask for."""
    by_reason = _PRIORITY_OF.get(reason, Priority.NORMAL)
    if queue.priority is None:
        return by_reason
    if by_reason is Priority.NORMAL:  # nothing speaks for more or less than the queue says
        return queue.priority
    return min(by_reason, queue.priority, key=tuple(Priority).index)


def suits(queue: Queue, skills: frozenset[str]) -> bool:
    """Tell whether somebody has what a queue asks for. It orders the inbox and forbids nothing."""
    return queue.skills <= skills


def _takes_all(queue: Queue) -> bool:
    return not (queue.words or queue.reasons or queue.languages)
