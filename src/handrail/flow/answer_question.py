"""From what a search found to what could be said: draft, check, how sure. Stores nothing."""

from dataclasses import dataclass

from handrail.domain.answering.confidence import confidence
from handrail.domain.answering.model import Confidence, Draft, Grounding
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.ports import Checker, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Hold what could be said, what the check left of it, and how likely it is to be right."""

    draft: Draft
    grounding: Grounding
    confidence: Confidence


def weigh_answer(question: str, result: SearchResult, writer: Writer, checker: Checker) -> Weighed:
    """Return a draft for a standalone question with its verdicts and its confidence."""
    draft = writer.draft(question, result)
    passages = {hit.passage.id: hit.passage for hit in result.hits}
    grounding = checker.check(draft, passages)
    return Weighed(
        draft=draft,
        grounding=grounding,
        confidence=confidence(question, result, draft, grounding),
    )
