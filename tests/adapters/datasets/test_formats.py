"""Labelled questions survive the way through every other tool's format."""

import json
from pathlib import Path

import pytest
import yaml

from handrail.adapters.datasets.formats import FORMATS, OWN
from handrail.domain.quality.datasets import Case
from handrail.kernel.errors import BadDataset

CASES = (
    Case(
        question="How long does a refund take?",
        articles=("help/returns/refunds.md", "help/with space.md"),
        answer="Five days.",
        name="refund",
    ),
    Case(question="Und auf Deutsch?", history=("Do you ship?",), articles=("help/de/v.md",)),
    Case(question="Who won the cup?", answerable=False),
    Case(question="What does this say?", passages=("It says hello.",), more={"owner": "kim"}),
)
ENDINGS = {
    "ragas": (".jsonl",),
    "pydantic-evals": (".yaml", ".json"),
    "promptfoo": (".yaml", ".jsonl", ".json"),
}
TABLE = [(name, ending) for name, endings in ENDINGS.items() for ending in endings]


@pytest.mark.parametrize(("name", "ending"), TABLE)
def test_what_is_written_is_read_again(name: str, ending: str, tmp_path: Path) -> None:
    place = tmp_path / f"cases{ending}"

    FORMATS[name].write(place, CASES)
    read = FORMATS[name].read(place)

    bare = [_without_made_up_names(case) for case in read]
    assert bare == [_without_made_up_names(case) for case in CASES]


def _without_made_up_names(case: Case) -> dict[str, object]:
    return {key: value for key, value in case.as_json().items() if key != "name"}


def test_our_own_lines_are_read_as_they_were_written(tmp_path: Path) -> None:
    OWN.write(tmp_path / "own.jsonl", CASES)

    assert OWN.read(tmp_path / "own.jsonl") == CASES


def test_judgements_say_which_articles_are_right_and_no_more(tmp_path: Path) -> None:
    place = tmp_path / "q.rels"

    FORMATS["trec"].write(place, CASES)
    read = FORMATS["trec"].read(place)

    lines = place.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["refund 0 help/returns/refunds.md 1", "refund 0 help/with%20space.md 1"]
    assert [(one.question, one.articles) for one in read[:2]] == [
        (one.question, one.articles) for one in CASES[:2]
    ]
    assert [one.answerable for one in read] == [True, True, False, False]


def test_ragas_samples_have_their_fields(tmp_path: Path) -> None:
    FORMATS["ragas"].write(tmp_path / "r.jsonl", CASES)

    first = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()[0])

    assert first["user_input"] == "How long does a refund take?"
    assert first["reference"] == "Five days."
    assert first["reference_context_ids"] == ["help/returns/refunds.md", "help/with space.md"]


def test_a_question_with_what_was_said_before_stays_one_promptfoo_test(tmp_path: Path) -> None:
    FORMATS["promptfoo"].write(tmp_path / "tests.yaml", CASES)

    written = yaml.safe_load((tmp_path / "tests.yaml").read_text(encoding="utf-8"))

    assert [one.get("options") for one in written] == [
        None,
        {"disableVarExpansion": True},  # promptfoo makes a test of each item of a list
        None,
        None,
    ]


def test_a_promptfoo_configuration_of_somebodys_own_is_read(tmp_path: Path) -> None:
    place = tmp_path / "promptfooconfig.yaml"
    tests = [
        {"vars": {"topic": "Ships?"}, "assert": [{"type": "equals", "value": "Yes."}]},
        {"description": "two", "vars": {"query": "Where?", "site": "de"}},
    ]
    place.write_text(yaml.safe_dump({"prompts": ["{{topic}}"], "tests": tests}), encoding="utf-8")

    first, second = FORMATS["promptfoo"].read(place)

    assert (first.question, first.answer) == ("Ships?", "Yes.")
    assert (second.question, second.name, second.more) == ("Where?", "two", {"site": "de"})


@pytest.mark.parametrize(
    ("name", "file", "text"),
    [
        ("ragas", "x.jsonl", '{"question": "No user_input?"}'),
        ("ragas", "x.jsonl", "not json"),
        ("pydantic-evals", "x.yaml", "cases: 7"),
        ("pydantic-evals", "x.yaml", "cases: [{inputs: 3}]"),
        ("pydantic-evals", "x.yaml", "a: [b"),
        ("promptfoo", "x.yaml", "- vars: {a: x, b: y}"),
        ("promptfoo", "x.yaml", "- 3"),
        ("trec", "x", "1 0 doc"),
        ("trec", "x", "1 0 doc yes"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(
    name: str, file: str, text: str, tmp_path: Path
) -> None:
    place = tmp_path / file
    place.write_text(text, encoding="utf-8")
    (tmp_path / f"{file}.topics.tsv").write_text("1\tWhy?\n", encoding="utf-8")

    with pytest.raises(BadDataset, match=file):
        FORMATS[name].read(place)
