"""What the desk needs from outside: where people work, and what they work on."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import Conversation
from handrail.domain.decision.topics import Topic
from handrail.domain.handoff.hours import OfficeHours
from handrail.domain.handoff.model import Brief
from handrail.domain.handoff.queue import Queue
from handrail.domain.handoff.saved_reply import SavedReply
from handrail.flow.inbox_ports import InboxStore
from handrail.flow.ports import Reading, Writing
from handrail.flow.thought import ThinkPorts
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


class DeskRead(Reading, Protocol):
    """Read conversations and their handoffs."""


class DeskWritten(Writing, Protocol):
    """Change conversations and their handoffs in one transaction."""


class DeskStore(Protocol):
    """Open transactions on conversations and their handoffs."""

    def read(self) -> AbstractContextManager[DeskRead]:
        """Open a short reading transaction."""
        ...

    def write(self) -> AbstractContextManager[DeskWritten]:
        """Open a short writing transaction."""
        ...

    def decide(self) -> AbstractContextManager[DeskWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


WriteBrief = Callable[[Conversation, Reading], Brief]
"""Write what a person starts with, from a conversation as it stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """Hold how conversations are handed over: to whom, when somebody is there, with which brief."""

    queues: tuple[Queue, ...] = ()
    hours: OfficeHours | None = None
    """None: the operator did not say when somebody is there."""
    place: str = ""
    """By the clock of which place the hours are told."""
    first_response: timedelta | None = None
    """Until the first word of a person, counted while somebody is there; None promises nothing."""
    brief: WriteBrief | None = None
    """None: the brief repeats the customer's last words, and leaves the rest open."""
    skills: Mapping[StaffId, frozenset[str]] = field(default_factory=dict)
    """What each of the staff can do, for the order of their inbox."""
    replies: tuple[SavedReply, ...] = ()
    """What the team has written once, for whoever answers."""
    drafts_everywhere: bool = False
    """The assistant only drafts for people, on every site that says nothing else."""
    drafts_on: Mapping[str, bool] = field(default_factory=dict)
    """By site, whether it only drafts there."""
    drafted_topics: tuple[Topic, ...] = ()
    """Topics on which it only drafts, wherever they come up."""


ONE_QUEUE = Handing()
"""One queue for everything, and nothing said of when somebody is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """Hold what the desk needs from outside."""

    store: DeskStore
    clock: Clock
    ids: Ids
    handing: Handing = ONE_QUEUE
    idle: timedelta = timedelta(minutes=60)
    """Who has not used the console for so long is not logged in any more."""
    inbox: Callable[[], InboxStore] | None = None
    """What conversations are looked through by; None where nobody looks."""
    think: Callable[[], ThinkPorts] | None = None
    """What drafts replies for the staff; opened when it is first asked for."""
