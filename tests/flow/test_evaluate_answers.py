from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.answering.model import Citation, Claim
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    Outcome,
)
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.flow.evaluate_answers import AnswersReport, Judged, evaluate_answers

_ABSTAIN = Abstain(reason=AbstainReason.LOW_CONFIDENCE)


def _citing(*articles: str) -> Answer:
    citations = tuple(
        Citation(
            article=ArticleId(article),
            version=VersionId("1"),
            title="Refunds",
            url=None,
            passage=PassageId("p"),
            headings=(),
            quote="Refunds take 14 days.",
        )
        for article in articles
    )
    return Answer(claims=(Claim(text="Refunds take 14 days.", citations=citations),))


def _asked(line: int, *, answerable: bool, articles: tuple[str, ...] = ()) -> LabelledQuestion:
    return LabelledQuestion(
        question=f"Question {line}?",
        answerable=answerable,
        articles=tuple(map(ArticleId, articles)),
        line=line,
    )


def _report(*cases: tuple[LabelledQuestion, Outcome, float]) -> AnswersReport:
    outcomes = {asked.line: Judged(outcome=outcome, confidence=c) for asked, outcome, c in cases}
    questions = [asked for asked, _, _ in cases]
    return evaluate_answers(
        questions,
        lambda asked: outcomes[asked.line],
        clopper_pearson,
        lambda _stage, _done, _total: None,
    )


def test_shares_are_of_the_questions_they_speak_of() -> None:
    report = _report(
        (_asked(1, answerable=True, articles=("help/a.md",)), _citing("help/a.md"), 0.9),
        (_asked(2, answerable=True, articles=("help/a.md",)), _citing("help/b.md"), 0.8),
        (_asked(3, answerable=True), _ABSTAIN, 0.4),
        (_asked(4, answerable=False), _citing("help/a.md"), 0.7),
        (_asked(5, answerable=False), _ABSTAIN, 0.1),
        (_asked(6, answerable=False), Clarify(choices=()), 0.2),
        (_asked(7, answerable=False), HandOff(reason=HandOffReason.CUSTOMER_REQUEST), 0.0),
    )

    shares = {name: (figure.value, figure.n) for name, figure in report.figures.items()}
    assert shares["answered_share"] == (2 / 3, 3)
    assert shares["wrong_answer_rate"] == (2 / 3, 3)
    assert shares["abstention_precision"] == (2 / 3, 3)
    assert shares["abstention_recall"] == (2 / 4, 4)
    assert shares["clarified_share"] == (1 / 7, 7)
    assert shares["auroc"] == (11 / 12, 7)


def test_every_figure_comes_with_an_interval() -> None:
    report = _report((_asked(1, answerable=True), _citing("help/a.md"), 0.9))

    assert all(figure.low <= figure.value <= figure.high for figure in report.figures.values())


def test_an_item_says_what_was_asked_cited_and_thought_of_it() -> None:
    asked = _asked(3, answerable=True, articles=("help/a.md",))

    report = _report((asked, _citing("help/b.md", "help/b.md", "help/c.md"), 0.81234))

    (item,) = report.items
    assert item.as_json() == {
        "line": 3,
        "question": "Question 3?",
        "answerable": True,
        "outcome": "answered",
        "wrong": True,
        "confidence": 0.8123,
        "cited": ["help/b.md", "help/c.md"],
    }


def test_an_honest_no_cites_nothing_and_is_never_wrong() -> None:
    report = _report((_asked(1, answerable=True), _ABSTAIN, 0.3))

    (item,) = report.items
    assert item.cited == ()
    assert not item.is_wrong
