"""What a snapshot says of a question and the passages that may answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.article_words import ArticleWords
from handrail.adapters.search.asking import SearchTerms
from handrail.adapters.search.field_scores import FieldScores
from handrail.adapters.search.lexical import Lexical
from handrail.adapters.search.snapshot import Manifest
from handrail.adapters.search.vectors import Vectors
from handrail.adapters.search.wording import Wording
from handrail.domain.knowledge.model import PassageId
from handrail.domain.retrieval.columns import Columns
from handrail.domain.retrieval.fusion import fused, lexical_score
from handrail.domain.retrieval.matching import (
    NEAR_SIGNALS,
    Asked,
    WordsFound,
    wording_signals,
    words_found,
)

_Floats = NDArray[np.float64]
_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Hold one snapshot, open for reading."""

    manifest: Manifest
    lexical: Lexical
    field_scores: FieldScores
    vectors: Vectors
    wording: Wording
    article_words: ArticleWords
    scopes: NDArray[np.int32]
    articles: NDArray[np.int32]
    ids: NDArray[np.bytes_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Hold a question as it is compared: its terms, its vector and a vector for each word of it."""

    terms: SearchTerms
    vector: NDArray[np.float32]
    words: NDArray[np.float32]


def candidates_of(
    opened: Opened, sought: Sought, dense: NDArray[np.float32], rows: _Rows, depth: int
) -> Columns:
    """Return the best of the given rows by plain fusion, with all that the ranker looks at."""
    read = _read(opened, sought.terms.asked, rows)
    fields = opened.field_scores.of(sought.terms.lexical, rows, read.found, read.own)
    lexical = lexical_score(fields)
    fusion = fused(lexical, dense[rows].astype(np.float64))
    # Ties are settled by id, not by row: a rebuilt index gives the same order.
    best = np.lexsort((opened.ids[rows], -fusion))[:depth]
    rows = rows[best]
    units, unit_starts, word_dense = opened.vectors.unit_cosines(sought.vector, sought.words, rows)
    signals: dict[str, NDArray[Any]] = {
        "dense": dense[rows],
        "head_dense": opened.vectors.head_cosines(sought.vector, rows),
        "word_dense": word_dense,
        "lexical": lexical[best],
        "fusion": fusion[best],
        "whole_article": opened.article_words.scores(sought.terms.asked, opened.articles[rows]),
        **{field: scores[best] for field, scores in fields.items()},
        **_wording(sought.terms.asked, read, best),
    }
    return Columns(
        passages=tuple(PassageId(ref.decode()) for ref in opened.ids[rows].tolist()),
        signals={name: values.astype(np.float64) for name, values in signals.items()},
        unit_scores=units.astype(np.float64),
        unit_starts=unit_starts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Hold where a question's words stand in passages and their neighbours, each read once."""

    found: WordsFound
    own: _Rows
    before: _Rows
    after: _Rows
    """Places of the passages, and of their neighbours, among the texts that were read."""


def _read(opened: Opened, asked: Asked, rows: _Rows) -> _Read:
    # An answer's neighbours in its article often say what it is about. They are mostly candidates
    # themselves, so that each passage is read once for all three places.
    around = [_neighbours(opened.articles, rows, step) for step in (0, -1, 1)]
    distinct, places = np.unique(np.concatenate(around), return_inverse=True)
    own, before, after = np.split(places, 3)
    found = words_found(
        asked,
        bodies=opened.wording.bodies.picked(distinct),
        heads=opened.wording.heads.picked(distinct),
        titles=opened.wording.titles.picked(distinct),
    )
    return _Read(found=found, own=own, before=before, after=after)


def _wording(asked: Asked, read: _Read, best: _Rows) -> Mapping[str, _Floats]:
    found = wording_signals(asked, read.found)
    own, before, after = read.own[best], read.before[best], read.after[best]
    near = {
        name: np.maximum(found[signal][before], found[signal][after])
        for name, signal in NEAR_SIGNALS.items()
    }
    return {**{name: values[own] for name, values in found.items()}, **near}


def _neighbours(articles: NDArray[np.int32], rows: _Rows, step: int) -> _Rows:
    beside = np.clip(rows + step, 0, len(articles) - 1)
    return np.where(articles[beside] == articles[rows], beside, rows)
