"""What came of a replay: every flip, the exact test over conversations, and whether it is worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.flips import WorthNow
from handrail.domain.quality.mcnemar import ExactInterval, Paired, paired
from handrail.domain.quality.worth import Ground, Valued, Worth

_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Hold a turn that would come out otherwise."""

    record: RecordId
    conversation: ConversationId
    question: str
    then: Valued
    now: WorthNow
    reply_then: str
    reply_now: str
    is_without: bool = False
    """It would come out so today without the change, too: the knowledge has moved on since."""

    @property
    def is_worse(self) -> bool:
        """Tell whether the change makes it worse."""
        return self.now.worth < self.then.worth and not self.is_without

    @property
    def is_better(self) -> bool:
        """Tell whether the change makes it better."""
        return self.now.worth > self.then.worth and not self.is_without


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Say what a change may do, and what of it is meant."""

    certain_harm: int = 0
    """Turns that may certainly become wrong."""
    lost: float = 0.02
    """Share of the conversations that may be lost, less those that are gained."""
    meant: frozenset[str] = frozenset()
    """Articles, actions and settings whose change is meant: flips about them are listed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Count what was replayed."""

    conversations: int
    turns: int
    stopped: int
    """Conversations that went no further, as the customer's next line no longer followed."""
    not_kept: int
    """Turns that could not be thought again: from before their basis was kept, or erased."""
    grounds: Mapping[Ground, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Hold what came of a replay."""

    id: str
    at: datetime
    since: datetime
    until: datetime
    change: Mapping[str, str]
    """What was tried, by section."""
    counts: Counts
    flips: tuple[Flip, ...]
    """The worst first."""
    test: Paired
    allowed: Allowed
    why_worse: tuple[str, ...]
    seconds: float

    @property
    def is_worse(self) -> bool:
        """Tell whether the change is to be stopped."""
        return bool(self.why_worse)


def ordered(flips: Sequence[Flip]) -> tuple[Flip, ...]:
    """Return flips with the worst first: what was right and would certainly be wrong."""
    return tuple(sorted(flips, key=_badness))


def tested(
    flips: Sequence[Flip], conversations: int, allowed: Allowed, interval: ExactInterval
) -> Paired:
    """Return the exact test: a conversation is lost where a turn of it is, else perhaps gained."""
    lost = {flip.conversation for flip in flips if flip.is_worse and not _is_meant(flip, allowed)}
    gained = {flip.conversation for flip in flips if flip.is_better} - lost
    return paired(len(lost), len(gained), conversations, interval)


def why_worse(flips: Sequence[Flip], test: Paired, allowed: Allowed) -> tuple[str, ...]:
    """Return why a change is to be stopped; nothing where it is not."""
    found = []
    certain = [f for f in flips if f.is_worse and f.now.is_certain and not _is_meant(f, allowed)]
    if len(certain) > allowed.certain_harm:
        found.append(f"{len(certain)} turns would certainly be wrong, or less safe.")
    net = (test.lost - test.gained) / max(1, test.pairs)
    if test.lost > test.gained and test.p_worse <= _SIGNIFICANT:
        found.append(
            f"{test.lost} conversations get worse and {test.gained} better: by chance alone that "
            f"would happen with probability {test.p_worse:.3g}."
        )
    elif net > allowed.lost:
        found.append(f"{net:.1%} of the conversations are lost, {allowed.lost:.1%} may be.")
    return tuple(found)


def _is_meant(flip: Flip, allowed: Allowed) -> bool:
    return bool(allowed.meant) and not allowed.meant.isdisjoint(flip.now.about)


def _badness(flip: Flip) -> tuple[int, int, int, str]:
    fall = flip.now.worth - flip.then.worth
    order = 0 if flip.is_worse else 1 if fall == 0 else 2 if flip.is_better else 3
    is_reviewed = flip.then.ground is Ground.REVIEWED
    certain = 0 if flip.now.is_certain else 1
    return (order, certain, -2 * (flip.then.worth is Worth.RIGHT) - is_reviewed, flip.record)
