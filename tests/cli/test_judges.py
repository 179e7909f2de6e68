"""Answers are judged by the worker, and how judges and the calibration stand is told plainly."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from handrail.adapters.sql.quality_tables import reviews
from handrail.app import App
from handrail.cli.main import run
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.quality.judges import AnsweredTurn, Said, Score
from handrail.flow.judge_locally import LocalJudge
from handrail.judge_app import is_trusted, judging_ports
from handrail.settings import load_settings
from handrail.worker.keep_judgements import judge_answers_once, watch_calibration_once
from tests.builders import a_calibration, an_entry
from tests.past import QUESTIONS, a_past_project
from tests.projects import asked, close_every_project


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    yield a_past_project(tmp_path / "project")
    close_every_project()


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_worker_judges_what_was_answered_and_the_list_says_how_far_to_believe_it(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    for question in QUESTIONS:
        asked(app, question)
    said: list[str] = []

    status = judge_answers_once(lambda: judging_ports(app), said.append)

    assert status == 0
    assert said == ["Judged 3 answers."]
    assert run(["judges", "--json", "--project", str(app.project)]) == 0
    found = told(capsys)["judges"]
    assert {one["score"] for one in found} == {score.value for score in Score}
    assert all(one["judged"] == 3 and not one["trusted"] for one in found)
    assert run(["judges", "--project", str(app.project)]) == 0
    shown = capsys.readouterr().out
    assert "not believed  compared with 0 verdicts, 50 are needed" in shown
    assert not is_trusted(app)("local-1", "answers")


def test_what_chance_drew_waits_until_somebody_has_read_it(
    app: App, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_QUALITY__DRAWN_SHARE", "1")
    first, second = asked(app, QUESTIONS[0]), asked(app, QUESTIONS[1])
    _reviewed(app, first, "right")

    assert run(["judges", "--drawn", "--json", "--project", str(app.project)]) == 0
    assert [one["record"] for one in told(capsys)["drawn"]] == [second.id]
    assert run(["judges", "--drawn", "--project", str(app.project)]) == 0
    assert "Drawn by chance and not read yet: 1" in capsys.readouterr().out


def test_the_worker_tells_once_that_the_calibration_has_expired(app: App) -> None:
    # Ids are drawn by chance: one run in nine would draw two of twelve, and tell of those alone.
    app.settings = load_settings(app.project, {"HANDRAIL_QUALITY__DRAWN_SHARE": "1e-12"})
    said: list[str] = []
    for number in range(12):
        record = asked(app, QUESTIONS[number % 3])
        _reviewed(app, record, "wrong")

    statuses = [watch_calibration_once(app, said.append) for _ in range(2)]

    assert statuses == [0, 0]
    assert len(said) == 1
    assert said[0].startswith("The calibration has expired: of 12 answers")


def test_before_anything_was_judged_the_list_says_how_it_comes_about(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["judges", "--project", str(app.project)]) == 0
    assert "`handrail worker` judges what was answered" in capsys.readouterr().out


def test_the_local_judge_tells_a_carried_answer_from_one_that_is_made_up(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    ports = judging_ports(app)
    with ports.store.judging() as reading:
        turn = reading.answered(record.id)
    assert turn is not None
    judge = LocalJudge(app.embedder)
    lie = "Our bank in Lisbon charges a fee of 40 dollars for all parcels."

    carried, made_up = judge.scores(turn), judge.scores(_saying(turn, lie))

    assert carried[Score.GROUNDED] > 0.5 > made_up[Score.GROUNDED]
    assert carried[Score.ANSWERS] > made_up[Score.ANSWERS]
    assert (carried[Score.POLICY], made_up[Score.POLICY]) == (1.0, 0.0)


def test_what_is_said_without_any_source_is_not_grounded(app: App) -> None:
    said = Said(text="Refunds take 5 days.", quotes=())
    turn = AnsweredTurn(
        record=RecordId("rec_1"), question="?", reply=said.text, said=(said,), sources=()
    )

    assert LocalJudge(app.embedder).scores(turn)[Score.GROUNDED] < 0.5


def test_a_model_that_is_named_judges_beside_the_local_judge(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_QUALITY__JUDGE", "compatible:tiny")
    monkeypatch.setenv("HANDRAIL_MODELS__BASE_URL", "http://127.0.0.1:9/v1")
    named = App(app.project, load_settings(app.project))
    named.embedder, named.store = app.embedder, app.store

    local, model = judging_ports(named).judges

    assert local.id == "local-1"
    assert model.id.startswith("compatible:tiny/judge_answer.v1-")


def test_calibrate_alone_tells_that_the_promise_holds(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(app, QUESTIONS[0])

    status = run(["calibrate", "--project", str(app.project)])

    shown = capsys.readouterr().out
    assert status == 0
    assert "Calibration holds: at most 5.0% wrong with 95% confidence." in shown
    assert run(["calibrate", "--json", "--project", str(app.project)]) == 0
    assert told(capsys)["state"] == "holds"


def test_an_expired_calibration_is_told_by_calibrate_and_doctor_with_what_happens_meanwhile(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    made = a_calibration(bound_to=dict(app.bound_to), expired_because="what is asked changed.")
    with app.store.write() as writing:
        writing.save_calibration(made, an_entry("calibration.expired"))

    status = run(["calibrate", "--project", str(app.project)])

    shown = capsys.readouterr().out
    assert status == 1
    assert "Calibration expired: what is asked changed." in shown
    assert "only answers from confidence 0.9 on are given" in shown
    run(["doctor", "--project", str(app.project)])
    assert "Expired: what is asked changed." in capsys.readouterr().out
    assert run(["calibrate", "--json", "--project", str(app.project)]) == 1
    assert told(capsys)["state"] == "expired"


def test_too_few_reviews_make_no_promise(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calibrate", "--reviews", "--project", str(app.project)]) == 2
    assert "needs at least 59 answered questions" in capsys.readouterr().err


def test_a_file_and_reviews_are_not_mixed(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["calibrate", "labels.jsonl", "--reviews", "--project", str(app.project)])

    assert status == 2
    assert "not from both" in capsys.readouterr().err


def _saying(turn: AnsweredTurn, text: str) -> AnsweredTurn:
    return replace(turn, reply=text, said=(replace(turn.said[0], text=text),))


def _reviewed(app: App, record: TurnRecord, verdict: str) -> None:
    with app.store.writing_connection() as connection:
        connection.execute(
            insert(reviews),
            {
                "id": f"rev_{record.id}",
                "record": record.id,
                "conversation": record.conversation,
                "reviewer": "kim",
                "verdict": verdict,
                "articles": "[]",
                "at": app.clock.now(),
            },
        )
