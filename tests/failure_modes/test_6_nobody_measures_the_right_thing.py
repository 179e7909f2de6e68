"""Nobody measures the right thing. "You used to be better."

The guard: every figure carries an interval, and a regression fails the build.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.decision.record_json import record_to_json
from handrail.flow.explain_record import explain_record
from tests.projects import asked

pytestmark = pytest.mark.xdist_group("sample")

ANSWERABLE = (
    ("How do I reset my password?", "help/account/reset-your-password.md"),
    ("I paid with iDEAL, how long does my refund take?", "help/returns/refunds.md"),
    ("What does a bow rehair cost?", "help/repairs/bow-rehair.md"),
)
UNANSWERABLE = ("Do you ship to Mars?", "does easyjet accept a guitar in the cabin")


def evaluated(
    kind: str, rows: list[dict[str, Any]], project: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """Return what `handrail eval` prints for some labelled questions."""
    labels = project / f"{kind}.jsonl"
    labels.write_text("\n".join(json.dumps(row) for row in rows))
    capsys.readouterr()
    assert run(["eval", kind, str(labels), "--items", "--json", "--project", str(project)]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_every_figure_carries_an_interval_and_few_questions_prove_little(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"question": question, "articles": [article]} for question, article in ANSWERABLE]

    report = evaluated("retrieval", rows, project, capsys)

    figure = report["recall@5"]
    assert figure["n"] == len(rows)
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert figure["value"] == 1.0
    assert report["misses"] is not None


def test_answering_much_is_never_shown_without_answering_wrongly(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, Any]] = [
        {"question": question, "answerable": True, "articles": [article]}
        for question, article in ANSWERABLE
    ]
    rows += [{"question": question, "answerable": False} for question in UNANSWERABLE]

    report = evaluated("answers", rows, project, capsys)

    shown = {"answered_share", "wrong_answer_rate", "abstention_precision", "abstention_recall"}
    assert shown | {"auroc"} <= set(report)
    assert report["abstention_recall"]["value"] == 1.0
    assert len(report["items"]) == len(rows)


def test_every_turn_can_be_measured_afterwards(company: App) -> None:
    record = asked(company, "What does a bow rehair cost?")

    kept = explain_record(record.id, company.store).record

    assert kept == record
    assert kept.confidence is not None
    assert kept.confidence.evidence
    assert kept.timings_ms["total"] > 0
    assert {"embedder", "ranker", "writer", "checker", "cutter"} <= set(kept.models)
    assert json.loads(json.dumps(record_to_json(kept)))


def test_asking_twice_gives_the_same_figure(company: App) -> None:
    first = asked(company, "What does a bow rehair cost?")
    second = asked(company, "What does a bow rehair cost?")

    assert first.confidence == second.confidence
    assert [e.passage for e in first.evidence] == [e.passage for e in second.evidence]
