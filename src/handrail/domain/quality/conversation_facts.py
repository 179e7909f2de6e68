"""What do the records of a conversation say for or against how it went?"""

from datetime import datetime
from typing import assert_never

from handrail.domain.conversation.model import Author, ConversationId, ConversationState
from handrail.domain.conversation.reply_heard import is_unhelped
from handrail.domain.conversation.says_helped import is_helped
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
    Outcome,
    TurnRecord,
)
from handrail.domain.quality.human_labels import is_wrong
from handrail.domain.quality.judges import Score, says_yes
from handrail.domain.quality.outcome import Check, Facts, TurnFacts, TurnKind
from handrail.domain.quality.review import Verdict
from handrail.domain.quality.seen import IsTrusted, JudgeScore, Seen

_CONTENT = frozenset(Score) - {Score.TONE}


def facts_of(seen: Seen, returned_in: ConversationId | None, is_trusted: IsTrusted) -> Facts:
    """Return what is known of a conversation as its outcome is told from."""
    held = seen.conversation
    return Facts(
        turns=tuple(_turn(record, seen, is_trusted) for record in seen.records),
        last_at=last_word(seen),
        is_closed=held.state is ConversationState.CLOSED,
        rating=seen.rating,
        actions=tuple(action.state for action in seen.actions),
        called_person=bool(seen.handoffs),
        agent_spoke=any(message.author is Author.AGENT for message in held.messages),
        returned_in=returned_in,
    )


def last_word(seen: Seen) -> datetime:
    """Return when the last message of a conversation was written, whoever wrote it."""
    held = seen.conversation
    return held.messages[-1].at if held.messages else held.opened_at


def _turn(record: TurnRecord, seen: Seen, is_trusted: IsTrusted) -> TurnFacts:
    return TurnFacts(
        record=record.id,
        kind=kind_of(record.outcome),
        is_grounded=_is_grounded(record),
        is_confident=_is_confident(record),
        check=_check(record, seen, is_trusted),
        says_helped=is_helped(record.question),
        says_unhelped=is_unhelped(record.question),
    )


def kind_of(outcome: Outcome) -> TurnKind:
    """Return what the assistant did with a message."""
    match outcome:
        case Answer():
            return TurnKind.ANSWERED
        case Clarify() | AskForAction():
            return TurnKind.ASKED_BACK
        case Abstain():
            return TurnKind.UNANSWERED
        case HandOff():
            return TurnKind.HANDED_OFF
        case ActionRuled():
            return TurnKind.ACTED
        case Courtesy() | NothingDone():
            return TurnKind.COURTESY
        case other:
            assert_never(other)


def _is_grounded(record: TurnRecord) -> bool:
    """Tell whether every claim that was said is one that the check let pass."""
    if not isinstance(record.outcome, Answer) or record.grounding is None:
        return False
    passed = {claim.text for claim in record.grounding.supported}
    return all(claim.text in passed for claim in record.outcome.claims)


def _is_confident(record: TurnRecord) -> bool:
    """Tell whether an answer was as sure as a calibration, not a default, asked for."""
    if record.calibration is None or record.confidence is None or record.threshold is None:
        return False
    return record.confidence.value >= record.threshold


def _check(record: TurnRecord, seen: Seen, is_trusted: IsTrusted) -> Check | None:
    """Return what was found when a turn was checked; a person's word stands above any score."""
    verdict = seen.verdicts.get(record.id)
    if verdict is not None:
        if is_wrong(verdict):
            return Check.WRONG
        return Check.REVIEWED_RIGHT if verdict == Verdict.RIGHT else None
    return _judged(seen.judgements.get(record.id, ()), is_trusted)


def _judged(judgements: tuple[JudgeScore, ...], is_trusted: IsTrusted) -> Check | None:
    content = [one for one in judgements if one.score in _CONTENT]
    trusted = [one for one in content if is_trusted(one.judge, one.score)]
    if any(not says_yes(one.value) for one in trusted):
        return Check.WRONG
    return Check.JUDGED_RIGHT if any(one.score == Score.ANSWERS for one in trusted) else None
