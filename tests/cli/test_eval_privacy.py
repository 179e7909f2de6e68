"""`handrail eval privacy` says how much is kept from a model; nothing else pays for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.cli.main import run
from tests.projects import ROOT, a_project, a_synced_project, plain_environment

LINES = (
    '{"text": "Write to a@b.org or call 415-555-2671.", "spans": ['
    '{"start": 9, "end": 16, "kind": "email"}, {"start": 25, "end": 37, "kind": "phone"}]}',
    '{"full_text": "Bo sent 555 to Paris", "spans": ['
    '{"entity_type": "PERSON", "start_position": 0, "end_position": 2},'
    ' {"entity_type": "PHONE_NUMBER", "start_position": 8, "end_position": 11}]}',
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "spans.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    return a_project(tmp_path / "project")


def test_figures_by_kind_are_printed_as_json(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project.parent / "spans.jsonl"

    status = run(["eval", "privacy", str(file), "--project", str(project), "--json", "--items"])

    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert told["precision"] == {"value": 1.0, "low": 0.1581, "high": 1.0, "n": 2}
    assert told["recall"] == {"value": 0.6667, "low": 0.0943, "high": 0.9916, "n": 3}
    assert told["kinds"]["email"]["recall"]["value"] == 1.0
    assert told["kinds"]["phone"]["left_readable"]["n"] == 2
    assert told["not_promised"] == {"PERSON": 1}
    assert told["not_promised_share"]["value"] == 0.25
    assert [item["missed"] for item in told["items"]] == [
        [],
        [{"kind": "PHONE_NUMBER", "start": 8, "end": 11}],
    ]


def test_figures_are_printed_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project.parent / "spans.jsonl"

    run(["eval", "privacy", str(file), "--project", str(project), "--items"])

    told = capsys.readouterr().out
    assert "recall                 0.667  (0.094 to 0.992, n 3)" in told
    assert "not promised: PERSON" in told
    assert "'line': 2" in told


def test_a_form_that_is_not_known_gives_one_line_that_names_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project.parent / "spans.jsonl"
    file.write_text(f'{LINES[0]}\n{{"text": "a", "entities": []}}', encoding="utf-8")

    status = run(["eval", "privacy", str(file), "--project", str(project)])

    told = capsys.readouterr().err
    assert status == 2
    assert told.count("\n") == 1
    assert "spans.jsonl, line 2: field 'spans' must be a list" in told


def test_asking_does_not_load_the_numbering_plans_of_the_world(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    program = (
        "import sys; from handrail.__main__ import main; from handrail.cli.main import run; "
        f"run(['ask', 'How long does a refund take?', '--project', {str(project)!r}]); "
        "print(sorted({'phonenumbers', 'stdnum'} & {m.split('.')[0] for m in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=plain_environment(),
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
