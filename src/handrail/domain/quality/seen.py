"""What is seen of a conversation when it is judged how it went: all that it is told from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import Conversation
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.handoff.model import Handoff
from handrail.domain.quality.review import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAction:
    """Hold where something stands that was to be done."""

    name: str
    state: ActionState
    is_reversed: bool = False
    """It was done, and somebody made good for it afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeScore:
    """Hold one automatic score of a turn, from 0 to 1."""

    judge: str
    score: str
    """`grounded`, `answers`, `complete`, `tone` or `policy`."""
    value: float


IsTrusted = Callable[[str, str], bool]
"""Given a judge and a score: whether it agrees well enough with people to speak for an answer."""


def trusts_none(judge: str, score: str) -> bool:
    """Trust no judge: without agreement that was measured, a score says nothing."""
    del judge, score
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold one conversation with all that speaks for or against how it went."""

    conversation: Conversation
    records: tuple[TurnRecord, ...] = ()
    persons: frozenset[str] = frozenset()
    """Ids under which the customer is known; empty where nobody knows who it is."""
    is_simulated: bool = False
    rating: int | None = None
    actions: tuple[SeenAction, ...] = ()
    """In the order in which they were proposed."""
    handoffs: tuple[Handoff, ...] = ()
    drafts: tuple[bool, ...] = ()
    """For each draft of the assistant that an agent used: whether it had to be changed."""
    verdicts: Mapping[RecordId, Verdict] = field(default_factory=dict)
    """The verdict that counts on each turn that was reviewed; not sure where nobody was."""
    judgements: Mapping[RecordId, tuple[JudgeScore, ...]] = field(default_factory=dict)
