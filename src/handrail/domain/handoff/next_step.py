"""What is to be done first? It follows from where the actions stand and what is not answered."""

from collections.abc import Iterator, Sequence

from handrail.domain.actions.form import Step
from handrail.domain.actions.model import ActionState, RefusalReason
from handrail.domain.actions.states import UNSETTLED
from handrail.domain.decision.model import Abstain, ActionRuled, Answer, Clarify, TurnRecord
from handrail.domain.handoff.actions_told import by_urgency, named, open_form
from handrail.domain.handoff.facts import ActionTold, BriefFacts
from handrail.domain.handoff.missing import choices_line
from handrail.domain.handoff.model import BriefLine, LineSource, Slot
from handrail.domain.handoff.quoting import quoted, repeated
from handrail.domain.handoff.sources import (
    cited_in,
    of_action,
    of_article,
    of_message,
    of_record,
    parameters_left,
    title_of_action,
    version_shown,
)
from handrail.domain.handoff.wants import Want

_MOST = 3
_LOOK_UP = "Look up at the operator's system whether {} had its effect, and tell the customer."
_SEE = "See how {} ends, and tell the customer."
_OF_STATE = {
    ActionState.UNKNOWN: _LOOK_UP,
    ActionState.NEEDS_PERSON: _LOOK_UP,
    ActionState.RECONCILING: _SEE,
    ActionState.EXECUTING: _SEE,
    ActionState.APPROVED: _SEE,
    ActionState.AWAITING_STAFF: "Decide on the approval of {}.",
    ActionState.AWAITING_CUSTOMER: "Ask the customer to confirm or to decline {}.",
    ActionState.FAILED: "Tell the customer that {} failed, and look for another way.",
    ActionState.REFUSED: "Tell the customer why {} was refused, and what is possible instead.",
    ActionState.EXPIRED: "Ask the customer whether {} is still wanted: it expired.",
}


def next_lines(facts: BriefFacts, wants: Sequence[Want]) -> Iterator[BriefLine]:
    """Yield up to three steps: what waits for somebody, then what is not answered, newest first."""
    waiting = [told for told in by_urgency(facts.actions) if told.action.state in UNSETTLED]
    lines = [_of_action(told) for told in waiting[:2]]
    open_wants = [want for want in wants if want.is_open] or list(wants)
    for want in reversed(open_wants):
        lines += [line for line in _of_want(want, facts) if line not in lines]
    if not lines and facts.handover is not None:
        lines = [_line("Ask what the customer needs.", of_record(facts.handover))]
    yield from lines[:_MOST]


def _line(text: str, *sources: LineSource) -> BriefLine:
    return BriefLine(slot=Slot.NEXT_STEP, text=text, sources=sources)


def _of_action(told: ActionTold) -> BriefLine:
    return _line(_OF_STATE[told.action.state].format(named(told)), of_action(told))


def _of_want(want: Want, facts: BriefFacts) -> Iterator[BriefLine]:
    outcome = want.turn.record.outcome
    begun = open_form(facts)
    if isinstance(outcome, ActionRuled):
        yield from _of_ruling(outcome, want.turn.record, facts)
    elif begun is not None and begun.id == want.turn.record.id and begun.form is not None:
        yield _of_form(begun, facts)
    else:
        yield _reply(want, facts)


def _of_ruling(outcome: ActionRuled, record: TurnRecord, facts: BriefFacts) -> Iterator[BriefLine]:
    told = next((told for told in facts.actions if told.action.id == outcome.action), None)
    if told is not None and told.action.state in _OF_STATE:
        yield _of_action(told)
    elif outcome.refusal is RefusalReason.NOT_IDENTIFIED:
        title = quoted(outcome.title)
        yield _line(f"Verify who the customer is, then see to {title}.", of_record(record))


def _of_form(begun: TurnRecord, facts: BriefFacts) -> BriefLine:
    assert begun.form is not None
    left = parameters_left(begun.form, facts)
    titles = " or ".join(quoted(title_of_action(name, facts)) for name in begun.form.actions)
    if left and begun.form.step is Step.ARGUMENT:
        asked = ", ".join(map(quoted, left))
        return _line(f"Ask for {asked}, then see to {titles}.", of_record(begun))
    return _line(f"Ask whether {titles} is wanted.", of_record(begun))


def _reply(want: Want, facts: BriefFacts) -> BriefLine:
    words = repeated(want.message.text, want.gist)
    record = want.turn.record
    sources = [of_message(want.message, quote) for quote in want.gist]
    match record.outcome:
        case Clarify() as offered:
            text = f"Find out which is meant by {words}: {choices_line(offered)}"
            return _line(text, *sources, of_record(record))
        case Answer():
            cited = next(cited_in(record))
            text = f"Reply to {words}; what was cited to them is {quoted(cited.title)}"
            return _line(text, *sources, of_article(cited.article, cited.version, cited.quote))
        case Abstain(nearest=(nearest, *_)) if version := version_shown(nearest, record):
            title = quoted(facts.titles.get(nearest, nearest))
            text = f"Reply to {words}; the nearest article is {title}"
            return _line(text, *sources, of_article(nearest, version))
        case _:
            return _line(f"Reply to {words}", *sources)
