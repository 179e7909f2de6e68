"""From what a search found to what could be said: draft, check, how sure. Stores nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.answering.closeness import closeness, quote_of, word_spans
from handrail.domain.answering.confidence import confidence
from handrail.domain.answering.model import ClaimCheck, Confidence, Draft, Grounding
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.ports import Checker, Embedder, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Hold what could be said, what the check left of it, and how likely it is to be right."""

    draft: Draft
    grounding: Grounding
    confidence: Confidence


def weigh_answer(
    question: str,
    result: SearchResult,
    writer: Writer,
    checker: Checker,
    embedder: Embedder | None = None,
) -> Weighed:
    """Return a draft for a standalone question with its verdicts and its confidence.

    Without an embedder, question and quote are not compared word by word and confidence is lower.
    """
    draft = writer.draft(question, result)
    passages = {hit.passage.id: hit.passage for hit in result.hits}
    grounding = checker.check(draft, passages)
    return Weighed(
        draft=draft,
        grounding=grounding,
        confidence=_sure(question, result, draft, grounding, embedder),
    )


def sure_of_claim(
    question: str, result: SearchResult, check: ClaimCheck, embedder: Embedder | None
) -> Confidence:
    """Return how likely one checked claim is to be right if it is all that is said."""
    draft = Draft(claims=(check.claim,), writer="")
    grounding = Grounding(checks=(check,), checker="")
    close = _close(question, grounding, embedder)
    return confidence(result, draft, grounding, close)


def _sure(
    question: str,
    result: SearchResult,
    draft: Draft,
    grounding: Grounding,
    embedder: Embedder | None,
) -> Confidence:
    """Return how sure a draft is; one that is told claim by claim, as sure as its surest claim."""
    if not draft.is_by_claim or not grounding.supported:
        close = _close(question, grounding, embedder)
        return confidence(result, draft, grounding, close)
    each = (sure_of_claim(question, result, check, embedder) for check in grounding.checks)
    return max(each, key=lambda sure: sure.value)


def _close(question: str, grounding: Grounding, embedder: Embedder | None) -> Mapping[str, float]:
    """Return how closely what may be said matches the question; nothing where nothing is said."""
    if embedder is None or not grounding.supported:
        return {}
    texts = (question, quote_of(grounding))
    wholes, words = embedder.embed_with_spans(texts, tuple(map(word_spans, texts)))
    return closeness(question, wholes, words[0], words[1])
