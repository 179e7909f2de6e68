"""Does a conversation get the customer any further? Told from what was said and decided in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from handrail.domain.conversation.reply_heard import is_automatic, is_unhelped
from handrail.domain.conversation.same_question import is_same_question
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


@dataclass(frozen=True, slots=True)
class Step:
    """Hold what a customer wrote and what came of it."""

    text: str
    outcome: Outcome


class Move(Enum):
    """Where a step leads."""

    FORWARD = auto()
    """The customer knows or has something that they did not."""
    ASIDE = auto()
    """A courtesy, or a question back for the first time: neither further nor lost."""
    NOWHERE = auto()


def steps_of(records: Sequence[TurnRecord]) -> tuple[Step, ...]:
    """Return the steps since a person last had the word; before that, nothing counts any more."""
    steps = [Step(record.question, record.outcome) for record in records]
    handed = [place for place, step in enumerate(steps) if isinstance(step.outcome, HandOff)]
    return tuple(steps[handed[-1] + 1 :] if handed else steps)


def steps_nowhere(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps that led nowhere, since the last one that led forward."""
    nowhere: list[Step] = []
    for place, step in enumerate(steps):
        match move_of(step, steps[:place]):
            case Move.FORWARD:
                nowhere = []
            case Move.NOWHERE:
                nowhere.append(step)
            case Move.ASIDE:
                pass
            case other:
                assert_never(other)
    return tuple(nowhere)


def move_of(step: Step, earlier: Sequence[Step]) -> Move:
    """Return where a step leads, after those before it."""
    if is_automatic(step.text):
        return Move.NOWHERE
    match step.outcome:
        case Abstain():
            return Move.NOWHERE
        case Answer():
            return _answered(step, earlier)
        case Clarify() | AskForAction():
            is_asked_again = any(step.outcome == before.outcome for before in earlier)
            return Move.NOWHERE if is_asked_again or is_unhelped(step.text) else Move.ASIDE
        case ActionRuled(refusal=refusal):
            return Move.FORWARD if refusal is None else Move.ASIDE
        case Courtesy():
            return Move.NOWHERE if _is_only_echoed(step, earlier) else Move.ASIDE
        case NothingDone() | HandOff():
            return Move.FORWARD
        case other:
            assert_never(other)


def is_asked_before(step: Step, earlier: Sequence[Step]) -> bool:
    """Tell whether a customer asked the same before."""
    return any(is_same_question(step.text, before.text) for before in earlier)


def _is_only_echoed(step: Step, earlier: Sequence[Step]) -> bool:
    """Tell whether the same courtesy comes twice running, as between two machines."""
    return bool(earlier) and step == earlier[-1]


def _answered(step: Step, earlier: Sequence[Step]) -> Move:
    """An answer leads nowhere where it was said already, or the customer has to say so."""
    if is_unhelped(step.text):
        return Move.NOWHERE
    is_said_before = any(step.outcome == before.outcome for before in earlier)
    if is_said_before and (is_asked_before(step, earlier) or step.outcome == earlier[-1].outcome):
        return Move.NOWHERE
    return Move.ASIDE if is_asked_before(step, earlier) else Move.FORWARD
