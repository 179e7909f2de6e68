"""Was a turn right, unanswered or wrong? From people's verdicts where there are some.

What it stands on is told with it. A reviewer's verdict counts most, then the customer's rating of
the conversation for its last answer, and without either what was said passed the check at the
confidence that was promised, and nobody objected.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from handrail.domain.decision.model import (
    Abstain,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    Outcome,
)
from handrail.domain.handoff.rating import BAD_TO, GOOD_FROM
from handrail.domain.knowledge.model import ArticleId


class Worth(IntEnum):
    """How well a customer was served by a turn; less is worse."""

    WRONG = 0
    UNANSWERED = 1
    RIGHT = 2


class Ground(StrEnum):
    """What it stands on."""

    REVIEWED = "reviewed"
    RATED = "rated"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Hold a reviewer's verdict on a turn."""

    is_right: bool
    articles: tuple[ArticleId, ...] = ()
    """The right ones, where the reviewer named any."""
    is_mended: bool = False
    """Was found wrong, and is known not to have been said any more since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """Hold a turn's worth with what it stands on."""

    worth: Worth
    ground: Ground


_ASKED_FOR = frozenset({HandOffReason.CUSTOMER_REQUEST, HandOffReason.DISTRESS})


def worth_then(outcome: Outcome, review: Review | None, rating: int | None) -> Valued:
    """Return what a turn was worth; `rating` is given for a conversation's last answer only.

    A wrong answer that was mended is worth what not answering is: given again, it gets worse.
    """
    if review is not None:
        return Valued(worth=_reviewed(review), ground=Ground.REVIEWED)
    if rating is not None and isinstance(outcome, Answer):
        if rating <= BAD_TO:
            return Valued(worth=Worth.WRONG, ground=Ground.RATED)
        if rating >= GOOD_FROM:
            return Valued(worth=Worth.RIGHT, ground=Ground.RATED)
    worth = Worth.UNANSWERED if is_unanswered(outcome) else Worth.RIGHT
    return Valued(worth=worth, ground=Ground.CHECKED)


def _reviewed(review: Review) -> Worth:
    if review.is_right:
        return Worth.RIGHT
    return Worth.UNANSWERED if review.is_mended else Worth.WRONG


def is_unanswered(outcome: Outcome) -> bool:
    """Tell whether the customer got neither what they asked for nor the person they wanted."""
    if isinstance(outcome, HandOff):
        return outcome.reason not in _ASKED_FOR
    return isinstance(outcome, Abstain | Clarify)


def wanted_a_person(outcome: Outcome) -> bool:
    """Tell whether the customer asked for a person, or was in distress."""
    return isinstance(outcome, HandOff) and outcome.reason in _ASKED_FOR


def cited(outcome: Outcome) -> tuple[ArticleId, ...]:
    """Return the articles that an answer cites."""
    if not isinstance(outcome, Answer):
        return ()
    return tuple(dict.fromkeys(c.article for claim in outcome.claims for c in claim.citations))


def stated(outcome: Outcome) -> frozenset[str]:
    """Return what an answer states, with its spaces evened out; nothing of any other outcome."""
    if not isinstance(outcome, Answer):
        return frozenset()
    return frozenset(" ".join(claim.text.split()) for claim in outcome.claims)


def says_the_same(then: Outcome, now: Outcome) -> bool:
    """Tell whether all that one answer says was said in the other."""
    saying = stated(now)
    return bool(saying) and saying <= stated(then)
