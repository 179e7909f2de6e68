"""Fill the demo with a month of scripted customers, held by the real flow on a clock of its own.

The team answers whoever asked for a person, and the lead reviews a part of each day. All of it is
labelled as simulated. At the end it is judged how it went, as the worker does every hour.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from handrail.app import App
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import Answer, TurnRecord
from handrail.domain.quality.review import Cause, Verdict
from handrail.flow.judge_outcomes import judge_outcomes
from handrail.flow.ports import Progress, untold
from handrail.flow.rank_worst import rank_worst
from handrail.flow.read_labelled_questions import read_labelled
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.take_over import close_conversation, say_as_agent
from handrail.flow.watch_quality import watch_quality
from handrail.quality_app import outcome_ports
from handrail.review_app import rank_ports, review_ports
from handrail.sample.project import CALIBRATION
from handrail.sample.simulation.goals import goals_of, sample_goals
from handrail.sample.simulation.model import Got, Visit
from handrail.sample.simulation.personas import crowd
from handrail.sample.simulation.running import Stage, run_days, staged
from handrail.sample.simulation.story import DAYS, EDITED_ON, PAGE, page
from handrail.watch_app import watch_ports

A_DAY = 12
_SEED = 20_261_127
_KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
_LEE = StaffSession(staff=StaffId("lee"), role=Role.LEAD)
_WAIT = timedelta(minutes=3), timedelta(minutes=25)
_REVIEWED = {True: 0.5, False: 0.15}
"""Share of what went wrong, and of the rest, that the lead reads."""
_ANSWERS = (
    "Hello, this is Kim. I have looked it up for you; it is all set.",
    "Hi, Kim here. I have put that right on your account.",
    "Hello! I have asked the store, and they will call you today.",
)
_MOST_RANKED = 5_000


@dataclass(slots=True)
class _Month:
    """Hold what is under way of the month."""

    stage: Stage
    unread: list[Visit] = field(default_factory=list)
    """What the lead has not looked through yet."""


def fill_month(project: App, progress: Progress, days: int = DAYS, a_day: int = A_DAY) -> int:
    """Fill a project of the sample company; return how many conversations were held.

    Needs the sample's people at the desk. Ends at the present day.
    """
    start = project.clock.now() - timedelta(days=days)
    stage = staged(project, start.replace(hour=0, minute=0, second=0), _SEED)
    month = _Month(stage)
    goals = (*goals_of(read_labelled(CALIBRATION)), *sample_goals())
    people = crowd(days * a_day, goals, random.Random(_SEED))  # noqa: S311 - the same each time
    count = 0
    for visit in run_days(people, stage, days, progress, lambda day: _begin(day, days, month)):
        _answer(visit, stage)
        month.unread.append(visit)
        count += 1
    _review(month)
    stage.app.close()
    look_through(project)
    return count


def look_through(project: App) -> None:
    """Judge how it went, rank the worst and look for what got worse, as the worker does."""
    judge_outcomes(outcome_ports(project))
    rank_worst(rank_ports(project, _MOST_RANKED))
    watch_quality(watch_ports(project))


def _begin(day: int, days: int, month: _Month) -> None:
    """Publish what the stores publish that day, and let the lead look at the day before."""
    edited = EDITED_ON * days // DAYS
    if day in (0, edited):
        app = month.stage.app
        place = app.project / PAGE
        place.parent.mkdir(parents=True, exist_ok=True)
        updated = month.stage.clock.now().date().isoformat()
        place.write_text(page(updated, is_wrong=day == edited), encoding="utf-8")
        sync_knowledge(app.sync_ports(), None, untold)
    _review(month)


def _answer(visit: Visit, stage: Stage) -> None:
    """Let one of the team answer whoever was promised a person, and close it."""
    with stage.app.store.read() as reading:
        held = reading.open_handoff_of(visit.conversation)
    if held is None:
        return
    low, high = _WAIT
    stage.clock.step(low + (high - low) * stage.draw.random())
    ports = stage.app.desk_ports()
    say_as_agent(visit.conversation, stage.draw.choice(_ANSWERS), _KIM, ports)
    stage.clock.step(low)
    close_conversation(held.id, _KIM, ports)


def _review(month: _Month) -> None:
    """Let the lead read a part of what was said since the last time."""
    ports = review_ports(month.stage.app)
    for visit in month.unread:
        is_wrong = visit.got is Got.WRONG
        if month.stage.draw.random() >= _REVIEWED[is_wrong]:
            continue
        answered = _answered(visit.conversation, month.stage.app)
        if answered is not None:
            review_turn(_verdict(answered, visit), _LEE, ports)
    month.unread.clear()


def _answered(ref: ConversationId, app: App) -> TurnRecord | None:
    with app.store.read() as reading:
        records: Sequence[TurnRecord] = reading.recent_records(ref, 20)
    return next((one for one in reversed(records) if isinstance(one.outcome, Answer)), None)


def _verdict(record: TurnRecord, visit: Visit) -> Reviewing:
    if visit.got is not Got.WRONG:
        return Reviewing(record=record.id, verdict=Verdict.RIGHT)
    goal = visit.customer.goal
    is_stale = bool(goal.tells) and bool(goal.articles)
    return Reviewing(
        record=record.id,
        verdict=Verdict.WRONG,
        cause=Cause.STALE if is_stale else Cause.REASONING_MISS,
        articles=tuple(sorted(goal.articles)),
        note="The page says what the old leaflet said." if is_stale else "",
    )
