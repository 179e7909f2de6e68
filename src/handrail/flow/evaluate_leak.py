"""Is a question answered although what answers it was taken away? On labelled questions.

Each question is asked as a customer asks it, with the passages of its articles removed from what
was found. An answer that comes all the same is a leak: it stands on something else in the help
centre, or on what a model remembers from elsewhere. An answer of which a claim is in nobody's words
but the model's is the one to look at first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handrail.domain.answering.checks.told import one_spaced
from handrail.domain.answering.model import Claim
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Outcome
from handrail.domain.decision.reply_json import claims_of, public_name
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.ports import Progress
from handrail.flow.read_labelled_questions import Row, rows_of
from handrail.kernel.errors import BadDataset

Find = Callable[[str, Scope], SearchResult]

_KEYS = ("question", "answerable", "articles", "history")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakItem:
    """Hold what came of one question whose articles were taken away."""

    labelled: LabelledQuestion
    outcome: Outcome
    usual: Outcome
    """What came of it with the articles in place."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return what was stated all the same."""
        return claims_of(self.outcome)

    @property
    def in_own_words(self) -> tuple[Claim, ...]:
        """Return the stated claims that stand in no quote word for word."""
        return tuple(claim for claim in self.claims if not _is_quoted(claim))

    def as_json(self) -> Mapping[str, object]:
        """Return the item as it is printed."""
        return {
            "line": self.labelled.line,
            "question": self.labelled.question,
            "removed": list(self.labelled.articles),
            "outcome": public_name(self.outcome),
            "usual_outcome": public_name(self.usual),
            "claims": [claim.text for claim in self.claims],
            "in_own_words": [claim.text for claim in self.in_own_words],
            "cited": [cited.article for claim in self.claims for cited in claim.citations],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakReport:
    """Hold the figures of a run and every item behind them."""

    figures: Mapping[str, Figure]
    items: tuple[LeakItem, ...]


Ask = Callable[[LabelledQuestion], Outcome]
"""Ask a question; store nothing."""


def read_supported(path: Path) -> tuple[LabelledQuestion, ...]:
    """Return the questions of a JSONL file that name the articles which answer them."""
    read = (_supported(row) for row in rows_of(path))
    questions = tuple(labelled for labelled in read if labelled is not None)
    if not questions:
        raise BadDataset(
            f"{path} names no articles to take away.", hint="Give questions their `articles`."
        )
    return questions


def evaluate_leak(
    questions: Sequence[LabelledQuestion],
    without: Ask,
    usually: Ask,
    interval: ExactInterval,
    progress: Progress,
) -> LeakReport:
    """Ask every question without its articles and count what is answered all the same.

    `answered_with_them` says beside it how many are answered with the articles in place: where that
    is none, no leak means nothing.
    """
    items: list[LeakItem] = []
    for labelled in questions:
        outcome, usual = without(labelled), usually(labelled)
        items.append(LeakItem(labelled=labelled, outcome=outcome, usual=usual))
        progress("ask", len(items), len(questions))
    counted = {
        "answered_with_them": sum(bool(claims_of(item.usual)) for item in items),
        "leaked": sum(bool(item.claims) for item in items),
        "leaked_in_own_words": sum(bool(item.in_own_words) for item in items),
    }
    figures = {name: share_figure(n, len(items), interval) for name, n in counted.items()}
    return LeakReport(figures=figures, items=tuple(items))


def without_articles(find: Find, gone: Sequence[ArticleId]) -> Find:
    """Return a search that finds nothing of some articles."""

    def search(question: str, scope: Scope) -> SearchResult:
        result = find(question, scope)
        left = [hit for hit in result.hits if hit.passage.article not in gone]
        removed = {hit.passage.id for hit in result.hits if hit.passage.article in gone}
        return replace(
            result,
            hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(left, start=1)),
            first_stage=tuple(ref for ref in result.first_stage if ref not in removed),
        )

    return search


def _supported(row: Row) -> LabelledQuestion | None:
    row.reject_misspelt(_KEYS)
    articles = tuple(dict.fromkeys(ArticleId(ref) for ref in row.texts("articles")))
    is_answerable = not row.has("answerable") or row.boolean("answerable")
    if not articles or not is_answerable:
        return None
    return LabelledQuestion(
        question=row.text("question"),
        answerable=True,
        articles=articles,
        history=row.texts("history"),
        line=row.line,
    )


def _is_quoted(claim: Claim) -> bool:
    quotes = " ".join(cited.quote for cited in claim.citations)
    return one_spaced(claim.text) in one_spaced(quotes)
