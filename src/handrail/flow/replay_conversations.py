"""Have last week's conversations again under a change, before any customer has them.

What customers wrote is said again; what the operator's systems answered comes from the record, and
so does what a model said where it would be asked the very same. A conversation ends where the
customer's next line no longer follows. Nothing is stored but the report.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handrail.domain.answering.model import Claim
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import Answer, TurnRecord
from handrail.domain.quality.contradicts import speaks_against
from handrail.domain.quality.flips import TurnNow, TurnThen, worth_now
from handrail.domain.quality.follows import still_follows
from handrail.domain.quality.mcnemar import ExactInterval
from handrail.domain.quality.replayed import (
    Allowed,
    Counts,
    Flip,
    Replayed,
    ordered,
    tested,
    why_worse,
)
from handrail.domain.quality.worth import Ground, Review, Valued, worth_then
from handrail.flow.basis_ports import PastConversations, PastStore
from handrail.flow.ports import Progress
from handrail.flow.rebuild_turn import Recorded, passages_then, recent_records, recorded_turn
from handrail.flow.replay_turn import Trial, TriedTurn, try_turn
from handrail.kernel.clock import Clock
from handrail.kernel.errors import NotInRecord, NotKept
from handrail.kernel.ids import Ids

_STAGE = "replay"
MOST_REVIEWED = 200
"""Conversations from before the time asked for that are replayed for a reviewer's verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPorts:
    """Hold what a replay needs."""

    past: PastStore
    change: Trial
    today: Trial | None
    """The project as it is, to tell what comes of the change from what comes of time."""
    interval: ExactInterval
    keep: Callable[[Replayed, AuditEntry], None]
    clock: Clock
    ids: Ids
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaying:
    """Say what is replayed, under which change."""

    since: datetime
    until: datetime
    change: Mapping[str, str]
    allowed: Allowed
    most: int | None = None
    """Conversations; None for all."""


@dataclass(slots=True, kw_only=True)
class _Tally:
    flips: list[Flip] = field(default_factory=list)
    turns: int = 0
    stopped: int = 0
    not_kept: int = 0
    grounds: dict[Ground, int] = field(default_factory=dict)


def replay_conversations(asked: Replaying, ports: ReplayPorts) -> Replayed:
    """Return what a change does to past conversations, and keep the report."""
    started = ports.clock.monotonic()
    with ports.past.past() as past:
        refs = past.conversations(asked.since, asked.until)[: asked.most]
        reviewed = past.reviewed_before(asked.since, MOST_REVIEWED)
    refs = tuple(dict.fromkeys((*refs, *reviewed)))
    tally = _Tally()
    for done, ref in enumerate(refs):
        ports.progress(_STAGE, done, len(refs))
        with ports.past.past() as past:
            _replay(_turns(ref, past, tally), past, ports, tally)
    flips = ordered(tally.flips)
    test = tested(flips, len(refs), asked.allowed, ports.interval)
    found = Replayed(
        id=ports.ids.new("replay"),
        at=ports.clock.now(),
        since=asked.since,
        until=asked.until,
        change=asked.change,
        counts=Counts(
            conversations=len(refs),
            turns=tally.turns,
            stopped=tally.stopped,
            not_kept=tally.not_kept,
            grounds=tally.grounds,
        ),
        flips=flips,
        test=test,
        allowed=asked.allowed,
        why_worse=why_worse(flips, test, asked.allowed),
        seconds=ports.clock.monotonic() - started,
    )
    ports.keep(found, _entry(found))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _PastTurn:
    turn: Recorded
    review: Review | None
    valued: Valued


def _turns(ref: ConversationId, past: PastConversations, tally: _Tally) -> list[_PastTurn]:
    kept = [recorded_turn(one) for one in past.turns(ref)]
    tally.not_kept += sum(one is None for one in kept)
    turns = [one for one in kept if one is not None]
    reviews, rating = past.reviews(ref), past.rating(ref)
    answers = [one.record.id for one in turns if isinstance(one.record.outcome, Answer)]
    found = []
    for one in turns:
        record = one.record
        review = reviews.get(record.id)
        is_last = bool(answers) and record.id == answers[-1]
        valued = worth_then(record.outcome, review, rating if is_last else None)
        found.append(_PastTurn(turn=one, review=review, valued=valued))
    return found


def _replay(
    turns: Sequence[_PastTurn], past: PastConversations, ports: ReplayPorts, tally: _Tally
) -> None:
    said: dict[str, TurnRecord] = {}
    for place, one in enumerate(turns):
        if one.turn.basis.is_given:
            continue  # people answer there, whatever is thought
        try:
            recent = recent_records(one.turn.basis, past)
            recent = tuple(said.get(record.id, record) for record in recent)
            now = try_turn(one.turn, recent, past, ports.change)
        except NotKept:
            tally.not_kept += 1
            continue
        except NotInRecord:
            tally.stopped += 1
            return
        tally.turns += 1
        tally.grounds[one.valued.ground] = tally.grounds.get(one.valued.ground, 0) + 1
        record = one.turn.record
        said[record.id] = replace(
            record, outcome=now.outcome, reply=now.reply, searched=now.searched, form=now.form
        )
        if (flip := _flip(one, now, past)) is not None:
            tally.flips.append(_without(flip, one, past, ports))
        if not _goes_on(turns[place : place + 2], now):
            tally.stopped += 1
            return


def _flip(one: _PastTurn, now: TriedTurn, past: PastConversations) -> Flip | None:
    record = one.turn.record

    def against(claims: Sequence[Claim]) -> str | None:
        return speaks_against(claims, passages_then(one.turn.basis, past).values())

    then = TurnThen(
        outcome=record.outcome,
        reply=record.reply,
        valued=one.valued,
        review=one.review,
        threshold=record.threshold,
        against=against,
    )
    present = TurnNow(
        outcome=now.outcome,
        reply=now.reply,
        confidence=now.confidence,
        keeps_promise=now.keeps_promise,
    )
    seen = worth_now(then, present)
    if seen.worth == one.valued.worth and now.reply == record.reply:
        return None
    return Flip(
        record=record.id,
        conversation=record.conversation,
        question=record.question,
        then=one.valued,
        now=seen,
        reply_then=record.reply,
        reply_now=now.reply,
    )


def _without(flip: Flip, one: _PastTurn, past: PastConversations, ports: ReplayPorts) -> Flip:
    """Look whether it would come out so today without the change.

    What was mended and is said again counts, whatever brought it back.
    """
    is_mended = one.review is not None and one.review.is_mended
    if ports.today is None or flip.now.is_again or not (flip.is_worse or is_mended):
        return flip
    try:
        recent = recent_records(one.turn.basis, past)
        today = try_turn(one.turn, recent, past, ports.today)
    except (NotKept, NotInRecord):
        return flip
    return replace(flip, is_without=today.reply == flip.reply_now)


def _goes_on(pair: Sequence[_PastTurn], now: TriedTurn) -> bool:
    """Tell whether the next line follows; also where there is none."""
    record = pair[0].turn.record
    if len(pair) < 2 or now.reply == record.reply:
        return True
    following = pair[1].turn.basis.text
    return still_follows(record.outcome, now.outcome, record.question, following)


def _entry(found: Replayed) -> AuditEntry:
    return AuditEntry(
        kind="quality.replayed",
        actor="operator",
        subject=found.id,
        at=found.at,
        facts={
            "conversations": found.counts.conversations,
            "turns": found.counts.turns,
            "worse": found.test.lost,
            "better": found.test.gained,
            "is_worse": found.is_worse,
        },
    )
