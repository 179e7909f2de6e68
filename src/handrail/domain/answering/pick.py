"""Which sentences, steps or rows answer best? Scores every unit of the best passages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.question import Question, holds_answer
from handrail.domain.answering.words import Word, likeness, parts, rarity, stems_in
from handrail.domain.knowledge.model import UnitKind
from handrail.domain.retrieval.model import Hit, SearchResult

READ_HITS = 6
"""Passages read for an answer; what ranks below them is not evidence."""
_MOST_UNITS = 24  # of one passage; the ones nearest in meaning
_COVERAGE = 0.40
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


def pick(question: Question, result: SearchResult) -> tuple[Picked, ...]:
    """Return the units of the best passages, best first."""
    weights = term_weights(question, result.term_weights)
    hits = result.hits[:READ_HITS]
    best = hits[0].score if hits else 0.0
    found = [picked for hit in hits for picked in _units_of(question, weights, hit, best)]
    return tuple(sorted(found, key=lambda picked: -picked.score))


def term_weights(
    question: Question, in_knowledge: Mapping[str, float]
) -> tuple[tuple[Word, float], ...]:
    """Return a question's terms with how much each tells, here and in English at large."""
    most = max(in_knowledge.values(), default=0.0)
    known = {stem[:6]: weight / most for stem, weight in in_knowledge.items()} if most > 0 else {}
    seen: dict[str, tuple[Word, float]] = {}
    for word in question.terms:
        at_large = rarity(word.lower)
        here = known.get(word.lower[:6], at_large)
        seen.setdefault(word.stem, (word, 0.05 + (at_large + here) / 2))
    return tuple(seen.values())


@lru_cache(maxsize=65_536)
def presence(word: Word, stems: frozenset[str]) -> float:
    """Return how surely a word stands among stems, 0 to 1."""
    pieces = parts(word)
    if pieces[0] in stems:
        return 1.0
    whole = max((likeness(pieces[0], stem) for stem in stems), default=0.0)
    if whole or len(pieces) == 1:
        return whole
    return sum(piece in stems for piece in pieces[1:]) / (len(pieces) - 1)


def coverage(weights: tuple[tuple[Word, float], ...], stems: frozenset[str]) -> float:
    """Return the share of a question's weight that stands among stems."""
    total = sum(weight for _, weight in weights)
    if not total:
        return 0.0
    return sum(weight * presence(word, stems) for word, weight in weights) / total


def heading_stems(hit: Hit) -> frozenset[str]:
    """Return the stems of a passage's title and headings."""
    return stems_in("\n".join((hit.passage.title, *hit.passage.headings)))


def _units_of(
    question: Question, weights: tuple[tuple[Word, float], ...], hit: Hit, best: float
) -> list[Picked]:
    passage = hit.passage
    cosines = hit.unit_scores or (0.0,) * len(passage.units)
    nearest = sorted(range(len(passage.units)), key=lambda at: -cosines[at])[:_MOST_UNITS]
    around = coverage(weights, heading_stems(hit))
    behind = min(_FAR_BEHIND, best - hit.score)
    by_place = _HEADING_COVERAGE * around + _BY_RANK / hit.rank - _BY_SCORE * behind
    return [_picked(question, weights, hit, at, by_place) for at in nearest]


def _picked(
    question: Question, weights: tuple[tuple[Word, float], ...], hit: Hit, at: int, by_place: float
) -> Picked:
    unit = hit.passage.units[at]
    text = hit.passage.text[unit.start : unit.end]
    covered = coverage(weights, stems_in(text))
    cosine = hit.unit_scores[at] if hit.unit_scores else 0.0
    holds = holds_answer(question.kind, text)
    score = cosine + _COVERAGE * covered + by_place
    if holds and question.kind not in _UNTYPED:
        score += _HOLDS
    if question.kind is AnswerKind.STEPS and unit.kind is UnitKind.STEP:
        score += _STEP
    return Picked(hit=hit, unit=at, score=score, cosine=cosine, coverage=covered, holds=holds)
