"""What comes of a question: an answer, a question back, or an honest "I do not know"?

Asking back does not depend on the threshold, so what is answered at a higher threshold is always a
part of what is answered at a lower one; the calibration relies on that.
"""

from collections.abc import Sequence

from handrail.domain.answering.model import Confidence, Grounding
from handrail.domain.decision.ambiguity import readings
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, Clarify, Outcome
from handrail.domain.knowledge.model import ArticleId, Audience
from handrail.domain.knowledge.wording.words import content_words, likest, rarity, stems_of
from handrail.domain.retrieval.model import Hit, SearchResult

_MOST_NEAREST = 3
_LOOKED_AT = 8
_TRUSTED_CANDIDATES = 5
# Cosine from which a passage is worth reading although its title names nothing that was asked.
_PLAUSIBLE = 0.5
_NAMED_SHARE = 0.4  # of what the question's words tell; "take" and "long" tell little


def decide(
    result: SearchResult,
    grounding: Grounding,
    confidence: Confidence,
    threshold: float,
    *,
    earlier: Sequence[str] = (),
    may_ask: bool = True,
) -> Outcome:
    """Return what to say to a question that was searched, drafted and checked.

    `earlier` is what the customer wrote before. `may_ask` is false where the last reply was already
    a question back, or where nobody can answer it: asking twice in a row helps no one.
    """
    if (at_once := decide_at_once(result, earlier=earlier, may_ask=may_ask)) is not None:
        return at_once
    if grounding.supported and confidence.value >= threshold:
        return Answer(claims=grounding.supported)
    return Abstain(reason=_reason(result, grounding), nearest=nearest_articles(result))


def decide_at_once(
    result: SearchResult, *, earlier: Sequence[str] = (), may_ask: bool = True
) -> Clarify | Abstain | None:
    """Return what comes of a question whatever is drafted; None where that depends on the draft."""
    if not content_words(result.question):
        return Abstain(reason=AbstainReason.NOT_UNDERSTOOD)
    choices = readings(result.question, result.hits, earlier) if may_ask else ()
    return Clarify(choices=choices) if choices else None


def nearest_articles(result: SearchResult) -> tuple[ArticleId, ...]:
    """Return public articles that may be worth reading, nearest first; often none is."""
    plausible = [hit for hit in result.hits[:_LOOKED_AT] if _is_plausible(result.question, hit)]
    return tuple(dict.fromkeys(hit.passage.article for hit in plausible))[:_MOST_NEAREST]


def _is_plausible(question: str, hit: Hit) -> bool:
    if hit.passage.audience is not Audience.PUBLIC:
        return False
    if hit.signals.get("dense", 0.0) >= _PLAUSIBLE:
        return True
    asked = content_words(question)
    named = stems_of(" . ".join((hit.passage.title, *hit.passage.headings)))
    found = [word for word in asked if likest(word.stem, named) > 0]
    told, asked_for = (sum(rarity(w.lower) for w in words) for words in (found, asked))
    return told > 0 and told >= _NAMED_SHARE * asked_for


def _reason(result: SearchResult, grounding: Grounding) -> AbstainReason:
    if _has_changed(result):
        return AbstainReason.KNOWLEDGE_CHANGED
    if not result.hits or not grounding.checks:
        return AbstainReason.NO_EVIDENCE
    if not grounding.supported:
        return AbstainReason.NOT_GROUNDED
    return AbstainReason.LOW_CONFIDENCE


def _has_changed(result: SearchResult) -> bool:
    """Tell whether the best candidates were all edited or retired since the index was built."""
    offered = result.first_stage[:_TRUSTED_CANDIDATES]
    live = {*(hit.passage.id for hit in result.hits), *result.beyond}
    return bool(offered) and live.isdisjoint(offered)
