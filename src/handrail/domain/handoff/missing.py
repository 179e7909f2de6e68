"""What is still to be found out or decided?"""

from collections.abc import Iterator, Sequence

from handrail.domain.actions.form import Step
from handrail.domain.actions.model import ActionState, RefusalReason
from handrail.domain.actions.states import IN_HAND
from handrail.domain.decision.model import ActionRuled, Answer, Clarify, HandOff
from handrail.domain.handoff.actions_told import by_urgency, named, open_form
from handrail.domain.handoff.facts import ActionTold, BriefFacts
from handrail.domain.handoff.model import BriefLine, LineSource, Slot
from handrail.domain.handoff.quoting import cut, quoted, repeated
from handrail.domain.handoff.sources import (
    of_action,
    of_message,
    of_record,
    parameters_left,
    title_of_action,
)
from handrail.domain.handoff.wants import Want

_MOST = 7
_LONGEST_FAULT = 240
_LONGEST_LABEL = 100
_EFFECT = "Whether {} had its effect."
_OF_STATE = {
    ActionState.UNKNOWN: _EFFECT,
    ActionState.RECONCILING: _EFFECT,
    ActionState.NEEDS_PERSON: _EFFECT,
    ActionState.EXECUTING: "How {} ends, and whether it had its effect.",
    ActionState.APPROVED: "How {} ends.",
    ActionState.AWAITING_STAFF: "Approval of {} by the staff.",
    ActionState.AWAITING_CUSTOMER: "Whether the customer confirms {}.",
    ActionState.FAILED: "Another way to do {}, which failed.",
    ActionState.REFUSED: "What is possible instead of {}, which was refused.",
    ActionState.EXPIRED: "Whether {}, which expired, is still wanted.",
}


def missing_lines(facts: BriefFacts, wants: Sequence[Want]) -> Iterator[BriefLine]:
    """Yield what is missing, what stands still because of it first."""
    lines = [line for told in by_urgency(facts.actions) if (line := _of_action(told)) is not None]
    lines += _of_form(facts)
    lines += [_of_want(want) for want in reversed(wants) if not _is_told(want, facts)]
    lines += _of_identity(facts)
    lines += _of_fault(facts)
    if not wants and facts.handover is not None:
        text = "What the customer wants: they have not said it."
        lines.append(_line(text, of_record(facts.handover)))
    yield from lines[:_MOST]


def choices_line(outcome: Clarify) -> str:
    """Return the choices that were offered."""
    return ", ".join(quoted(cut(choice.label, _LONGEST_LABEL)) for choice in outcome.choices)


def _line(text: str, *sources: LineSource) -> BriefLine:
    return BriefLine(slot=Slot.MISSING, text=text, sources=sources)


def _of_action(told: ActionTold) -> BriefLine | None:
    said = _OF_STATE.get(told.action.state)
    return None if said is None else _line(said.format(named(told)), of_action(told))


def _of_form(facts: BriefFacts) -> Iterator[BriefLine]:
    begun = open_form(facts)
    if begun is None or begun.form is None:
        return
    titles = [quoted(title_of_action(name, facts)) for name in begun.form.actions]
    match begun.form.step:
        case Step.ARGUMENT if left := parameters_left(begun.form, facts):
            asked = ", ".join(map(quoted, left))
            yield _line(f"Still to be asked for {titles[0]}: {asked}", of_record(begun))
        case Step.WHICH:
            yield _line(f"Which of these is wanted: {', '.join(titles)}", of_record(begun))
        case _:
            yield _line(f"Whether {' or '.join(titles)} is wanted.", of_record(begun))


def _is_told(want: Want, facts: BriefFacts) -> bool:
    """Tell whether a line on its action says already what is missing of it."""
    outcome = want.turn.record.outcome
    known = {told.action.id for told in facts.actions}
    return isinstance(outcome, ActionRuled) and outcome.action in known


def _of_want(want: Want) -> BriefLine:
    words = repeated(want.message.text, want.quotes)
    sources = [of_message(want.message, quote) for quote in want.quotes]
    match want.turn.record.outcome:
        case Clarify() as offered if want.is_open:
            choices = choices_line(offered)
            text = f"Which is meant by {words}: {choices}"
            return _line(text, *sources, of_record(want.turn.record))
        case Answer():
            return _line(f"Left open by the answer: {words}", *sources)
        case HandOff():
            return _line(f"Nobody has answered yet: {words}", *sources)
        case _:
            return _line(f"Not settled: {words}", *sources)


def _of_identity(facts: BriefFacts) -> Iterator[BriefLine]:
    for record in reversed(facts.records):
        outcome = record.outcome
        if isinstance(outcome, ActionRuled) and outcome.refusal is RefusalReason.NOT_IDENTIFIED:
            title = quoted(outcome.title)
            yield _line(
                f"Who the customer is: {title} needs somebody signed in.", of_record(record)
            )
            return


def _of_fault(facts: BriefFacts) -> Iterator[BriefLine]:
    record = facts.handover
    is_in_hand = any(told.action.state in IN_HAND for told in facts.actions)
    if record is not None and record.fault and not is_in_hand:
        fault = cut(record.fault, _LONGEST_FAULT)
        yield _line(f"What did not work: {quoted(fault)}", of_record(record, fault))
