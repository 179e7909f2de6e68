"""What reviewers found wrong is charged to a stage, from what the turn stood on."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.cli.main import run
from tests.past import QUESTIONS, a_past_project
from tests.projects import asked


def test_a_wrong_answer_is_charged_to_the_stage_where_the_right_article_was_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = a_past_project(tmp_path / "project")
    record, unnamed = asked(app, QUESTIONS[0]), asked(app, QUESTIONS[1])
    for ref, articles in ((record, ["help/billing/refunds.md"]), (unnamed, [])):
        with app.store.writing_connection() as connection:
            values = {
                "id": f"rev_{ref.id}",
                "record": ref.id,
                "conversation": ref.conversation,
                "articles": json.dumps(articles),
                "at": app.clock.now().isoformat(),
            }
            connection.execute(
                text(
                    "INSERT INTO reviews (id, record, conversation, reviewer, verdict, articles, "
                    "at) VALUES (:id, :record, :conversation, 'kim', 'wrong', :articles, :at)"
                ),
                values,
            )

    statuses = [
        run(["waterfall", "--json", "--project", str(app.project)]),
        run(["waterfall", "--project", str(app.project)]),
    ]

    found, _, shown = capsys.readouterr().out.partition("\n}\n")
    told = json.loads(found + "}")
    assert statuses == [0, 0]
    assert [one["stage"] for one in told["charged"]] == ["said"]
    assert told["uncharged"] == 1
    assert "1 more were found wrong without a right article" in shown
