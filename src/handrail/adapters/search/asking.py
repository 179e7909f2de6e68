"""Turn a question into weighted index terms, mending what the knowledge base does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handrail.adapters.search.analysis import common_words, identifiers, joined, stems
from handrail.adapters.search.lexical import Lexical, LexicalTerms
from handrail.domain.retrieval.matching import Asked, AskedWord
from handrail.domain.retrieval.spelling import edits, edits_forgiven

_COMPOUND = 0.5
_MENDED = (0.0, 0.8, 0.6)  # by number of edits
_MOST_MENDED = 3
_PREFIX = 2  # first letters that are trusted; misspelt ones are rare and would cost a full scan

Place = tuple[str, ...]
"""One word of a question, stemmed in each language that the knowledge base holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTerms:
    """Hold what a question is searched for."""

    lexical: LexicalTerms
    asked: Asked
    weights: Mapping[str, float]
    """Inverse document frequency of each stemmed word."""


def search_terms(question: str, languages: Sequence[str], lexical: Lexical) -> SearchTerms:
    """Return what to search for: words, the nearest known ones for unknown ones, names."""
    places = _places(question, languages)
    forms = {place: _forms(place, lexical) for place in places}
    for first, second in pairwise(places):
        for compound in _compounds(first, second, languages):
            if lexical.frequency(compound) > 0:
                forms[first].setdefault(compound, _COMPOUND)
    words: dict[str, float] = {}
    for counted in forms.values():
        for form, count in counted.items():
            words[form] = max(count, words.get(form, 0.0))
    names = identifiers(question)
    order = {place: number for number, place in enumerate(forms)}
    return SearchTerms(
        lexical=LexicalTerms(
            words=words, names=dict.fromkeys([*names, *joined(names), *words], 1.0)
        ),
        asked=Asked(
            words=_weighed(forms, common_words(question, languages), lexical),
            order=tuple(order[place] for place in places),
        ),
        weights={word: lexical.weight(lexical.frequency(word)) for word in words},
    )


def _places(question: str, languages: Sequence[str]) -> list[Place]:
    return list(zip(*(stems(question, language) for language in languages), strict=True))


def _forms(place: Place, lexical: Lexical) -> dict[str, float]:
    forms = dict.fromkeys(place, 1.0)
    if all(lexical.frequency(stem) == 0 for stem in place):
        for stem in dict.fromkeys(place):
            for mended, count in _mended(stem, lexical):
                forms.setdefault(mended, count)
    return forms


def _weighed(
    forms: Mapping[Place, Mapping[str, float]], common: frozenset[Place], lexical: Lexical
) -> tuple[AskedWord, ...]:
    telling = [place for place in forms if place not in common]
    counting = frozenset(telling or forms)  # "who is this for?" has nothing but common words
    return tuple(
        AskedWord(weight=_weight(counted, lexical) if place in counting else 0.0, forms=counted)
        for place, counted in forms.items()
    )


def _weight(forms: Mapping[str, float], lexical: Lexical) -> float:
    frequencies = [lexical.frequency(form) for form, count in forms.items() if count > _COMPOUND]
    return lexical.weight(max(frequencies, default=0))


def _compounds(first: Place, second: Place, languages: Sequence[str]) -> list[str]:
    # "set up" is often written "setup", "e-mail" "email".
    return [
        stem
        for one, other, language in zip(first, second, languages, strict=True)
        for stem in stems(one + other, language)
    ]


def _mended(term: str, lexical: Lexical) -> list[tuple[str, float]]:
    found = [(part, _COMPOUND) for part in _halves(term, lexical)]
    forgiven = edits_forgiven(term)
    if forgiven:
        near = [
            (distance, -frequency, other)
            for other, frequency in lexical.starting_with(term[:_PREFIX])
            if (distance := edits(term, other, forgiven)) <= forgiven
        ]
        found += [(other, _MENDED[n]) for n, _, other in sorted(near)[:_MOST_MENDED]]
    return found


def _halves(term: str, lexical: Lexical) -> tuple[str, ...]:
    cuts = [(term[:cut], term[cut:]) for cut in range(2, len(term) - 1)]
    known = [halves for halves in cuts if all(lexical.frequency(half) > 1 for half in halves)]
    rarity = [max(lexical.frequency(half) for half in halves) for halves in known]
    return known[rarity.index(min(rarity))] if known else ()
