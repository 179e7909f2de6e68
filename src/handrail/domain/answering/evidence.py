"""What speaks for and against an answer: measured signals, each a plain number with a name.

Cosines come from the search; words are compared here. Nothing depends on who wrote the draft.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.model import Draft, Grounding
from handrail.domain.answering.pick import (
    READ_HITS,
    Picked,
    coverage,
    heading_stems,
    pick,
    presence,
    term_weights,
)
from handrail.domain.answering.question import (
    Question,
    holds_answer,
    is_negated,
    read_question,
)
from handrail.domain.knowledge.wording.words import Word, WordKind, read_words, stems_in
from handrail.domain.retrieval.model import Hit, SearchResult

Weights = tuple[tuple[Word, float], ...]

_SHARPNESS = 20.0  # turns cosines of articles into shares
_NEAR = 5  # words between two terms that still belong together
_TYPED = frozenset(
    {
        AnswerKind.DURATION,
        AnswerKind.AMOUNT,
        AnswerKind.TIME,
        AnswerKind.PERSON,
        AnswerKind.PLACE,
        AnswerKind.REASON,
        AnswerKind.STEPS,
    }
)


def evidence(
    question: str, result: SearchResult, draft: Draft, grounding: Grounding
) -> Mapping[str, float]:
    """Return the signals for what would be said now; nothing where nothing would be said."""
    asked = read_question(question)
    picked = pick(asked, result)
    said = grounding.supported
    if not picked or not said:
        return {}
    weights = term_weights(asked, result.term_weights)
    cited = {citation.passage for claim in said for citation in claim.citations}
    quote = "\n".join(claim.text for claim in said)
    lead = next((one for one in picked if one.hit.passage.id in cited), picked[0])
    hits = result.hits[:READ_HITS]
    return {
        **_nearness(picked, lead, hits),
        **_competition(picked, lead, hits),
        **_wording(asked, weights, lead, quote, hits),
        **_kind_of_answer(asked, lead, quote),
        "question_terms": math.log1p(len(asked.terms)),
        "question_words": math.log1p(len(asked.words)),
        "grounded": len(said) / max(1, len(draft.claims)),
        "claims": float(len(said)),
    }


def _nearness(picked: Sequence[Picked], lead: Picked, hits: Sequence[Hit]) -> dict[str, float]:
    cosines = sorted((one.cosine for one in picked), reverse=True)
    own = [one.cosine for one in picked if one.hit.passage.id == lead.hit.passage.id]
    dense = [hit.signals.get("dense", 0.0) for hit in hits]
    return {
        "unit_cosine": cosines[0],
        "lead_cosine": lead.cosine,
        "third_unit_cosine": cosines[min(2, len(cosines) - 1)],
        "lead_mean_cosine": sum(own) / len(own),
        "lead_score": lead.score,
        "dense": max(dense),
        "lead_dense": lead.hit.signals.get("dense", 0.0),
        "lead_head": lead.hit.signals.get("head_dense", 0.0),
        "head": max(hit.signals.get("head_dense", 0.0) for hit in hits),
    }


def _competition(picked: Sequence[Picked], lead: Picked, hits: Sequence[Hit]) -> dict[str, float]:
    best: dict[str, float] = {}
    scores: dict[str, float] = {}
    for one in picked:
        article = one.hit.passage.article
        best[article] = max(best.get(article, 0.0), one.cosine)
        scores[article] = max(scores.get(article, 0.0), one.score)
    own = lead.hit.passage.article
    rival = max((value for article, value in best.items() if article != own), default=0.0)
    rival_score = max((value for article, value in scores.items() if article != own), default=0.0)
    shares = [math.exp(_SHARPNESS * (value - max(best.values()))) for value in best.values()]
    total = sum(shares)
    densest = max(hits, key=lambda hit: hit.signals.get("dense", 0.0))
    wordiest = max(hits, key=lambda hit: hit.signals.get("lexical", 0.0))
    return {
        "cosine_gap": best[own] - rival if len(best) > 1 else 0.0,
        "score_gap": scores[own] - rival_score if len(best) > 1 else 0.0,
        "rivals": float(len(best) > 1),
        "entropy": -sum(share / total * math.log(share / total) for share in shares if share),
        "lead_is_first": float(lead.hit.rank == 1),
        "lead_is_densest": float(densest.passage.article == own),
        "lead_is_wordiest": float(wordiest.passage.article == own),
        "hits_of_lead": float(sum(hit.passage.article == own for hit in hits)) / len(hits),
        "dense_spread": densest.signals.get("dense", 0.0) - hits[-1].signals.get("dense", 0.0),
        "units_read": math.log1p(len(lead.hit.passage.units)),
    }


def _wording(
    asked: Question, weights: Weights, lead: Picked, quote: str, hits: Sequence[Hit]
) -> dict[str, float]:
    in_quote = stems_in(quote)
    around = heading_stems(lead.hit)
    in_passage = stems_in(lead.hit.passage.text) | around
    anywhere = frozenset[str]().union(
        *(stems_in(hit.passage.text) | heading_stems(hit) for hit in hits)
    )
    return {
        "unit_coverage": lead.coverage,
        "quote_coverage": coverage(weights, in_quote),
        "near_coverage": coverage(weights, in_quote | around),
        "passage_coverage": coverage(weights, in_passage),
        "head_coverage": coverage(weights, around),
        "all_coverage": coverage(weights, anywhere),
        "missing_in_quote": _heaviest_missing(weights, in_quote | around),
        "missing_in_passage": _heaviest_missing(weights, in_passage),
        "missing_anywhere": _heaviest_missing(weights, anywhere),
        "missing_names": _missing(weights, in_passage, WordKind.NAME),
        "missing_numbers": _missing(weights, in_quote | around, WordKind.NUMBER),
        "rarest_missing": _rarest_missing(weights, in_quote | around),
        "lead_total": lead.hit.score,
        "pairs": _pairs_kept(asked, quote),
        "asked_weight": math.log1p(sum(weight for _, weight in weights)),
        "first_term": presence(asked.terms[0], in_quote | around),
        "last_term": presence(asked.terms[-1], in_quote | around),
    }


def _heaviest_missing(weights: Weights, stems: frozenset[str]) -> float:
    return max((weight * (1 - presence(word, stems)) for word, weight in weights), default=0.0)


def _missing(weights: Weights, stems: frozenset[str], kind: WordKind) -> float:
    return float(sum(word.kind is kind and not presence(word, stems) for word, _ in weights))


def _rarest_missing(weights: Weights, stems: frozenset[str]) -> float:
    """Return how absent the most telling word of a question is, 0 to 1."""
    word, _ = max(weights, key=lambda pair: pair[1])
    return 1.0 - presence(word, stems)


def _pairs_kept(asked: Question, quote: str) -> float:
    """Return the share of neighbouring terms that stand near each other in the quote too."""
    pairs = list(pairwise(asked.terms))
    if not pairs:
        return 0.5
    places: dict[str, list[int]] = {}
    for place, word in enumerate(read_words(quote)):
        places.setdefault(word.stem, []).append(place)
    near = sum(
        any(
            abs(here - there) <= _NEAR
            for here in places.get(one.stem, ())
            for there in places.get(other.stem, ())
        )
        for one, other in pairs
    )
    return near / len(pairs)


def _kind_of_answer(asked: Question, lead: Picked, quote: str) -> dict[str, float]:
    is_typed = asked.kind in _TYPED
    asked_stems = {word.stem for word in asked.words}
    said = read_words(lead.text)
    new = [word for word in said if word.kind is not WordKind.STOP and word.stem not in asked_stems]
    return {
        "typed": float(is_typed),
        "holds": float(is_typed and lead.holds),
        "lacks": float(is_typed and not holds_answer(asked.kind, quote)),
        "asks_steps": float(asked.kind is AnswerKind.STEPS),
        "asks_yes_no": float(asked.kind is AnswerKind.YES_NO),
        "asks_reason": float(asked.kind is AnswerKind.REASON),
        "asks_definition": float(asked.kind is AnswerKind.DEFINITION),
        "negated": float(asked.is_negated),
        "negation_differs": float(asked.is_negated != is_negated(lead.text)),
        "new_words": len(new) / max(1, len(said)),
        "unit_words": math.log1p(len(said)),
    }
