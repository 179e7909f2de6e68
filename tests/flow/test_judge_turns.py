"""Answers are judged once each, the newest first, and a judge is believed as people agree."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from handrail.adapters.sql.judgements import SqlJudgements
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.judges import Score
from handrail.domain.quality.standing_json import standing_as_json
from handrail.flow.judge_ports import JudgePorts
from handrail.flow.judge_turns import judge_turns
from handrail.flow.trust_judges import standings, trusting
from tests.builders import NOON
from tests.fakes import FixedClock
from tests.judging import ScriptedJudge, answered, known, reviewed, simulated, unanswered

A_DAY = timedelta(days=1)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SqlStore]:
    held = open_store(sqlite_url, upgrade)
    yield held
    held.close()


def ports(store: SqlStore, *judges: ScriptedJudge, share: float = 1.0) -> JudgePorts:
    return JudgePorts(
        store=SqlJudgements(store),
        judges=[known(judge) for judge in judges],
        interval=clopper_pearson,
        clock=FixedClock(NOON + 2 * A_DAY),
        share=share,
    )


def test_every_answer_is_judged_once_beside_its_sources(sql_store: SqlStore) -> None:
    record = answered(sql_store, "rec_1")
    unanswered(sql_store, "rec_2")
    judge = ScriptedJudge()

    done = [judge_turns(ports(sql_store, judge)).turns for _ in range(2)]

    assert done == [1, 0]
    (seen,) = judge.seen
    assert seen.record == record
    assert seen.said[0].quotes == ("Refunds take five days.",)
    assert seen.sources == ("Refunds: Refunds take five days. They go to the card you paid with.",)
    assert seen.confidence == pytest.approx(0.9)


def test_the_newest_come_first_and_a_run_has_its_bound(store: SqlStore) -> None:
    for number in range(4):
        answered(store, f"rec_{number}", NOON + timedelta(minutes=number))
    judge = ScriptedJudge()

    judge_turns(ports(store, judge), most=2)

    assert [turn.record for turn in judge.seen] == ["rec_3", "rec_2"]


def test_simulated_and_old_answers_are_not_judged(sql_store: SqlStore) -> None:
    simulated(sql_store, answered(sql_store, "rec_1"))
    answered(sql_store, "rec_2", NOON - timedelta(days=100))
    judge = ScriptedJudge()

    assert judge_turns(ports(sql_store, judge)).turns == 0


def test_a_judge_that_is_down_keeps_no_other_from_its_work(store: SqlStore) -> None:
    answered(store, "rec_1")
    down, up = ScriptedJudge("down-1"), ScriptedJudge("up-1")
    down.is_down = True

    done = judge_turns(ports(store, down, up))

    assert done.turns == 1
    assert "down-1: it does not answer" in done.faults[0]


def test_what_was_judged_before_a_judge_failed_is_kept_and_counted(store: SqlStore) -> None:
    for number in range(30):
        answered(store, f"rec_{number}")
    judge = ScriptedJudge()
    judge.most = 25

    done = judge_turns(ports(store, judge))

    assert (done.turns, len(done.faults)) == (20, 1)
    judge.most = 1_000
    assert judge_turns(ports(store, judge)).turns == 10


def test_a_judge_stands_as_people_found_it(store: SqlStore) -> None:
    values: dict[str, float] = {}
    for number in range(60):
        is_right = number % 3 > 0
        ref = answered(store, f"rec_{number}", NOON + timedelta(minutes=number))
        reviewed(store, ref, "right" if is_right else "wrong", None if is_right else "stale")
        values[ref] = 0.8 if is_right else 0.2
    judge_turns(ports(store, ScriptedJudge(values=values)))

    found = {one.score: one for one in standings(ports(store))}

    answers, tone = found[Score.ANSWERS], found[Score.TONE]
    assert answers.agreement.table.n == 60
    assert answers.agreement.kappa.value == pytest.approx(1.0)
    assert answers.corrected.value == pytest.approx(40 / 60)
    assert answers.is_trusted
    assert tone.agreement.table.n == 40  # "wrong, stale" says nothing of the tone
    assert not tone.is_trusted
    is_trusted = trusting(list(found.values()))
    assert is_trusted("scripted-1", "answers")
    assert not is_trusted("scripted-1", "tone")
    assert not is_trusted("another-1", "answers")


def test_what_reviewers_chose_to_read_says_nothing_of_a_judge(store: SqlStore) -> None:
    for number in range(60):
        ref = answered(store, f"rec_{number}")
        reviewed(store, ref, "wrong")
    judge_turns(ports(store, ScriptedJudge()))

    few = standings(ports(store, share=0.05))[0]

    assert few.judged == 60
    assert few.agreement.table.n < 12


def test_only_the_newest_verdict_on_an_answer_counts(sql_store: SqlStore) -> None:
    ref = answered(sql_store, "rec_1")
    reviewed(sql_store, ref, "wrong")
    reviewed(sql_store, ref, "right")
    judge_turns(ports(sql_store, ScriptedJudge()))

    found = standings(ports(sql_store))[0]

    assert (found.agreement.table.n, found.agreement.table.both_yes) == (1, 1)


def test_a_model_that_judges_its_own_answers_is_greyed_out(store: SqlStore) -> None:
    for number in range(3):
        models = {"wrote": "compatible:gpt-5-mini/write.v1"}
        answered(store, f"rec_{number}", models=models)
    judge_turns(ports(store, ScriptedJudge("openai:gpt-5/judge_answer.v1")))

    found = standings(ports(store))[0]

    assert any("its own kin: 100%" in why for why in found.greyed)


def test_no_share_of_a_judge_is_told_without_the_corrected_one(store: SqlStore) -> None:
    answered(store, "rec_1")
    judge_turns(ports(store, ScriptedJudge()))

    told = standing_as_json(standings(ports(store))[0])

    assert told["corrected"] == {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    assert told["verdicts"] == 0
    assert told["trusted"] is False
