"""Which sentences, steps or rows answer best? Scores every unit of the best passages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.question import Question, holds_answer
from handrail.domain.knowledge.model import UnitKind
from handrail.domain.knowledge.wording.words import Word, likest, parts, rarity, stems_in
from handrail.domain.retrieval.model import Hit, SearchResult
from handrail.kernel.patterns import when_used

Weights = tuple[tuple[Word, float], ...]
"""A question's terms with how much each tells."""
READ_HITS = 6
"""Passages read for an answer; what ranks below them is not evidence."""
_MOST_UNITS = 24  # of one passage; the ones nearest in meaning
_COVERAGE = 0.30
_UNDER_HEADINGS = 0.5  # of the coverage: what title and headings say need not be said again
_STANDS_OUT = 0.5  # units embedded together are alike: what sets one apart from the rest counts
_POINTER = 0.1
_MERE_POINTER = 0.3  # it says where the answer stands, or asks, and answers nothing itself
_MOST_POINTER_WORDS = 25
_POINTS_ELSEWHERE = when_used(
    r"\b(?:see|refer to|read more|more (?:information|details) (?:about|on|in))\b", re.IGNORECASE
)
_ONLY_POINTS = when_used(
    r"\b(?:explained|described|covered|listed|found) in\b|\blearn more\b|\?\s*$"
    r"|^\W*(?:please |always )?(?:see|check|refer to|read|visit|consult)\b.*"
    r"\b(?:documentation|docs|guide|article|page|section|release notes)\b",
    re.IGNORECASE,
)
_HEADING_COVERAGE = 0.06
_HOLDS = 0.06
_STEP = 0.05
_BY_RANK = 0.05
_BY_SCORE = 0.06  # per unit of the ranker's score
_FAR_BEHIND = 4.0
_UNTYPED = frozenset({AnswerKind.OTHER, AnswerKind.YES_NO, AnswerKind.DEFINITION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Hold one unit of a hit with what speaks for it."""

    hit: Hit
    unit: int
    """Place among the passage's units, from 0."""
    score: float
    cosine: float
    coverage: float
    """Share of the question's weight that stands in the unit itself."""
    holds: bool
    """Whether the unit holds anything of the kind that was asked for."""

    @property
    def text(self) -> str:
        """Return the unit, verbatim."""
        span = self.hit.passage.units[self.unit]
        return self.hit.passage.text[span.start : span.end]


@lru_cache(maxsize=16)
def pick(question: Question, result: SearchResult) -> tuple[Picked, ...]:
    """Return the units of the best passages, best first."""
    weights = term_weights(question, result.term_weights)
    hits = result.hits[:READ_HITS]
    best = hits[0].score if hits else 0.0
    found = [picked for hit in hits for picked in _units_of(question, weights, hit, best)]
    return tuple(sorted(found, key=lambda picked: -picked.score))


def term_weights(question: Question, in_knowledge: Mapping[str, float]) -> Weights:
    """Return a question's terms with how much each tells, here and in English at large."""
    most = max(in_knowledge.values(), default=0.0)
    known = {stem[:6]: weight / most for stem, weight in in_knowledge.items()} if most > 0 else {}
    seen: dict[str, tuple[Word, float]] = {}
    for word in question.terms:
        at_large = rarity(word.lower)
        here = known.get(word.lower[:6], at_large)
        seen.setdefault(word.stem, (word, 0.05 + (at_large + here) / 2))
    return tuple(seen.values())


def presence(word: Word, stems: frozenset[str]) -> float:
    """Return how surely a word stands among stems, 0 to 1."""
    pieces = parts(word)
    whole = likest(pieces[0], stems)
    if whole or len(pieces) == 1:
        return whole
    return sum(piece in stems for piece in pieces[1:]) / (len(pieces) - 1)


def coverage(weights: Weights, stems: frozenset[str]) -> float:
    """Return the share of a question's weight that stands among stems."""
    return _share(weights, [presence(word, stems) for word, _ in weights])


def heading_stems(hit: Hit) -> frozenset[str]:
    """Return the stems of a passage's title and headings."""
    return stems_in("\n".join((hit.passage.title, *hit.passage.headings)))


def _share(weights: Weights, found: Sequence[float]) -> float:
    total = sum(weight for _, weight in weights)
    if not total:
        return 0.0
    return sum(weight * share for (_, weight), share in zip(weights, found, strict=True)) / total


def _units_of(question: Question, weights: Weights, hit: Hit, best: float) -> list[Picked]:
    passage = hit.passage
    cosines = hit.unit_scores or (0.0,) * len(passage.units)
    nearest = sorted(range(len(passage.units)), key=lambda at: -cosines[at])[:_MOST_UNITS]
    stems = heading_stems(hit)
    around = [presence(word, stems) for word, _ in weights]
    usual = sum(cosines) / max(1, len(cosines))
    behind = min(_FAR_BEHIND, best - hit.score)
    by_place = _HEADING_COVERAGE * _share(weights, around)
    by_place += _BY_RANK / hit.rank - _BY_SCORE * behind
    by_place -= _STANDS_OUT * usual
    headings = _Headings(stems=stems, around=around, by_place=by_place)
    return [_picked(question, weights, hit, at, headings) for at in nearest]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headings:
    """Hold what title and headings say of a question, and what speaks for all units below them."""

    stems: frozenset[str]
    around: Sequence[float]
    """How surely each term of the question stands in them."""
    by_place: float


def _picked(question: Question, weights: Weights, hit: Hit, at: int, headings: _Headings) -> Picked:
    unit = hit.passage.units[at]
    text = hit.passage.text[unit.start : unit.end]
    stems = stems_in(text)
    own = [presence(word, stems) for word, _ in weights]
    covered = _share(weights, own)
    in_place = _share(weights, _in_place(weights, own, stems, headings))
    cosine = hit.unit_scores[at] if hit.unit_scores else 0.0
    holds = holds_answer(question.kind, text)
    said = (1 - _UNDER_HEADINGS) * covered + _UNDER_HEADINGS * in_place
    score = (1 + _STANDS_OUT) * cosine + _COVERAGE * said + headings.by_place
    score -= _pointing(text)
    if holds and question.kind not in _UNTYPED:
        score += _HOLDS
    if question.kind is AnswerKind.STEPS and unit.kind is UnitKind.STEP:
        score += _STEP
    return Picked(hit=hit, unit=at, score=score, cosine=cosine, coverage=covered, holds=holds)


def _in_place(
    weights: Weights, own: Sequence[float], stems: frozenset[str], headings: _Headings
) -> list[float]:
    """Return how surely each term stands in a unit or in the headings above it."""
    return [
        max(here, above) if len(parts(word)) == 1 else presence(word, stems | headings.stems)
        for (word, _), here, above in zip(weights, own, headings.around, strict=True)
    ]


@lru_cache(maxsize=8_192)
def _pointing(text: str) -> float:
    """Return what speaks against a unit that sends the reader elsewhere instead of answering."""
    if len(text.split()) > _MOST_POINTER_WORDS:
        return 0.0
    if _ONLY_POINTS.search(text):
        return _MERE_POINTER
    return _POINTER if _POINTS_ELSEWHERE.search(text) else 0.0
