"""Which actions were proposed, and how did each end? What still waits for somebody comes first."""

from collections.abc import Iterator, Sequence

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import UNSETTLED
from handrail.domain.decision.model import ActionRuled, AskForAction, NothingDone, TurnRecord
from handrail.domain.handoff.brief_wording import ENDED, NO_ACTION, REFUSED
from handrail.domain.handoff.facts import ActionTold, BriefFacts
from handrail.domain.handoff.model import BriefLine, LineSource, Slot
from handrail.domain.handoff.quoting import cut, quoted
from handrail.domain.handoff.sources import of_action, of_record, title_of_action

_MOST = 8
_MOST_ROWS = 6
_LONGEST_VALUE = 100
_LONGEST_WHY = 200
_FIRST = (ActionState.UNKNOWN, ActionState.NEEDS_PERSON, ActionState.RECONCILING)


def action_lines(facts: BriefFacts) -> Iterator[BriefLine]:
    """Yield a line for every action, also for those that no row was made of."""
    lines = [_line(told) for told in by_urgency(facts.actions)[:_MOST]]
    lines += [line for record in facts.records if (line := _without_row(record)) is not None]
    lines += _asked_for(facts)
    if lines:
        yield from lines[: _MOST + 2]
    elif facts.records:
        nothing = (of_record(facts.records[-1]),)
        yield BriefLine(slot=Slot.ACTIONS, text=NO_ACTION, sources=nothing)


def by_urgency(actions: Sequence[ActionTold]) -> list[ActionTold]:
    """Return actions: first those whose effect nobody knows, then what waits, the newest first."""

    def place(told: ActionTold) -> int:
        if told.action.state in _FIRST:
            return 0
        return 1 if told.action.state in UNSETTLED else 2

    newest_first = actions[::-1]
    return sorted(newest_first, key=place)


def named(told: ActionTold, most: int = 2) -> str:
    """Return an action with the first of what its card shows, every value between marks."""
    rows = ", ".join(f"{label} {quoted(_short(value))}" for label, value in told.rows[:most])
    return f"{quoted(told.title)} ({rows})" if rows else quoted(told.title)


def _short(value: str) -> str:
    return cut(value, _LONGEST_VALUE)


def _line(told: ActionTold) -> BriefLine:
    action = told.action
    ended, quote = ENDED[action.state], ""
    if action.refusal is not None:
        ended = f"{ended}, {REFUSED[action.refusal]}"
    if action.is_shadow:
        ended = f"{ended}, and only pretended"
    if action.why:
        quote = cut(action.why, _LONGEST_WHY)
        ended = f"{ended}: {quoted(quote)}"
    text = f"{named(told, _MOST_ROWS)}: {ended}."
    return BriefLine(slot=Slot.ACTIONS, text=text, sources=(of_action(told, quote),))


def _without_row(record: TurnRecord) -> BriefLine | None:
    outcome = record.outcome
    if not isinstance(outcome, ActionRuled) or outcome.action is not None:
        return None
    why = "" if outcome.refusal is None else f", {REFUSED[outcome.refusal]}"
    text = f"{quoted(outcome.title)}: asked for and not proposed{why}."
    return BriefLine(slot=Slot.ACTIONS, text=text, sources=(of_record(record),))


def _asked_for(facts: BriefFacts) -> list[BriefLine]:
    """Return what the customer began to ask for and nothing came of yet."""
    begun = open_form(facts)
    if begun is None or begun.form is None:
        return []
    titles = ", ".join(quoted(title_of_action(name, facts)) for name in begun.form.actions)
    sources: tuple[LineSource, ...] = (of_record(begun),)
    return [
        BriefLine(
            slot=Slot.ACTIONS, text=f"{titles}: asked for, not proposed yet.", sources=sources
        )
    ]


def open_form(facts: BriefFacts) -> TurnRecord | None:
    """Return the record that holds what is known of an action that is still being asked for."""
    for record in reversed(facts.records):
        match record.outcome:
            case AskForAction() if record.form is not None:
                return record
            case ActionRuled() | NothingDone():
                return None
            case _:
                continue
    return None
