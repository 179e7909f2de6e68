"""How did a conversation end? Six outcomes, of which only two say that the customer was helped.

A customer who just leaves has said nothing: that is `silent`, and no figure counts it as success.
What a reviewer found wrong, or a customer rated badly, helped nobody whatever else speaks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import UNSETTLED
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.handoff.rating import BAD_TO, GOOD_FROM

QUIET = timedelta(hours=24)
"""After so long without a word a conversation is over."""


class Outcome(StrEnum):
    """How a conversation ended."""

    CONFIRMED = "confirmed"
    """The customer said that it helped, rated it 4 or 5, or what they agreed to was done."""
    VERIFIED = "verified"
    """The customer said nothing, and what they were told was checked and found right."""
    SILENT = "silent"
    """The customer left, and nobody knows whether it helped."""
    RETURNED = "returned"
    """The customer came back about the same thing within the days that are looked at."""
    ESCALATED = "escalated"
    """A person had to take over."""
    ABANDONED = "abandoned"
    """The customer left without what they came for."""


RESOLVED = frozenset({Outcome.CONFIRMED, Outcome.VERIFIED})
"""The only outcomes that any figure may count as resolved."""


class Why(StrEnum):
    """What an outcome stands on."""

    SAID_SO = "said_so"
    RATED_WELL = "rated_well"
    ACTION_DONE = "action_done"
    REVIEWED = "reviewed"
    JUDGED = "judged"
    NOTHING_KNOWN = "nothing_known"
    CAME_BACK = "came_back"
    PERSON_TOOK_OVER = "person_took_over"
    NOBODY_CAME = "nobody_came"
    FOUND_WRONG = "found_wrong"
    RATED_BADLY = "rated_badly"
    SAID_NO_USE = "said_no_use"
    NOT_ANSWERED = "not_answered"
    ACTION_NOT_DONE = "action_not_done"
    NOTHING_ASKED = "nothing_asked"


class TurnKind(StrEnum):
    """What the assistant did with a message."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    UNANSWERED = "unanswered"
    HANDED_OFF = "handed_off"
    ACTED = "acted"
    """It ruled on something that was to be done."""
    COURTESY = "courtesy"


_COURTESY = TurnKind.COURTESY


class Check(StrEnum):
    """What was found when an answer's content was checked."""

    REVIEWED_RIGHT = "reviewed_right"
    JUDGED_RIGHT = "judged_right"
    """By a score that may be trusted; see `judges`."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFacts:
    """Hold what is known of one turn."""

    record: RecordId
    kind: TurnKind
    is_grounded: bool = False
    """Every claim that was said is carried by what it quotes."""
    is_confident: bool = False
    """The answer was as likely to be right as a calibration asked for."""
    check: Check | None = None
    """None where nobody looked: that is no reason to think that it was right."""
    says_helped: bool = False
    """In this message the customer says that the reply before it helped."""
    says_unhelped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what is known of a conversation."""

    turns: tuple[TurnFacts, ...]
    last_at: datetime
    """Of the last message, whoever wrote it."""
    is_closed: bool = False
    rating: int | None = None
    actions: tuple[ActionState, ...] = ()
    """Where that stands which was to be done, in order."""
    called_person: bool = False
    agent_spoke: bool = False
    returned_in: ConversationId | None = None
    """Where the customer came back about the same thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Hold an outcome with what it stands on."""

    outcome: Outcome
    why: Why


def outcome_of(facts: Facts, now: datetime, quiet: timedelta = QUIET) -> Ended | None:
    """Return how a conversation ended; None while it may go on."""
    if not facts.is_closed and now - facts.last_at < quiet:
        return None
    with_people = _with_people(facts)
    if with_people is not None:
        return with_people
    if facts.returned_in is not None:
        return Ended(outcome=Outcome.RETURNED, why=Why.CAME_BACK)
    against = _against(facts)
    if against is not None:
        return Ended(outcome=Outcome.ABANDONED, why=against)
    confirmed = _confirmed(facts)
    if confirmed is not None:
        return Ended(outcome=Outcome.CONFIRMED, why=confirmed)
    checked = _checked(facts)
    if checked is not None:
        return Ended(outcome=Outcome.VERIFIED, why=checked)
    return Ended(outcome=Outcome.SILENT, why=Why.NOTHING_KNOWN)


def is_resolved(outcome: Outcome) -> bool:
    """Tell whether an outcome counts as resolved."""
    return outcome in RESOLVED


def _with_people(facts: Facts) -> Ended | None:
    if facts.agent_spoke:
        return Ended(outcome=Outcome.ESCALATED, why=Why.PERSON_TOOK_OVER)
    if facts.called_person:
        return Ended(outcome=Outcome.ABANDONED, why=Why.NOBODY_CAME)
    return None


def _against(facts: Facts) -> Why | None:
    """Return what shows that the customer left without what they came for."""
    if any(turn.check is Check.WRONG for turn in facts.turns):
        return Why.FOUND_WRONG
    if facts.rating is not None and facts.rating <= BAD_TO:
        return Why.RATED_BADLY
    asking = asking_turns(facts)
    if not asking:
        return Why.NOTHING_ASKED
    if _is_rated_well(facts):
        return None
    return _left_open(asking[-1], facts)


def _left_open(last: TurnFacts, facts: Facts) -> Why | None:
    """Return what the last message that asked for something was left with."""
    if last.kind is TurnKind.ACTED:
        return Why.ACTION_NOT_DONE if _is_not_done(facts) else None
    if last.kind is not TurnKind.ANSWERED:
        return Why.NOT_ANSWERED
    return Why.SAID_NO_USE if last.says_unhelped else None


def _is_not_done(facts: Facts) -> bool:
    """Tell whether the last thing that was to be done is not, though the customer wants it."""
    failed = {ActionState.FAILED, ActionState.REFUSED, ActionState.EXPIRED} | UNSETTLED
    return not facts.actions or facts.actions[-1] in failed


def _confirmed(facts: Facts) -> Why | None:
    if _is_rated_well(facts):
        return Why.RATED_WELL
    if _says_so_last(facts.turns):
        return Why.SAID_SO
    is_acted = asking_turns(facts)[-1].kind is TurnKind.ACTED
    if is_acted and facts.actions[-1] is ActionState.SUCCEEDED:
        return Why.ACTION_DONE
    return None


def _says_so_last(turns: Sequence[TurnFacts]) -> bool:
    """Tell whether the customer says that it helped, and asks for nothing after that."""
    last = next((t for t in reversed(turns) if t.says_helped or t.kind is not _COURTESY), None)
    return last is not None and last.says_helped


def _checked(facts: Facts) -> Why | None:
    """Return who found every answer right; None where one was not looked at."""
    answers = [turn for turn in facts.turns if turn.kind is TurnKind.ANSWERED]
    checks = [_sound(turn) for turn in answers]
    if not checks or None in checks:
        return None
    is_reviewed = all(check is Check.REVIEWED_RIGHT for check in checks)
    return Why.REVIEWED if is_reviewed else Why.JUDGED


def _sound(turn: TurnFacts) -> Check | None:
    """Return the check of an answer that was carried by its sources and sure enough."""
    is_sure = turn.is_confident or turn.check is Check.REVIEWED_RIGHT
    return turn.check if turn.is_grounded and is_sure else None


def _is_rated_well(facts: Facts) -> bool:
    """Tell whether the customer rates well a conversation in which something was done for them."""
    is_served = ActionState.SUCCEEDED in facts.actions or any(
        turn.kind is TurnKind.ANSWERED for turn in facts.turns
    )
    return is_served and facts.rating is not None and facts.rating >= GOOD_FROM


def asking_turns(facts: Facts) -> tuple[TurnFacts, ...]:
    """Return the turns in which something was asked for."""
    return tuple(
        turn for turn in facts.turns if turn.kind is not _COURTESY and not turn.says_helped
    )
