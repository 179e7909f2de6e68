"""What does one conversation add to each measure?

A share counts hits among cases; an amount adds its total and its squares. What nobody knows is no
case: a customer who would not be known again is not among the watched, an answer that nobody looked
at is not among the checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import Author
from handrail.domain.conversation.mood import Feeling, feeling_in
from handrail.domain.handoff.model import Handoff
from handrail.domain.handoff.rating import GOOD_FROM
from handrail.domain.handoff.re_ask import re_asked
from handrail.domain.quality.judged import (
    PEOPLE,
    Hands,
    Tally,
    amount_of_one,
    share_of_one,
)
from handrail.domain.quality.outcome import (
    RESOLVED,
    Check,
    Facts,
    Outcome,
    TurnKind,
    asking_turns,
)
from handrail.domain.quality.seen import Seen


class Measure(StrEnum):
    """What is added up for every day and slice."""

    DEFLECTED = "deflected"
    """Conversations that the assistant ended alone, among all. Part of a rate."""
    RESOLVED = "resolved"
    """Those of them that are confirmed or verified, among all. Part of a rate."""
    UNKNOWN = "unknown"
    """Of which nobody knows whether it helped, among those that the assistant ended alone."""
    RETURNED = "returned"
    """Whose customer came back about the same thing, among the watched of the same."""
    RIGHT = "right"
    """Found right in every answer, among the checked of the same."""
    HUMAN_RESOLVED = "human_resolved"
    """Where the customer says that people helped, among those in which a person spoke."""
    HUMAN_UNKNOWN = "human_unknown"
    HUMAN_RETURNED = "human_returned"
    ASKED = "asked"
    """Messages that ask for something, among the customers' messages that were answered."""
    ABSTAINED = "abstained"
    """Those of them that were not answered, among those that ask."""
    HANDED_OFF = "handed_off"
    """Conversations in which a person was called."""
    CONFIRMED = "confirmed"
    VERIFIED = "verified"
    SILENT = "silent"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    RATING = "rating"
    """Stars, from 1 to 5; hits: those with 4 or 5."""
    EFFORT = "effort"
    """The customer's messages per conversation."""
    MOOD = "mood"
    """From first to last message: steps towards calm, less where it got worse."""
    TO_PERSON_SECONDS = "to_person_seconds"
    """From the call for a person to their first word; hits: those in the time that was promised."""
    REASKED = "reasked"
    """Agents asked for what was said already, among the handovers in which one spoke."""
    CORRECTED = "corrected"
    """Drafts that an agent had to change, among those that one used."""
    REVERSED = "reversed"
    """Actions that were made good for, among those done."""
    COST = "cost"
    """Of language models, per conversation in which one was asked and its price is known."""


WATCHED = frozenset({Measure.RETURNED, Measure.HUMAN_RETURNED})
"""Counted once the days are over in which a customer may come back."""
_OUTCOMES = {
    Outcome.CONFIRMED: Measure.CONFIRMED,
    Outcome.VERIFIED: Measure.VERIFIED,
    Outcome.SILENT: Measure.SILENT,
    Outcome.ESCALATED: Measure.ESCALATED,
    Outcome.ABANDONED: Measure.ABANDONED,
}
_MOODS = tuple(Feeling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a conversation with how it ended."""

    seen: Seen
    facts: Facts
    outcome: Outcome
    people: Outcome | None
    """How it ended for the people who took over; None where none spoke."""
    hands: Hands


def hands_of(facts: Facts) -> Hands:
    """Return who brought a conversation to its end."""
    if facts.agent_spoke:
        answered = any(turn.kind in {TurnKind.ANSWERED, TurnKind.ACTED} for turn in facts.turns)
        return Hands.BOTH if answered else Hands.STAFF
    return Hands.NOBODY if facts.called_person else Hands.ASSISTANT


def tallies_of(case: Case) -> dict[str, Tally]:
    """Return what a conversation adds to each measure that it is a case of."""
    parts = (_shares(case), _turns(case), _people(case), _customer(case), _cost(case))
    return {measure.value: tally for part in parts for measure, tally in part}


def reversals_of(seen: Seen) -> dict[str, Tally]:
    """Return how many of each action were done, and how many of these made good for."""
    found: dict[str, Tally] = {}
    for action in seen.actions:
        if action.state is ActionState.SUCCEEDED:
            found[action.name] = found.get(action.name, Tally()) + share_of_one(action.is_reversed)
    return found


_Tallies = Iterator[tuple[Measure, Tally]]


def _shares(case: Case) -> _Tallies:
    is_alone = case.hands is Hands.ASSISTANT
    yield Measure.DEFLECTED, share_of_one(is_alone)
    yield Measure.RESOLVED, share_of_one(is_alone and case.outcome in RESOLVED)
    yield Measure.HANDED_OFF, share_of_one(case.facts.called_person)
    for outcome, measure in _OUTCOMES.items():
        yield measure, share_of_one(case.outcome is outcome)
    if not is_alone:
        return
    yield Measure.UNKNOWN, share_of_one(case.outcome is Outcome.SILENT)
    if case.seen.persons:
        yield Measure.RETURNED, share_of_one(case.facts.returned_in is not None)
    is_right = _is_right(case.facts)
    if is_right is not None:
        yield Measure.RIGHT, share_of_one(is_right)


def _is_right(facts: Facts) -> bool | None:
    """Tell whether every answer was found right; None where one was not looked at."""
    checks = [turn.check for turn in facts.turns if turn.kind is TurnKind.ANSWERED]
    if any(turn.check is Check.WRONG for turn in facts.turns):
        return False
    return None if not checks or None in checks else True


def _turns(case: Case) -> _Tallies:
    kinds = [turn.kind for turn in case.facts.turns]
    asking = [turn.kind for turn in asking_turns(case.facts)]
    if kinds:
        yield Measure.ASKED, Tally(hits=len(asking), cases=len(kinds))
    if asking:
        yield Measure.ABSTAINED, Tally(asking.count(TurnKind.UNANSWERED), len(asking))


def _people(case: Case) -> _Tallies:
    if case.people is not None and case.hands in PEOPLE:
        yield Measure.HUMAN_RESOLVED, share_of_one(case.people is Outcome.CONFIRMED)
        yield Measure.HUMAN_UNKNOWN, share_of_one(case.people is Outcome.SILENT)
        if case.seen.persons:
            yield Measure.HUMAN_RETURNED, share_of_one(case.people is Outcome.RETURNED)
    waits = [tally for handoff in case.seen.handoffs if (tally := _waited(handoff)) is not None]
    if waits:
        yield Measure.TO_PERSON_SECONDS, _sum(waits)
        again = [share_of_one(_is_asked_again(h, case.seen)) for h in _spoken(case.seen)]
        yield Measure.REASKED, _sum(again)
    if case.seen.drafts:
        yield Measure.CORRECTED, Tally(sum(case.seen.drafts), len(case.seen.drafts))
    reversals = reversals_of(case.seen)
    if reversals:
        yield Measure.REVERSED, _sum(reversals.values())


def _customer(case: Case) -> _Tallies:
    said = [m.text for m in case.seen.conversation.messages if m.author is Author.CUSTOMER]
    yield Measure.EFFORT, amount_of_one(len(said))
    if case.seen.rating is not None:
        is_good = case.seen.rating >= GOOD_FROM
        yield Measure.RATING, amount_of_one(case.seen.rating, is_hit=is_good)
    if len(said) > 1:
        first, last = (_MOODS.index(feeling_in(text)) for text in (said[0], said[-1]))
        yield Measure.MOOD, amount_of_one(first - last, is_hit=last > first)


def _cost(case: Case) -> _Tallies:
    costs = [call.cost for record in case.seen.records for call in record.calls]
    known = [cost for cost in costs if cost is not None]
    if known:
        yield Measure.COST, amount_of_one(sum(known))


def _waited(handoff: Handoff) -> Tally | None:
    if handoff.first_word_at is None:
        return None
    seconds = (handoff.first_word_at - handoff.requested_at).total_seconds()
    is_in_time = handoff.due_at is None or handoff.first_word_at <= handoff.due_at
    return amount_of_one(max(seconds, 0.0), is_hit=is_in_time)


def _spoken(seen: Seen) -> Iterator[Handoff]:
    return (handoff for handoff in seen.handoffs if handoff.first_word_at is not None)


def _is_asked_again(handoff: Handoff, seen: Seen) -> bool:
    messages = seen.conversation.messages
    before = [m.sequence for m in messages if m.at <= handoff.requested_at]
    return bool(re_asked(messages, handoff.brief, max(before, default=0)))


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, start=Tally())
