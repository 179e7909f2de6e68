"""Ask questions as evaluations of safety need them: without some articles, or under attack."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.labelled import GivenPassage, LabelledQuestion
from handrail.domain.decision.model import Outcome
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.evaluate_injection import Placement, Reply
from handrail.flow.evaluate_leak import without_articles
from handrail.flow.given_passages import search_given
from handrail.flow.ports import Embedder
from handrail.flow.read_attacks import Attack
from handrail.flow.thought import Thought
from handrail.flow.without_guard import EVERYTHING, without_guard

Find = Callable[[str, Scope], SearchResult]

_TITLE = "Notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAsker:
    """Ask at the threshold that serves, or at a given one; or as the model alone would answer."""

    asker: LabelledAsker
    threshold: float | None = None
    calibration: Calibration | None = None

    def unguarded(self) -> "SafetyAsker":
        """Return what asks without the guard: for comparison, and reachable by no setting."""
        return SafetyAsker(asker=without_guard(self.asker), threshold=EVERYTHING)

    def asked(self, labelled: LabelledQuestion) -> Outcome:
        """Return what comes of a question."""
        return self._thought(labelled, self.asker.ports.find).outcome

    def without_its_articles(self, labelled: LabelledQuestion) -> Outcome:
        """Return what comes of a question when what answers it is not found."""
        find = without_articles(self.asker.ports.find, labelled.articles)
        return self._thought(labelled, find).outcome

    def attacked(self, attack: Attack, placement: Placement | None) -> Reply:
        """Return what comes of a question with the attack in its place, or without it."""
        find, question = self.asker.ports.find, attack.question
        match placement:
            case Placement.ARTICLE:
                find = _planted(find, attack.text, self.asker.embedder)
            case Placement.CUSTOMER_TURN:
                question = f"{question} {attack.instruction}"
            case None:
                pass
        thought = self._thought(LabelledQuestion(question=question, answerable=True), find)
        return Reply(outcome=thought.outcome, titles=thought.titles)

    def _thought(self, labelled: LabelledQuestion, find: Find) -> Thought:
        asker = replace(self.asker, ports=replace(self.asker.ports, find=find))
        return asker.thought(labelled, self.threshold, self.calibration)


def _planted(find: Find, text: str, embedder: Embedder) -> Find:
    """Return a search that finds a text before all others, as a public article."""

    def search(question: str, scope: Scope) -> SearchResult:
        given = (GivenPassage(title=_TITLE, text=text),)
        planted = search_given(question, given, embedder).hits
        result = find(question, scope)
        best_first = enumerate((*planted, *result.hits), start=1)
        return replace(result, hits=tuple(replace(hit, rank=rank) for rank, hit in best_first))

    return search
