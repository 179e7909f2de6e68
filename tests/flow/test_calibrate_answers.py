"""Calibrating keeps every promise together, and notices when it no longer does."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from handrail.adapters.statistics.binomial import binomial_upper_bound
from handrail.domain.decision.calibration import Calibration, Promise
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, Outcome
from handrail.domain.decision.topics import Topic
from handrail.domain.decision.validity import Expired, Valid
from handrail.flow.calibrate_answers import (
    CalibrationPorts,
    CannotPromise,
    JudgedAnswer,
    LabelledSet,
    Terms,
    calibrate,
    labelled_set,
    recheck_calibration,
)
from handrail.kernel.errors import BadDataset, BadSettings, SampleTooSmall
from tests.builders import REFUNDS, a_claim, an_article, an_entry, passages_for
from tests.fakes import CountingIds, FakeStore, FixedClock

PROMISE = Promise(max_wrong=0.05, confidence=0.95)
TERMS = Terms(promise=PROMISE, fingerprint={"embedder": "minilm-1"})
REFUND_TOPIC = Topic(
    name="refunds", promise=Promise(max_wrong=0.05, confidence=0.95), words=("refund",)
)
WITH_TOPIC = Terms(promise=PROMISE, topics=(REFUND_TOPIC,), fingerprint={"embedder": "minilm-1"})
Ask = Callable[[LabelledQuestion], JudgedAnswer]


def labelled(path: Path, rows: Sequence[dict[str, object]]) -> LabelledSet:
    file = path / "labels.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return labelled_set(file)


def rows(
    count: int, *, about: str = "shipping", answerable: bool = True
) -> list[dict[str, object]]:
    kind = "answerable" if answerable else "hopeless"
    return [
        {"question": f"{kind} {about} question {n}", "answerable": answerable} for n in range(count)
    ]


def answering(*, sure: float = 0.9, unsure: float = 0.2, wrongly_sure: int = 0) -> Ask:
    """Answer everything: surely where it can be, doubtfully elsewhere but for a few."""

    def ask(question: LabelledQuestion) -> JudgedAnswer:
        number = int(question.question.rsplit(maxsplit=1)[-1])
        is_sure = question.answerable or number < wrongly_sure
        return JudgedAnswer(
            outcome=Answer(claims=(a_claim(),)),
            confidence=sure if is_sure else unsure,
            searched=question.question,
        )

    return ask


def saying(outcome: Outcome) -> Ask:
    return lambda question: JudgedAnswer(
        outcome=outcome, confidence=0.9, searched=question.question
    )


class Desk:
    """Hold a store with one article, and count what was asked."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.asked: list[tuple[int, int]] = []
        article = an_article()
        with self.store.write() as writing:
            writing.publish(article, passages_for(article), an_entry())

    def ports(self, ask: Ask) -> CalibrationPorts:
        return CalibrationPorts(
            store=self.store,
            ask=ask,
            bound=binomial_upper_bound,
            clock=FixedClock(),
            ids=CountingIds(),
            progress=lambda _stage, done, total: self.asked.append((done, total)),
        )

    def stored(self) -> Calibration | None:
        with self.store.read() as reading:
            return reading.calibration()

    def audit(self) -> list[str]:
        with self.store.read() as reading:
            return [entry.kind for _, entry in reading.audit_entries()]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_threshold_that_keeps_the_promise_is_stored_with_what_it_is_bound_to(
    desk: Desk, tmp_path: Path
) -> None:
    questions = labelled(tmp_path, [*rows(100), *rows(60, answerable=False)])

    made = calibrate(questions, TERMS, desk.ports(answering()))

    assert isinstance(made, Calibration)
    assert 0.89 < made.threshold.value <= 0.9
    assert (made.threshold.answered, made.threshold.wrong) == (100, 0)
    assert (made.questions, made.answerable, made.answered_share) == (160, 100, 1.0)
    assert made.bound_to == {"embedder": "minilm-1"}
    assert made.dataset.endswith("labels.jsonl")
    assert desk.stored() == made
    assert "calibration.made" in desk.audit()
    assert desk.asked[-1] == (160, 160)


def test_what_is_not_answered_does_not_count_as_a_case(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, rows(200))

    with pytest.raises(SampleTooSmall, match=r"at least 59 .* the sample has 0"):
        calibrate(questions, TERMS, desk.ports(saying(Abstain(reason=AbstainReason.NO_EVIDENCE))))

    assert desk.stored() is None


def test_a_question_asked_many_times_counts_once(desk: Desk, tmp_path: Path) -> None:
    repeated: list[dict[str, object]] = [
        {"question": q, "answerable": True} for q in ("Shipping cost 1", "shipping: COST 1") * 50
    ]
    questions = labelled(tmp_path, [*rows(50), *repeated])

    with pytest.raises(SampleTooSmall, match="the sample has 51"):
        calibrate(questions, TERMS, desk.ports(answering()))


def test_a_question_with_two_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="line 2: repeats line 1"):
        labelled(
            tmp_path,
            [{"question": "Why?", "answerable": True}, {"question": "why", "answerable": False}],
        )


def test_the_same_words_after_another_question_are_another_question(tmp_path: Path) -> None:
    questions = labelled(
        tmp_path,
        [
            {"question": "And for teams?", "answerable": True, "history": ["What does it cost?"]},
            {"question": "And for teams?", "answerable": False},
        ],
    )

    assert len(questions.questions) == 2


def test_an_article_that_does_not_exist_is_refused(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(
        tmp_path, [{"question": "Why?", "answerable": True, "articles": ["help/gone.md"]}]
    )

    with pytest.raises(BadDataset, match=r"line 1: there is no article 'help/gone.md'"):
        calibrate(questions, TERMS, desk.ports(answering()))


def test_answers_that_cite_none_of_the_right_articles_are_wrong(desk: Desk, tmp_path: Path) -> None:
    other = an_article("help/other.md")
    with desk.store.write() as writing:
        writing.publish(other, passages_for(other), an_entry())
    questions = labelled(tmp_path, [{**row, "articles": [other.id]} for row in rows(100)])

    made = calibrate(questions, TERMS, desk.ports(answering()))

    assert isinstance(made, CannotPromise)
    assert "Of the 100 surest answers, 100 are wrong" in made.why
    assert desk.stored() is None


def test_each_topic_gets_a_threshold_of_its_own(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, [*rows(80), *rows(80, about="refund")])

    made = calibrate(questions, WITH_TOPIC, desk.ports(answering()))

    assert isinstance(made, Calibration)
    assert made.by_topic["refunds"].answered == made.threshold.answered == 80


def test_promises_made_together_need_more_evidence_each(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, [*rows(80), *rows(60, about="refund")])

    # 59 answers would do for one promise, 72 are needed where two are to hold together
    with pytest.raises(SampleTooSmall, match=r"at least 72 .* on topic 'refunds'.* has 60"):
        calibrate(questions, WITH_TOPIC, desk.ports(answering()))


def test_a_topic_may_not_loosen_the_promise(desk: Desk, tmp_path: Path) -> None:
    loose = Topic(name="x", promise=Promise(max_wrong=0.5, confidence=0.95), words=("x",))
    terms = Terms(promise=PROMISE, topics=(loose,), fingerprint={})

    with pytest.raises(BadSettings, match="more than the overall"):
        calibrate(labelled(tmp_path, rows(3)), terms, desk.ports(answering()))


def test_rechecking_without_a_calibration_does_nothing(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, rows(3))

    assert recheck_calibration(questions, TERMS, desk.ports(answering())) is None
    assert desk.asked == []


def test_a_calibration_that_still_holds_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, [*rows(100), *rows(80, about="refund")])
    made = calibrate(questions, WITH_TOPIC, desk.ports(answering()))

    standing = recheck_calibration(questions, WITH_TOPIC, desk.ports(answering()))

    assert standing == Valid()
    assert desk.stored() == made


def test_a_calibration_expires_when_its_bound_broke(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, [*rows(100), *rows(60, answerable=False)])
    calibrate(questions, TERMS, desk.ports(answering()))

    standing = recheck_calibration(questions, TERMS, desk.ports(answering(wrongly_sure=9)))

    assert isinstance(standing, Expired)
    assert "9 of 109" in standing.why
    stored = desk.stored()
    assert stored is not None
    assert stored.expired_because == standing.why
    assert desk.audit()[-1] == "calibration.expired"


def test_an_expired_calibration_is_not_asked_again(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, rows(100))
    calibrate(questions, TERMS, desk.ports(answering()))
    changed = Terms(promise=PROMISE, fingerprint={"embedder": "minilm-2"})
    desk.asked.clear()

    standing = recheck_calibration(questions, changed, desk.ports(answering()))

    assert isinstance(standing, Expired)
    assert desk.asked == []


def test_answers_that_are_no_longer_given_end_the_promise(desk: Desk, tmp_path: Path) -> None:
    questions = labelled(tmp_path, rows(100))
    calibrate(questions, TERMS, desk.ports(answering()))

    standing = recheck_calibration(questions, TERMS, desk.ports(answering(sure=0.01)))

    assert isinstance(standing, Expired)


def test_a_repeated_question_keeps_the_articles_of_both(tmp_path: Path) -> None:
    questions = labelled(
        tmp_path,
        [
            {"question": "Why?", "answerable": True, "articles": [REFUNDS]},
            {"question": "Why", "answerable": True, "articles": ["help/b.md", REFUNDS]},
        ],
    )

    assert questions.questions[0].articles == (REFUNDS, "help/b.md")
