"""A share of new conversations is answered under a change, until that is found to be worse."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.decision.calibration import Calibration, Threshold
from handrail.domain.decision.model import TurnRecord
from handrail.domain.quality.canary import Canary, CanaryState, is_changed
from handrail.domain.quality.sequential import Arms
from handrail.flow.run_canary import (
    CanaryPorts,
    Wanted,
    look_at_canary,
    start_canary,
    stop_canary,
)
from handrail.flow.verify_record import verify_record
from handrail.kernel.errors import BadInput, Conflict, NotFound
from handrail.kernel.ids import RandomIds
from handrail.replay_app import canary_ports, verify_ports
from handrail.worker.keep_canary import look_once
from tests.builders import a_calibration
from tests.past import QUESTIONS, a_past_project
from tests.projects import asked, close_every_project

A_DAY = timedelta(days=1)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    yield a_past_project(tmp_path / "project")
    close_every_project()


def wanted(share: float = 0.5, most: int = 4_000, made: Calibration | None = None) -> Wanted:
    change = {"answers": "{}"}
    return Wanted(values="{}", change=change, share=share, most=most, calibration=made)


def answering_nothing(app: App) -> Wanted:
    """Want a canary under a calibration that no answer is sure enough for."""
    threshold = Threshold(value=1.0, answered=200, wrong=0, upper_bound=0.02)
    made = a_calibration("cal_strict", threshold=threshold, by_topic={}, bound_to=app.bound_to)
    return wanted(made=made)


def of_app(app: App) -> CanaryPorts:
    return canary_ports(app)


def turned_out(app: App, canary: Canary, counts: Arms) -> None:
    """Write conversations of both arms with their outcomes, as the nightly job does."""
    when = (app.clock.now() - 2 * A_DAY).isoformat()
    groups = (
        (0, "verified", counts.well),
        (0, "returned", counts.badly),
        (1, "confirmed", counts.changed_well),
        (1, "silent", counts.changed_badly),
    )
    ids = RandomIds()
    with app.store.writing_connection() as connection:
        for arm, outcome, count in groups:
            for _ in range(count):
                ref = ids.new("conv")
                values = {"ref": ref, "at": when, "out": outcome, "arm": arm, "canary": canary.id}
                for statement in _CONVERSATION:
                    connection.execute(text(statement), values)


_CONVERSATION = (
    "INSERT INTO conversations (id, state, version, opened_at, channel) "
    "VALUES (:ref, 'open', 1, :at, 'web')",
    "INSERT INTO conversation_outcomes (conversation, outcome, handled_by, last_at, judged_at, "
    "version, is_simulated, document) VALUES (:ref, :out, 'assistant', :at, :at, 1, 0, '{}')",
    "INSERT INTO canary_arms (conversation, canary, is_changed) VALUES (:ref, :canary, :arm)",
)


def test_only_one_canary_runs_at_a_time(app: App) -> None:
    start_canary(wanted(), of_app(app))

    with pytest.raises(Conflict, match="runs already"):
        start_canary(wanted(), of_app(app))


@pytest.mark.parametrize("share", [0.0, 0.6])
def test_a_share_has_to_leave_most_as_it_was(app: App, share: float) -> None:
    with pytest.raises(BadInput):
        start_canary(wanted(share), of_app(app))


def test_a_canary_that_is_worse_is_stopped_and_stays_so(app: App) -> None:
    canary = start_canary(wanted(), of_app(app))
    turned_out(app, canary, Arms(well=160, badly=40, changed_well=90, changed_badly=110))

    looked = look_at_canary(of_app(app))

    assert looked is not None
    assert looked[0].state is CanaryState.STOPPED_WORSE
    assert looked[0].arms == Arms(well=160, badly=40, changed_well=90, changed_badly=110)
    assert of_app(app).store.running() is None
    with app.store.read() as reading:
        entry = reading.newest_entry("canary.stopped_worse")
    assert entry is not None
    assert entry.facts["conversations"] == 400


def test_the_worker_stops_it_without_anybody(app: App) -> None:
    told: list[str] = []
    look_once(app, told.append)
    canary = start_canary(wanted(), of_app(app))
    turned_out(app, canary, Arms(well=160, badly=40, changed_well=90, changed_badly=110))

    look_once(app, told.append)
    look_once(app, told.append)

    assert told == [f"Canary {canary.id}: stopped_worse after 400 conversations."]


def test_a_canary_that_is_as_good_passes_after_what_was_planned(app: App) -> None:
    canary = start_canary(wanted(most=200), of_app(app))
    turned_out(app, canary, Arms(well=60, badly=40, changed_well=61, changed_badly=39))

    looked = look_at_canary(of_app(app))

    assert looked is not None
    assert looked[0].state is CanaryState.PASSED


def test_nothing_is_concluded_from_a_few(app: App) -> None:
    canary = start_canary(wanted(), of_app(app))
    turned_out(app, canary, Arms(well=6, badly=4, changed_well=4, changed_badly=6))

    looked = look_at_canary(of_app(app))

    assert looked is not None
    assert looked[0].state is CanaryState.RUNNING
    assert looked[0].version == 0


def test_there_has_to_be_one_to_stop(app: App) -> None:
    assert look_at_canary(of_app(app)) is None
    with pytest.raises(NotFound):
        stop_canary(of_app(app))


def arm_rows(app: App) -> list[tuple[str, int]]:
    with app.store.reading_connection() as connection:
        rows = connection.execute(text("SELECT conversation, is_changed FROM canary_arms"))
        return [(row[0], row[1]) for row in rows]


def asked_often(app: App, times: int = 12) -> dict[bool, list[TurnRecord]]:
    canary = of_app(app).store.running()
    found: dict[bool, list[TurnRecord]] = {True: [], False: []}
    for _ in range(times):
        record = asked(app, QUESTIONS[0])
        found[canary is not None and is_changed(canary, record.conversation)].append(record)
    return found


def test_only_the_changed_arm_is_answered_under_the_change_and_each_is_noted(app: App) -> None:
    before = asked(app, QUESTIONS[0])
    start_canary(answering_nothing(app), of_app(app))

    arms = asked_often(app)

    assert arms[True]
    assert arms[False]
    assert {record.reply for record in arms[False]} == {before.reply}
    assert before.reply not in {record.reply for record in arms[True]}
    noted = {ref: bool(arm) for ref, arm in arm_rows(app)}
    assert noted == {r.conversation: arm for arm, records in arms.items() for r in records}


def test_once_it_is_stopped_everybody_is_answered_as_before(app: App) -> None:
    before = asked(app, QUESTIONS[0])
    start_canary(answering_nothing(app), of_app(app))
    changed = asked_often(app)[True]
    stop_canary(of_app(app))

    after = asked_often(app, 4)

    assert {record.reply for record in after[False]} == {before.reply}
    assert verify_record(changed[0].id, verify_ports(app)).is_same


def test_the_commands_start_show_and_stop(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--project", str(app.project)]
    candidate = app.project / "candidate.toml"
    candidate.write_text("[models]\nretries = 3\n")

    statuses = [
        run(["canary", "start", "--with", str(candidate), "--share", "0.3", *at]),
        run(["canary", "show", *at]),
        run(["canary", "stop", *at]),
        run(["canary", "show", "--json", *at]),
    ]

    said = capsys.readouterr().out
    assert statuses == [0, 0, 0, 0]
    assert "answers 30% of the new conversations" in said
    assert '"state": "ended"' in said
