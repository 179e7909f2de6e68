"""Ask a labelled question exactly as a customer's is asked, and store nothing."""

from dataclasses import dataclass, replace

from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.calibrate_answers import JudgedAnswer
from handrail.flow.evaluate_answers import Judged
from handrail.flow.given_passages import search_given
from handrail.flow.ports import Embedder
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledAsker:
    """Ask labelled questions, searching or from the passages that they bring along."""

    ports: ThinkPorts
    embedder: Embedder
    scope: Scope = PUBLIC

    def thought(
        self,
        labelled: LabelledQuestion,
        threshold: float | None,
        calibration: Calibration | None = None,
    ) -> Thought:
        """Return what is thought of a question; a given threshold replaces the calibration's."""
        ports = self.ports
        if (given := labelled.passages) is not None:
            ports = replace(ports, find=lambda q, _scope: search_given(q, given, self.embedder))
        asked = Asked(
            text=labelled.question,
            history=labelled.history,
            scope=self.scope,
            calibration=calibration,
            threshold=threshold,
        )
        return think(asked, ports)

    def for_calibration(self, labelled: LabelledQuestion) -> JudgedAnswer:
        """Return what would be said at threshold 0, and how sure it is."""
        thought = self.thought(labelled, 0.0)
        return JudgedAnswer(
            outcome=thought.outcome,
            confidence=0.0 if thought.confidence is None else thought.confidence.value,
            searched=thought.searched or labelled.question,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedAsker:
    """Ask labelled questions at the threshold that serves, or at a given one."""

    asker: LabelledAsker
    threshold: float | None = None
    calibration: Calibration | None = None

    def __call__(self, labelled: LabelledQuestion) -> Judged:
        """Return the outcome and how sure the assistant was of what it would have said."""
        thought = self.asker.thought(labelled, self.threshold, self.calibration)
        confidence = 0.0 if thought.confidence is None else thought.confidence.value
        return Judged(outcome=thought.outcome, confidence=confidence)
