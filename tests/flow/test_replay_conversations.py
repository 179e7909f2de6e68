"""Past conversations are had again under a change; what would harm customers is told first."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.adapters.sql.replays import SqlReplays
from handrail.app import App
from handrail.cli.main import run
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, TurnRecord
from handrail.domain.quality.review import Verdict
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.kernel.errors import BadSettings
from handrail.review_app import review_ports
from handrail.trial_settings import read_canary, read_trial, trial_of
from tests.past import ONE, OTHER, QUESTIONS, a_past_project, contradict, publish_the_notice
from tests.projects import asked, close_every_project
from tests.reviewing import LEE

WRONG = ("takes 5 days", "takes 9 days")
HARMLESS = ("Every instrument has a warranty", "Each instrument has a warranty")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = a_past_project(tmp_path / "project")
    for question in QUESTIONS:
        assert isinstance(asked(app, question).outcome, Answer)
    yield app
    close_every_project()


def edited(app: App, article: str, swap: tuple[str, str], more: str = "") -> Path:
    """Write a candidate whose articles differ in one place."""
    folder = app.project / "edited"
    shutil.copytree(app.project / "docs", folder)
    place = folder / article
    before = place.read_text()
    assert swap[0] in before
    place.write_text(before.replace(*swap))
    candidate = app.project / "candidate.toml"
    source = '[[knowledge.sources]]\nname = "help"\nkind = "folder"\npath = "edited"\n'
    candidate.write_text(source + more)
    return candidate


def replayed(
    app: App, candidate: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    status = run(["replay", "--with", str(candidate), "--json", "--project", str(app.project)])
    return status, json.loads(capsys.readouterr().out)


def test_an_article_that_was_edited_wrong_is_stopped_and_told_first(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = replayed(app, edited(app, "billing/refunds.md", WRONG), capsys)

    assert status == 1
    assert found["worse"] is True
    first = found["flips"][0]  # type: ignore[index]  # JSON
    assert (first["kind"], first["certain"]) == ("worse", True)
    assert "9 days" in first["why"]
    assert "5 days" in first["reply_then"]
    assert list(found["change"]) == ["knowledge"]  # type: ignore[call-overload]  # JSON


def test_a_change_of_words_that_changes_nothing_passes(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = replayed(app, edited(app, "warranty.md", HARMLESS), capsys)

    assert (status, found["worse"]) == (0, False)
    assert (found["conversations"], found["turns"]) == (3, 3)
    assert found["judged_by"] == {"checked": 3}


def test_a_change_that_is_meant_is_listed_and_passes(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    meant = '\n[replay]\nmeant = ["help/billing/refunds.md"]\n'

    status, found = replayed(app, edited(app, "billing/refunds.md", WRONG, meant), capsys)

    assert status == 0
    assert len(found["flips"]) == 1  # type: ignore[arg-type]  # JSON


def test_what_a_reviewer_found_wrong_stops_the_next_change_that_says_it_again(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    record = asked(app, "How long is the warranty of an instrument?")
    review(app, record.id, record.conversation, "wrong", ["help/account.md"])

    _, found = replayed(app, edited(app, "warranty.md", HARMLESS), capsys)

    flips = [one for one in found["flips"] if one["record"] == record.id]  # type: ignore[attr-defined]  # JSON
    assert [one["judged_by"] for one in flips] == ["reviewed"]
    assert [one["now"] for one in flips] == ["wrong"]


def test_the_report_is_kept_without_a_word_that_a_customer_wrote(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    replayed(app, edited(app, "billing/refunds.md", WRONG), capsys)

    (kept,) = SqlReplays(app.store).newest()

    assert kept.is_worse
    assert kept.flips[0].question == kept.flips[0].reply_now == ""
    with app.store.reading_connection() as connection:
        document = connection.execute(text("SELECT document FROM replays")).scalar_one()
        entries = text("SELECT count(*) FROM audit_entries WHERE kind = 'quality.replayed'")
        assert connection.execute(entries).scalar_one() == 1
    assert "refund take" not in document


def test_a_conversation_ends_where_the_next_line_no_longer_follows(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    first = asked(app, QUESTIONS[0])
    asked(app, "and by card?", conversation=first.conversation)

    _, found = replayed(app, edited(app, "billing/refunds.md", WRONG), capsys)

    assert found["stopped"] == 1
    assert found["turns"] == 4


def flips_of(record: TurnRecord, found: dict[str, object]) -> list[str]:
    return [f["kind"] for f in found["flips"] if f["record"] == record.id]  # type: ignore[attr-defined]  # JSON


def asked_what_is_contested(app: App) -> TurnRecord:
    publish_the_notice(app.project)
    contradict(app)
    record = asked(app, QUESTIONS[0])
    assert isinstance(record.outcome, Abstain)
    assert record.outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE
    return record


def test_what_is_contested_is_not_answered_under_other_settings_either(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    record = asked_what_is_contested(app)
    candidate = app.project / "candidate.toml"
    candidate.write_text("[models]\nretries = 3\n")

    _, found = replayed(app, candidate, capsys)

    assert flips_of(record, found) == []
    assert found["gained"] == 0


def test_what_is_contested_stays_so_where_another_article_is_edited(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    record = asked_what_is_contested(app)

    _, found = replayed(app, edited(app, "warranty.md", HARMLESS), capsys)

    assert flips_of(record, found) == []
    assert found["gained"] == 0


def test_a_change_that_puts_one_side_right_is_seen_to_answer(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    record = asked_what_is_contested(app)

    _, found = replayed(app, edited(app, "notice.md", (OTHER, ONE)), capsys)

    assert flips_of(record, found) == ["better"]


def test_the_report_can_be_written_to_a_file(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    candidate = edited(app, "billing/refunds.md", WRONG)
    report = app.project / "report.txt"

    status = run(
        ["replay", "--with", str(candidate), "--report", str(report), "--project", str(app.project)]
    )

    assert status == 1
    assert report.read_text().startswith("WORSE: do not roll this out.")
    assert "WORSE, certainly" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        ("[storage]\nindex = 'elsewhere'\n", "storage"),
        ("[actions.systems.orders]\nkind = 'openapi'\n", r"actions\.systems"),
        ("[answers]\nmax_wrongs = 0.1\n", "max_wrong"),
        ("[answers\n", "TOML"),
        ("[replay]\nlost = 2\n", "lost"),
    ],
)
def test_what_cannot_be_tried_is_refused(app: App, candidate: str, says: str) -> None:
    place = app.project / "candidate.toml"
    place.write_text(candidate)

    with pytest.raises(BadSettings, match=says):
        read_trial(place, app.settings)


def test_a_canary_tries_neither_articles_nor_embedders(app: App) -> None:
    candidate = edited(app, "billing/refunds.md", WRONG)

    with pytest.raises(BadSettings, match="knowledge"):
        read_canary(candidate, app.settings)
    candidate.write_text('[models]\nembedder = "ollama:other"\n')
    with pytest.raises(BadSettings, match="embedder"):
        read_canary(candidate, app.settings)


def test_a_candidate_that_says_nothing_changes_nothing(app: App) -> None:
    assert trial_of({}, app.settings).change == {}


def test_sources_that_a_candidate_does_not_name_stay_as_they_are(app: App) -> None:
    more = {"name": "more", "kind": "folder", "path": "more"}
    other = {"name": "help", "kind": "folder", "path": "edited"}

    beside = trial_of({"knowledge": {"sources": [more]}}, app.settings).settings.knowledge
    instead = trial_of({"knowledge": {"sources": [other]}}, app.settings).settings.knowledge

    assert [(one.name, one.path) for one in beside.sources] == [("help", "docs"), ("more", "more")]  # type: ignore[union-attr]  # both are folders
    assert [(one.name, one.path) for one in instead.sources] == [("help", "edited")]  # type: ignore[union-attr]  # both are folders


def review(app: App, record: str, conversation: str, verdict: str, articles: list[str]) -> None:
    added = text(
        "INSERT INTO reviews (id, record, conversation, reviewer, verdict, articles, at) "
        "VALUES ('rev_1', :record, :conversation, 'kim', :verdict, :articles, :at)"
    )
    values = {
        "record": record,
        "conversation": conversation,
        "verdict": verdict,
        "articles": json.dumps(articles),
        "at": app.clock.now().isoformat(),
    }
    with app.store.writing_connection() as connection:
        connection.execute(added, values)


def test_what_reviewers_found_right_is_replayed_however_long_ago_it_was(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    refund = asked(app, QUESTIONS[0])
    right = Reviewing(record=refund.id, verdict=Verdict.RIGHT)
    review_turn(right, LEE, review_ports(app))
    with app.store.writing_connection() as connection:
        connection.execute(text("UPDATE turn_records SET at = '2020-01-01T00:00:00.000000Z'"))

    status, found = replayed(app, edited(app, "billing/refunds.md", WRONG), capsys)

    assert (status, found["conversations"], found["judged_by"]) == (1, 1, {"reviewed": 1})
