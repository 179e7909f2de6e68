"""Labelled questions come in from other tools and leave for them on the command line."""

import json
from pathlib import Path

import pytest

from handrail.adapters.datasets.formats import FORMATS
from handrail.cli.datasets import OtherFormat
from handrail.cli.main import run
from handrail.flow.read_labelled_questions import read_labelled

OURS = (
    {"question": "How long does a refund take?", "answerable": True, "articles": ["help/r.md"]},
    {"question": "Who won the cup?", "answerable": False},
)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    place = tmp_path / "questions.jsonl"
    place.write_text("".join(f"{json.dumps(row)}\n" for row in OURS), encoding="utf-8")
    return place


def moved(step: str, file: Path, to: Path, name: str) -> int:
    return run(["dataset", step, str(file), str(to), "--format", name])


def test_every_format_has_a_name_on_the_command_line() -> None:
    assert {one.value for one in OtherFormat} == set(FORMATS)


@pytest.mark.parametrize("name", list(FORMATS))
def test_questions_go_out_and_come_back_as_an_evaluation_reads_them(
    ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    theirs, back = tmp_path / f"{name}.jsonl", tmp_path / "back.jsonl"
    theirs = theirs.with_suffix(".yaml") if name == "pydantic-evals" else theirs

    ended = (moved("export", ours, theirs, name), moved("import", theirs, back, name))

    assert ended == (0, 0)
    assert capsys.readouterr().out.count("Wrote 2 questions") == 2
    assert read_labelled(back) == read_labelled(ours)


def test_what_holds_no_questions_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, to = tmp_path / "empty.jsonl", tmp_path / "to.jsonl"
    empty.write_text("", encoding="utf-8")

    ended = {moved(step, empty, to, "ragas") for step in ("import", "export")}

    assert ended == {2}
    assert capsys.readouterr().err.count("holds no questions") == 2
    assert not to.exists()
