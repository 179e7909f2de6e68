"""Judge how conversations went: those that are over, and those of which more is known by now.

A conversation is judged again when it goes on, when somebody rates, reviews or settles something of
it, and when its customer begins another one: then both are looked at, and whoever came back about
the same thing was not helped the first time. Memory is bounded: so many are held at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.quality.conversation_facts import facts_of, last_word
from handrail.domain.quality.judged import Adds, Judged
from handrail.domain.quality.measures import Case, hands_of, reversals_of, tallies_of
from handrail.domain.quality.outcome import QUIET, outcome_of
from handrail.domain.quality.people import people_outcome
from handrail.domain.quality.seen import Seen
from handrail.domain.quality.slices import slices_of, topic_of_conversation
from handrail.flow.find_returns import find_returns
from handrail.flow.outcome_ports import Due, Near, OutcomePorts, OutcomeRead
from handrail.flow.ports import Progress, untold

MOST_DUE = 20_000
"""Names of conversations that are held at once."""
_AT_ONCE = 100
_MOST_LATER = 20
"""Of one customer; who begins more within days is no customer."""
_STILL_BEING_WRITTEN = timedelta(minutes=1)
"""What is stamped with a moment may become visible a little later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReport:
    """Say what the job did."""

    conversations: int
    days: int


def judge_outcomes(
    ports: OutcomePorts, progress: Progress = untold, most: int = MOST_DUE
) -> JudgedReport:
    """Judge every conversation that is due, then make the figures anew of each day that changed."""
    now = ports.clock.now()
    count = 0
    for some in _due(now, most, ports):
        again = _judge(some, now, ports)
        _judge(again, now, ports)
        count += len(some)
        progress("judge", count, 0)
    days = ports.store.due_days(now)
    for day in days:
        ports.store.make_day(day, now, ports.window)
    return JudgedReport(conversations=count, days=len(days))


def _due(now: datetime, most: int, ports: OutcomePorts) -> Iterator[tuple[ConversationId, ...]]:
    after: Due | None = None
    while True:
        with ports.store.reading() as reading:
            due = reading.due(now - QUIET, ports.window, after, most)
        for start in range(0, len(due), _AT_ONCE):
            yield tuple(one.conversation for one in due[start : start + _AT_ONCE])
        if len(due) < most:
            return
        after = due[-1]


def _judge(
    refs: Sequence[ConversationId], now: datetime, ports: OutcomePorts
) -> tuple[ConversationId, ...]:
    """Judge conversations; return earlier ones of their customers, to be judged again."""
    if not refs:
        return ()
    batch = _read(refs, ports)
    returns = find_returns(batch.later, batch.seen, ports.embedder, ports.window)
    judged = (_judged(one, returns.get(one.conversation.id), now, ports) for one in batch.due)
    kept = [one for one in judged if one is not None]
    if kept:
        ports.store.keep(kept, _entry(len(kept), now))
    return batch.earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Hold conversations that are due with all that they are compared with."""

    due: tuple[Seen, ...]
    seen: Mapping[ConversationId, Seen]
    later: Mapping[ConversationId, Sequence[ConversationId]]
    earlier: tuple[ConversationId, ...]


def _read(refs: Sequence[ConversationId], ports: OutcomePorts) -> _Batch:
    with ports.store.reading() as reading:
        due = reading.seen(refs)
        known = [one for one in due if one.persons]
        later = _later(known, ports.window, reading)
        seen = {one.conversation.id: one for one in due}
        others = sorted({ref for some in later.values() for ref in some} - seen.keys())
        seen |= {one.conversation.id: one for one in reading.seen(others)}
        earlier = _earlier(known, ports.window, reading)
    return _Batch(due=due, seen=seen, later=later, earlier=earlier)


def _later(
    known: Sequence[Seen], window: timedelta, reading: OutcomeRead
) -> dict[ConversationId, tuple[ConversationId, ...]]:
    """Return for each the conversations that its customer began after it, as long as it counts."""
    if not known:
        return {}
    ends = [last_word(one) for one in known]
    begun = _by_person(reading.begun(_persons(known), min(ends), max(ends) + window))
    found: dict[ConversationId, tuple[ConversationId, ...]] = {}
    for one, end in zip(known, ends, strict=True):
        mine = (near for person in sorted(one.persons) for near in begun.get(person, ()))
        refs = [n.conversation for n in mine if end <= n.at <= end + window]
        found[one.conversation.id] = tuple(r for r in refs if r != one.conversation.id)[
            :_MOST_LATER
        ]
    return found


def _earlier(
    known: Sequence[Seen], window: timedelta, reading: OutcomeRead
) -> tuple[ConversationId, ...]:
    """Return the conversations after which one of these may be a return."""
    if not known:
        return ()
    begun = [one.conversation.opened_at for one in known]
    ended = _by_person(reading.ended(_persons(known), min(begun) - window, max(begun)))
    found: dict[ConversationId, None] = {}
    for one in known:
        at, ref = one.conversation.opened_at, one.conversation.id
        mine = (near for person in sorted(one.persons) for near in ended.get(person, ()))
        before = [n.conversation for n in mine if at - window <= n.at <= at]
        found |= dict.fromkeys(r for r in before[-_MOST_LATER:] if r != ref)
    return tuple(found)


def _persons(known: Sequence[Seen]) -> list[str]:
    return sorted({person for one in known for person in one.persons})


def _by_person(near: Sequence[Near]) -> dict[str, list[Near]]:
    found: dict[str, list[Near]] = {}
    for one in near:
        found.setdefault(one.person, []).append(one)
    return found


def _judged(
    seen: Seen, returned_in: ConversationId | None, now: datetime, ports: OutcomePorts
) -> Judged | None:
    """Return how a conversation went; None where it goes on after all."""
    facts = facts_of(seen, returned_in, ports.is_trusted)
    ended = outcome_of(facts, now)
    if ended is None:
        return None
    hands = hands_of(facts)
    people = people_outcome(facts, seen.conversation.messages)
    topic = topic_of_conversation(seen, ports.topics)
    case = Case(seen=seen, facts=facts, outcome=ended.outcome, people=people, hands=hands)
    return Judged(
        conversation=seen.conversation.id,
        outcome=ended.outcome,
        why=ended.why,
        topic=topic,
        handled_by=hands,
        last_at=facts.last_at,
        judged_at=now - _STILL_BEING_WRITTEN,
        version=seen.conversation.version,
        returned_in=returned_in,
        is_simulated=seen.is_simulated,
        adds=Adds(
            slices=slices_of(seen, topic),
            tallies=tallies_of(case),
            reversals=reversals_of(seen),
        ),
    )


def _entry(count: int, now: datetime) -> AuditEntry:
    return AuditEntry(
        kind="quality.judged",
        actor="system",
        subject="quality",
        at=now,
        facts={"conversations": count},
    )
