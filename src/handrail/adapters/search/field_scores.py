"""How well do given passages match a question in each field? As the word index scores them.

The word index finds the best passages of all; asked for the scores of some hundred given ones, it
takes longer than counting their words does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.lexical import FIELDS, Lexical, LexicalTerms
from handrail.adapters.search.wording import Wording
from handrail.domain.retrieval.matching import (
    BREAK,
    Asked,
    AskedWord,
    Found,
    Rows,
    WordsFound,
    meanings_of,
)

_REPEATED = 1.2
_LONG = 0.75
"""BM25's two constants, as the word index has them."""
_EXACT_LENGTHS = 24
_STEPS = 8  # to each doubling of the length

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScores:
    """Score passages by BM25 in each field."""

    lexical: Lexical
    wording: Wording
    dampings: Mapping[str, NDArray[np.float32]]
    """How much each passage's length counts against a word of it."""

    def of(
        self,
        terms: LexicalTerms,
        rows: NDArray[np.int64],
        found: WordsFound,
        own: NDArray[np.int64],
    ) -> dict[str, _Floats]:
        """Return the score of each given row in each field; `own` are their places in `found`."""
        words = list(terms.words)
        titles = found.titles.times(words)[own]
        counts = {
            "title": titles,
            "headings": found.heads.times(words)[own] - titles,
            "body": found.bodies.times(words)[own],
            "exact": _times(self.wording.names.picked(rows), list(terms.names)),
        }
        return {field: self._scored(field, terms, counts[field], rows) for field in FIELDS}

    def _scored(
        self, field: str, terms: LexicalTerms, counts: _Floats, rows: NDArray[np.int64]
    ) -> _Floats:
        counted = terms.names if field == "exact" else terms.words
        weights = [
            count * self.lexical.weight(self.lexical.frequency_in(field, term))
            for term, count in counted.items()
        ]
        damped = counts / (counts + self.dampings[field][rows, None])
        return np.asarray(damped @ np.array(weights) * (_REPEATED + 1.0))


def field_scores(lexical: Lexical, wording: Wording) -> FieldScores:
    """Return what scores the passages of a snapshot."""
    titles = wording.titles.lengths()
    lengths = {
        "title": titles,
        "headings": _words_in(wording.heads) - titles,
        "body": wording.bodies.lengths(),
        "exact": wording.names.lengths(),
    }
    return FieldScores(
        lexical=lexical,
        wording=wording,
        dampings={field: _dampings(lengths[field]) for field in FIELDS},
    )


def _times(texts: Rows, names: list[str]) -> _Floats:
    asked = Asked(words=tuple(AskedWord(weight=1.0, forms={n: 1.0}) for n in names), order=())
    return Found(asked, meanings_of(asked), texts).times(names)


def _words_in(texts: Rows) -> NDArray[np.int64]:
    breaks = np.concatenate([[0], np.cumsum(texts.codes == BREAK)])
    return np.asarray(texts.lengths() - np.diff(breaks[texts.starts]))


def _dampings(lengths: NDArray[np.int64]) -> NDArray[np.float32]:
    mean = max(float(lengths.mean()), 1e-9) if len(lengths) else 1.0
    relative = _rounded_down(lengths) / mean
    return (_REPEATED * (1.0 - _LONG + _LONG * relative)).astype(np.float32)


def _rounded_down(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return lengths as the word index keeps them, in a byte each."""
    over = np.maximum(lengths - _EXACT_LENGTHS, 0)
    steps = 1 << np.maximum(np.frexp(over / (2 * _STEPS))[1], 0)
    return np.asarray(np.minimum(lengths, _EXACT_LENGTHS) + over // steps * steps)
