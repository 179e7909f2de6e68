"""What the ranker looks at: a candidate's signals beside its rivals' and its article's."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.columns import Columns, columns_of
from handrail.domain.retrieval.matching import NEAR_SIGNALS, WORDING_SIGNALS
from handrail.domain.retrieval.model import Candidate

Floats = NDArray[np.float64]

_TOP_UNITS = 3
_AMONG_RIVALS = (
    *("body", "title", "headings", "exact", "whole_article"),
    *("dense", "head_dense", "word_dense"),
)
_SIGNALS = (*_AMONG_RIVALS, "lexical", "fusion", *WORDING_SIGNALS, *NEAR_SIGNALS)
_OF_ARTICLE = ("lexical", "dense", "unit", "cover", "head_dense")

FEATURES = (
    *_AMONG_RIVALS,
    "unit",
    "top_units",
    "lexical",
    *WORDING_SIGNALS,
    *NEAR_SIGNALS,
    *(f"article_{name}" for name in _OF_ARTICLE),
    "article_second",
)
"""Names of the ranker's features, in the order of a table's columns."""


def feature_table(candidates: Sequence[Candidate], articles: Sequence[ArticleId]) -> Floats:
    """Return a row of features per candidate, in the order of `FEATURES`."""
    if not candidates:
        return np.zeros((0, len(FEATURES)))
    found = features(candidates, articles)
    return np.stack([found[name] for name in FEATURES], axis=1)


def features(
    candidates: Sequence[Candidate], articles: Sequence[ArticleId]
) -> Mapping[str, Floats]:
    """Return each feature's value per candidate; `articles` names the article of each."""
    columns = columns_of(candidates)
    absent = np.zeros(len(candidates))
    raw = {name: columns.signals.get(name, absent) for name in _SIGNALS}
    raw["unit"], raw["top_units"] = _best_units(columns)
    scaled = {name: scaled_to_one(raw[name]) for name in (*_AMONG_RIVALS, "unit", "top_units")}
    scaled["lexical"] = scaled_to_one(raw["lexical"])
    wording = {name: raw[name] for name in (*WORDING_SIGNALS, *NEAR_SIGNALS)}
    numbers = {article: number for number, article in enumerate(dict.fromkeys(articles))}
    article_of = np.array([numbers[article] for article in articles], dtype=np.int64)
    of_article = {
        f"article_{name}": _best_of_article({**scaled, **wording}[name], article_of)
        for name in _OF_ARTICLE
    }
    return {
        **scaled,
        **wording,
        **of_article,
        "article_second": _second_of_article(raw["fusion"], article_of),
    }


def scaled_to_one(scores: Floats) -> Floats:
    """Stretch scores so that the lowest is 0 and the highest 1; all 0 where they are equal."""
    low, high = scores.min(), scores.max()
    return np.asarray((scores - low) / (high - low)) if high > low else np.zeros_like(scores)


def _best_units(columns: Columns) -> tuple[Floats, Floats]:
    """Return the score of each candidate's best unit and the mean of its best few, not below 0."""
    counts = np.diff(columns.unit_starts)
    places = np.arange(len(columns.unit_scores)) - np.repeat(columns.unit_starts[:-1], counts)
    table = np.zeros((len(counts), max(_TOP_UNITS, int(counts.max(initial=0)))))
    table[np.repeat(np.arange(len(counts)), counts), places] = np.maximum(columns.unit_scores, 0.0)
    best = -np.sort(-table, axis=1)[:, :_TOP_UNITS]
    total = best[:, 0] + best[:, 1] + best[:, 2]
    return best[:, 0], total / np.clip(counts, 1, _TOP_UNITS)


def _best_of_article(values: Floats, article_of: NDArray[np.int64]) -> Floats:
    best = np.full(int(article_of.max()) + 1, -np.inf)
    np.maximum.at(best, article_of, values)
    return best[article_of]


def _second_of_article(values: Floats, article_of: NDArray[np.int64]) -> Floats:
    order = np.lexsort((-values, article_of))
    starts = np.flatnonzero(np.diff(article_of[order], prepend=-1))
    second = np.zeros(len(starts))
    counts = np.diff(np.append(starts, len(order)))
    several = counts > 1
    second[several] = values[order[starts[several] + 1]]
    return second[article_of]
