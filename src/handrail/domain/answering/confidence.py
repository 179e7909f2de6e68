"""How likely is what would be said right? A calibrated probability from measured evidence."""

from collections.abc import Mapping

from handrail.domain.answering.confidence_weights import GIVEN, NAME, SEARCHED
from handrail.domain.answering.evidence import evidence
from handrail.domain.answering.model import Confidence, Draft, Grounding
from handrail.domain.retrieval.model import SearchResult


def confidence(
    result: SearchResult, draft: Draft, grounding: Grounding, close: Mapping[str, float]
) -> Confidence:
    """Return the probability that the claims that may be said are right; 0 where there are none.

    `close` holds the signals of `closeness`, measured on the question and what would be said.
    """
    found = evidence(result.question, result, draft, grounding)
    if not found:
        return Confidence(value=0.0, model=NAME)
    found = {**found, **close}
    # Passages that were handed over had no rivals: their evidence weighs differently.
    forest = SEARCHED if result.first_stage else GIVEN
    return Confidence(value=forest.probability(found), evidence=found, model=NAME)
