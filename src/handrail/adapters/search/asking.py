"""Turn a question into weighted index terms, mending what the knowledge base does not know."""

from collections.abc import Sequence
from itertools import pairwise

from handrail.adapters.search.analysis import identifiers, joined, stems
from handrail.adapters.search.lexical import AskedTerms, Lexical
from handrail.domain.retrieval.spelling import edits, edits_forgiven

_COMPOUND_WEIGHT = 0.5
_MENDED_WEIGHTS = (0.0, 0.8, 0.6)  # by number of edits
_MOST_MENDED = 3
_PREFIX = 2  # first letters that are trusted; misspelt ones are rare and would cost a full scan


def asked_terms(question: str, languages: Sequence[str], lexical: Lexical) -> AskedTerms:
    """Return what to search for: words, the nearest known ones for unknown ones, names."""
    words: dict[str, float] = {}
    for language in languages:
        in_order = stems(question, language)
        for term in dict.fromkeys(in_order):
            _raise(words, term, 1.0)
            if lexical.frequency(term) == 0:
                for mended, weight in _mended(term, lexical):
                    _raise(words, mended, weight)
        for compound in _compounds(in_order, language):
            if lexical.frequency(compound) > 0:
                _raise(words, compound, _COMPOUND_WEIGHT)
    names = identifiers(question)
    return AskedTerms(words=words, names=dict.fromkeys([*names, *joined(names), *words], 1.0))


def _raise(words: dict[str, float], term: str, weight: float) -> None:
    words[term] = max(weight, words.get(term, 0.0))


def _compounds(in_order: Sequence[str], language: str) -> list[str]:
    # "set up" is often written "setup", "e-mail" "email".
    return [stem for a, b in pairwise(in_order) for stem in stems(a + b, language)]


def _mended(term: str, lexical: Lexical) -> list[tuple[str, float]]:
    halves = [(term[:cut], term[cut:]) for cut in range(2, len(term) - 1)]
    known = [h for h in halves if all(lexical.frequency(part) > 1 for part in h)]
    if known:
        rarest = min(known, key=lambda h: max(lexical.frequency(part) for part in h))
        split = [(part, _COMPOUND_WEIGHT) for part in rarest]
    else:
        split = []
    forgiven = edits_forgiven(term)
    if not forgiven:
        return split
    near = [
        (distance, -frequency, other)
        for other, frequency in lexical.starting_with(term[:_PREFIX])
        if (distance := edits(term, other, forgiven)) <= forgiven
    ]
    return split + [(other, _MENDED_WEIGHTS[n]) for n, _, other in sorted(near)[:_MOST_MENDED]]
