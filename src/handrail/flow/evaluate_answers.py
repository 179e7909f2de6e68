"""How often is a customer answered, how often wrongly, and does the confidence know? On labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
    Outcome,
)
from handrail.domain.decision.reply_json import public_name
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.figures import ExactInterval, auroc_figure, share_figure
from handrail.domain.quality.model import Figure
from handrail.flow.ports import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold what came of one labelled question: the outcome and how sure the assistant was."""

    outcome: Outcome
    confidence: float
    """Of what would have been said, also where nothing was."""


AnswerOnce = Callable[[LabelledQuestion], Judged]
"""Run one question through search, draft, check, confidence and decision; store nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredItem:
    """Hold one labelled question beside what came of it."""

    labelled: LabelledQuestion
    judged: Judged

    @property
    def is_answered(self) -> bool:
        """Tell whether something was stated."""
        return isinstance(self.judged.outcome, Answer)

    @property
    def is_wrong(self) -> bool:
        """Tell whether what was stated is not what the label supports."""
        return is_wrong(self.labelled, self.judged.outcome)

    @property
    def is_clarified(self) -> bool:
        """Tell whether the customer was asked which of several readings is meant."""
        return isinstance(self.judged.outcome, Clarify)

    @property
    def is_abstained(self) -> bool:
        """Tell whether the assistant said that it does not know."""
        match self.judged.outcome:
            case Abstain() | HandOff() | Courtesy():
                return True
            case ActionRuled() | AskForAction() | NothingDone():
                return True
            case Answer() | Clarify():
                return False

    @property
    def cited(self) -> tuple[ArticleId, ...]:
        """Return the articles that were cited, in order and once each."""
        match self.judged.outcome:
            case Answer(claims=claims):
                articles = [cited.article for claim in claims for cited in claim.citations]
                return tuple(dict.fromkeys(articles))
            case Clarify() | Abstain() | HandOff() | Courtesy():
                return ()
            case ActionRuled() | AskForAction() | NothingDone():
                return ()

    def as_json(self) -> Mapping[str, object]:
        """Return the item as it is printed."""
        return {
            "line": self.labelled.line,
            "question": self.labelled.question,
            "answerable": self.labelled.answerable,
            "outcome": public_name(self.judged.outcome),
            "wrong": self.is_wrong,
            "confidence": round(self.judged.confidence, 4),
            "cited": list(self.cited),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersReport:
    """Hold the figures of a run and every item behind them."""

    figures: Mapping[str, Figure]
    items: tuple[AnsweredItem, ...]


def evaluate_answers(
    questions: Sequence[LabelledQuestion],
    answer: AnswerOnce,
    interval: ExactInterval,
    progress: Progress,
) -> AnswersReport:
    """Answer every labelled question and measure.

    `answered_share` is of the answerable questions, `wrong_answer_rate` of those answered,
    `abstention_precision` of those abstained (how many rightly), `abstention_recall` of those that
    cannot be answered (how many were abstained), `clarified_share` of all.
    """
    items = []
    for asked in questions:
        items.append(AnsweredItem(labelled=asked, judged=answer(asked)))
        progress("ask", len(items), len(questions))
    return AnswersReport(figures=_figures(items, interval), items=tuple(items))


def _figures(items: Sequence[AnsweredItem], interval: ExactInterval) -> Mapping[str, Figure]:
    answerable = [item for item in items if item.labelled.answerable]
    unanswerable = [item for item in items if not item.labelled.answerable]
    answered = [item for item in items if item.is_answered]
    abstained = [item for item in items if item.is_abstained]

    def share(count: int, cases: Sequence[AnsweredItem]) -> Figure:
        return share_figure(count, len(cases), interval)

    return {
        "answered_share": share(sum(item.is_answered for item in answerable), answerable),
        "wrong_answer_rate": share(sum(item.is_wrong for item in answered), answered),
        "abstention_precision": share(
            sum(not item.labelled.answerable for item in abstained), abstained
        ),
        "abstention_recall": share(sum(item.is_abstained for item in unanswerable), unanswerable),
        "auroc": auroc_figure(
            [item.judged.confidence for item in items],
            [item.labelled.answerable for item in items],
        ),
        "clarified_share": share(sum(item.is_clarified for item in items), items),
    }
