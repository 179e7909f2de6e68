"""Figures leave as tables for other tools, and the terminal says what got worse."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.quality.judged import day_of
from tests.projects import a_project, opened
from tests.watched_days import fill_days

FORMS = ("csv", "json", "parquet")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return opened(a_project(tmp_path / "project"))


@pytest.fixture
def watched(app: App) -> App:
    """Hold nine weeks, in the last of which a topic got worse."""
    fill_days(app.store, day_of(app.clock.now()), worse_for=7)
    return app


def export(app: App, file: Path, *options: str) -> int:
    return run(["quality", "export", str(file), *options, "--project", str(app.project)])


def alerts(app: App, *options: str) -> int:
    return run(["quality", "alerts", *options, "--project", str(app.project)])


def test_the_same_figures_leave_in_every_form(
    watched: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    places = {form: tmp_path / f"figures.{form}" for form in FORMS}

    ended = [export(watched, place, "--by", "locale") for place in places.values()]

    assert ended == [0, 0, 0]
    rows = json.loads(places["json"].read_text(encoding="utf-8"))
    assert capsys.readouterr().out.count(f"Wrote {len(rows)} rows") == 3
    assert {row["slice"] for row in rows} == {"locale"}
    with places["csv"].open(encoding="utf-8", newline="") as held:
        assert [row["of"] for row in csv.DictReader(held)] == [row["of"] for row in rows]
    kept = parquet.read_table(places["parquet"]).to_pylist()
    assert [row | {"day": row["day"].isoformat()} for row in kept] == rows


def test_rates_leave_whole_and_of_the_days_that_were_asked_for(
    watched: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (day_of(watched.clock.now()) - timedelta(days=40)).isoformat()
    place = tmp_path / "rates.csv"

    status = export(watched, place, "--what", "rates", "--since", first)

    assert status == 0
    assert "Wrote 2 rows" in capsys.readouterr().out
    table = place.read_text(encoding="utf-8")
    assert (
        run(["quality", "rates", "--csv", "--since", first, "--project", str(watched.project)]) == 0
    )
    assert capsys.readouterr().out == table
    (row, _) = csv.DictReader(table.splitlines())
    assert row["since"] == first
    assert {"quality_value", "recontact_value", "unknown_value", "low", "high"} <= set(row)


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("figures.xlsx", (), "is no table"),
        ("figures.csv", ("--since", "soon"), "'soon' is no day"),
        ("figures.csv", ("--since", "2026-02-02", "--until", "2026-01-01"), "comes after"),
        ("nowhere/figures.csv", (), "Cannot write"),
        ("nowhere/figures.parquet", (), "Cannot write"),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(
    app: App,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    options: tuple[str, ...],
    complaint: str,
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")

    status = export(app, tmp_path / name, *options)

    assert status == 2
    assert complaint in capsys.readouterr().err


def test_what_got_worse_is_listed_with_each_place_named_once(
    watched: App, capsys: pytest.CaptureFixture[str]
) -> None:
    before = alerts(watched), capsys.readouterr().out
    status = alerts(watched, "--look")

    assert before[0] == 0
    assert "Nobody has looked for changes yet" in before[1]
    assert status == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "help/refunds" in line]
    assert lines
    assert all(line.count("help/refunds") == 1 for line in lines)
    assert alerts(watched, "--json") == 1
    assert json.loads(capsys.readouterr().out)["alerts"][0]["measure"] == "returned"


def test_where_nothing_got_worse_the_terminal_says_whether_that_could_be_told(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    until = day_of(app.clock.now())
    fill_days(app.store, until, days=5)
    fill_days(app.store, until, is_simulated=True)

    assert (alerts(app, "--look"), alerts(app, "--simulated")) == (0, 0)

    few, enough = capsys.readouterr().out.splitlines()
    assert few == "There are too few days to tell a change from chance."
    assert enough == "Nothing got worse by more than chance explains."
