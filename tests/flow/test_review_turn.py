"""Turns are ranked as they come, people review them, and what they find is asked again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.app import App
from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Outcome,
    RecordId,
    TurnRecord,
)
from handrail.domain.knowledge.health.model import FindingState, Knowledge
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import Cause, Verdict
from handrail.domain.quality.waterfall import Stage
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.erase_customer import erase_customer
from handrail.flow.rank_worst import rank_worst
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.recheck_reviewed import Since, recheck_reviewed
from handrail.flow.review_queue import turn_to_review, worst_turns
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.flow.reviewed_cases import as_labelled, as_wanted, export_cases, reviewed_cases
from handrail.kernel.errors import BadInput, Forbidden, NotFound
from handrail.review_app import looking_ports, rank_ports, review_ports
from tests.builders import NOON
from tests.past import QUESTIONS, REFUNDS, a_past_project
from tests.projects import asked, close_every_project, synced, write_article
from tests.reviewing import ADA, KIM, LEE

PASSWORD = ArticleId("help/account.md")
WRONG = Reviewing(record=RecordId(""), verdict=Verdict.WRONG, cause=Cause.STALE)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    yield a_past_project(tmp_path / "project")
    close_every_project()


def wrong(record: TurnRecord, app: App, **changes: object) -> str | None:
    said = replace(WRONG, record=record.id, **changes)  # type: ignore[arg-type]  # its own fields
    return review_turn(said, LEE, review_ports(app)).finding


def queue(app: App) -> list[str]:
    found = worst_turns(LEE, looking_ports(app))
    return [one.risk.record for one in found.turns]


def test_new_turns_are_ranked_once_and_again_when_their_conversation_goes_on(app: App) -> None:
    first, second = (asked(app, question) for question in QUESTIONS[:2])

    passes = [rank_worst(rank_ports(app)), rank_worst(rank_ports(app))]
    before = queue(app)
    asked(app, "no, that is wrong", conversation=second.conversation)
    again = rank_worst(rank_ports(app, most=1)), rank_worst(rank_ports(app))

    assert passes == [2, 0]
    assert set(before) == {first.id, second.id}
    assert again[0] == 1
    assert queue(app)[0] == second.id


def test_a_pass_is_bounded_and_the_newest_turns_come_first(app: App) -> None:
    records = [asked(app, question) for question in QUESTIONS]

    ranked = rank_worst(rank_ports(app, most=2))

    assert ranked == 2
    assert set(queue(app)) == {record.id for record in records[1:]}


def test_the_worst_come_first_without_a_word_of_what_customers_wrote(app: App) -> None:
    good, bad = (asked(app, question) for question in QUESTIONS[:2])
    rate_conversation(bad.conversation, 1, "Complete nonsense!", app.desk_ports())
    rank_worst(rank_ports(app))

    found = worst_turns(LEE, looking_ports(app))

    assert [one.risk.record for one in found.turns] == [bad.id, good.id]
    assert "nonsense" not in repr(found)
    assert QUESTIONS[1] not in repr(found)
    with pytest.raises(Forbidden):
        worst_turns(KIM, looking_ports(app))


def test_simulated_conversations_stay_out_of_the_queue_unless_asked_for(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    with app.store.writing_connection() as connection:
        connection.execute(text("UPDATE conversations SET origin = 'simulation'"))
    rank_worst(rank_ports(app))

    shown = worst_turns(LEE, looking_ports(app), simulated=True)

    assert queue(app) == []
    assert worst_turns(LEE, looking_ports(app)).coverage.read.n == 0
    assert [(one.risk.record, one.is_simulated) for one in shown.turns] == [(record.id, True)]


def test_a_verdict_its_task_and_its_entry_are_written_together(app: App) -> None:
    record = asked(app, QUESTIONS[0])

    finding = wrong(record, app, articles=(REFUNDS,))

    with app.store.read() as reading:
        entry = reading.newest_entry("turn.reviewed")
        (task,) = reading.findings()
    assert entry is not None
    assert (entry.actor, entry.subject) == ("staff:lee", record.id)
    assert (entry.facts["verdict"], entry.facts["finding"]) == ("wrong", finding)
    assert (task.finding.id, task.state, task.owner) == (finding, FindingState.ACCEPTED, "lee")


def test_a_second_reviewer_adds_a_verdict_and_no_second_task(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    first = wrong(record, app, articles=(REFUNDS,))

    said = replace(WRONG, record=record.id, cause=Cause.KNOWLEDGE_GAP)
    second = review_turn(said, ADA, review_ports(app))

    rank_worst(rank_ports(app))
    shown = turn_to_review(record.id, LEE, looking_ports(app))
    assert second.finding == first
    assert [one.reviewer for one in shown.reviews] == ["staff:lee", "staff:ada"]
    assert queue(app) == []
    coverage = worst_turns(LEE, looking_ports(app)).coverage
    assert (coverage.read.value, coverage.worst_read.value) == (1.0, 1.0)
    assert coverage.agreement is None


def test_who_reads_a_turn_is_noted_and_the_stage_is_told_once_an_article_is_named(
    app: App,
) -> None:
    record = asked(app, QUESTIONS[0])
    before = turn_to_review(record.id, LEE, looking_ports(app))
    wrong(record, app, articles=(PASSWORD,))

    after = turn_to_review(record.id, LEE, looking_ports(app))

    with app.store.read() as reading:
        entry = reading.newest_entry("conversation.read")
    assert entry is not None
    assert (entry.actor, entry.subject) == ("staff:lee", record.conversation)
    assert before.stage is None
    assert after.stage in set(Stage) - {Stage.SAID}
    assert after.queued is None


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (replace(WRONG, cause=None), BadInput),
        (replace(WRONG, verdict=Verdict.RIGHT), BadInput),
        (replace(WRONG, articles=(ArticleId("help/nowhere.md"),)), BadInput),
        (replace(WRONG, articles=(REFUNDS,) * 11), BadInput),
        (replace(WRONG, note="x" * 4_001), BadInput),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    app: App, said: Reviewing, error: type[Exception]
) -> None:
    record = asked(app, QUESTIONS[0])

    with pytest.raises(error):
        review_turn(replace(said, record=record.id), LEE, review_ports(app))

    assert reviewed_cases(review_ports(app)) == ()


def test_only_leads_and_admins_review_and_only_what_there_is(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    right = Reviewing(record=record.id, verdict=Verdict.RIGHT)

    with pytest.raises(Forbidden):
        review_turn(right, KIM, review_ports(app))
    with pytest.raises(Forbidden):
        turn_to_review(record.id, KIM, looking_ports(app))
    with pytest.raises(NotFound):
        review_turn(replace(right, record=RecordId("rec_none")), LEE, review_ports(app))
    with pytest.raises(NotFound):
        turn_to_review(RecordId("rec_none"), LEE, looking_ports(app))


def test_a_task_is_closed_by_the_check_that_no_longer_finds_it_and_comes_back(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    wrong(record, app, articles=(REFUNDS,))
    states = []

    for days in (5, 7, 5):
        write_article(
            app.project,
            "billing/refunds.md",
            f"# Refunds\n\nA refund takes {days} days to reach your bank account.\n",
        )
        synced(app.project)
        check_knowledge(app.health.ports)
        with app.store.read() as reading:
            (task,) = (h for h in reading.findings() if h.finding.kind.value == "wrong_answer")
        states.append(task.state)

    (case,) = reviewed_cases(review_ports(app))
    assert states == [FindingState.ACCEPTED, FindingState.FIXED, FindingState.OPEN]
    assert case.review.mended_at is not None


def test_after_a_sync_only_what_the_change_may_have_to_do_with_is_asked_again(app: App) -> None:
    for question, article in ((QUESTIONS[0], REFUNDS), (QUESTIONS[1], PASSWORD)):
        wrong(asked(app, question), app, articles=(article,))
    with app.store.read() as reading:
        knowledge = Knowledge(
            articles=reading.live_articles(),
            passages=tuple(reading.all_live_passages()),
            today=NOON.date(),
        )
    again: list[str] = []

    def ask(labelled: LabelledQuestion) -> Outcome:
        again.append(labelled.question)
        return Abstain(reason=AbstainReason.NO_EVIDENCE)

    since = Since(knowledge=knowledge, changed={ArticleId("help/unknown.md")})
    none = recheck_reviewed(ask, review_ports(app), since)
    one = recheck_reviewed(ask, review_ports(app), replace(since, changed={REFUNDS}))

    assert len(none.untouched) == 2
    assert none.findings
    assert again == [QUESTIONS[0]]
    assert (len(one.mended), len(one.untouched)) == (1, 1)


def test_what_was_reviewed_is_measured_on(app: App) -> None:
    first, second = (asked(app, question) for question in QUESTIONS[:2])
    wrong(first, app, articles=(PASSWORD,), cause=Cause.RETRIEVAL_MISS)
    review_turn(Reviewing(record=second.id, verdict=Verdict.RIGHT), ADA, review_ports(app))

    cases = reviewed_cases(review_ports(app))

    wanted, labelled = as_wanted(cases), as_labelled(cases)
    assert [one.articles for one in wanted] == [(PASSWORD,), ("help/shipping.md",)]
    assert [is_wrong(label, case.record.outcome) for label, case in zip(labelled, cases)] == [  # noqa: B905 - as many
        True,
        False,
    ]


def test_what_must_not_be_said_is_wrong_also_where_it_cites_the_right_article(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    assert isinstance(record.outcome, Answer)
    said = tuple(claim.text for claim in record.outcome.claims)
    fine = LabelledQuestion(question="q", answerable=True, articles=(REFUNDS,))

    assert not is_wrong(fine, record.outcome)
    assert is_wrong(replace(fine, never=said), record.outcome)


def test_what_leaves_the_project_has_its_personal_data_masked_and_is_noted(app: App) -> None:
    record = asked(app, f"{QUESTIONS[0]} I am at ada@example.com")
    wrong(record, app, answer="Write to ada@example.com within 5 days.")

    (row,) = export_cases("answers", LEE, app.personal_data, review_ports(app))

    assert "ada@example.com" not in repr(row)
    assert row["answerable"] is True
    with app.store.read() as reading:
        entry = reading.newest_entry("reviews.exported")
    assert entry is not None
    assert entry.facts == {"kind": "answers", "cases": 1}
    with pytest.raises(Forbidden):
        export_cases("answers", KIM, app.personal_data, review_ports(app))


def test_an_erased_customer_is_in_no_case_any_more_and_no_word_of_theirs_stays(app: App) -> None:
    record = asked(app, QUESTIONS[0], customer="ada")
    wrong(record, app, answer="Tell Byron five days.", note="Byron's order is late.")
    rank_worst(rank_ports(app))
    with app.store.reading_connection() as connection:
        kept = connection.execute(text("SELECT answer, note FROM reviews")).one()

    erase_customer("ada", SqlEraseStore(app.store), app.clock)

    with app.store.reading_connection() as connection:
        left = connection.execute(text("SELECT answer, note, verdict FROM reviews")).one()
    assert "Byron" not in str(tuple(kept))
    assert tuple(left) == (None, None, "wrong")
    assert reviewed_cases(review_ports(app)) == ()
    assert rank_worst(rank_ports(app)) == 0
    with pytest.raises(NotFound):
        turn_to_review(record.id, LEE, looking_ports(app))


def test_what_is_ranked_is_ranked_again_after_a_day(app: App) -> None:
    asked(app, QUESTIONS[0])
    rank_worst(rank_ports(app))
    with app.store.writing_connection() as connection:
        connection.execute(
            text("UPDATE risks SET scored_at = :at"),
            {"at": (app.clock.now() - timedelta(days=2)).isoformat()},
        )

    assert [rank_worst(rank_ports(app)), rank_worst(rank_ports(app))] == [1, 0]
