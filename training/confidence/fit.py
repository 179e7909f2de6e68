"""Fit a small forest to examples and write it as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from handrail.kernel.forest import Forest, Node, Tree

Floats = NDArray[np.float64]

RISES = frozenset(
    {
        "unit_cosine",
        "lead_cosine",
        "lead_score",
        "dense",
        "lead_dense",
        "unit_coverage",
        "quote_coverage",
        "near_coverage",
        "passage_coverage",
        "all_coverage",
        "pairs",
        "holds",
        "close_whole",
        "close_words",
        "close_terms",
        "close_least",
        "lead_total",
    }
)
"""Signals of which more can only speak for an answer."""
FALLS = frozenset(
    {
        "missing_in_quote",
        "missing_in_passage",
        "missing_anywhere",
        "missing_names",
        "missing_numbers",
        "rarest_missing",
        "close_gap",
        "lacks",
    }
)
_TREES = 150
_DEPTH = 3
_RATE = 0.05
_LEAST_PER_LEAF = 30
_FEATURES_PER_SPLIT = 0.3
_LINE_STRENGTH = 0.03
_DIGITS = 5


def table(rows: Sequence[Mapping[str, float]], features: Sequence[str]) -> Floats:
    """Return evidence as a table; a signal that is missing counts as 0."""
    return np.array([[row.get(name, 0.0) for name in features] for row in rows])


def fit(rows: Floats, right: Floats, weights: Floats, features: Sequence[str]) -> Forest:
    """Return trees that only rise or fall where that is sensible, and a line, half and half."""
    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        max_depth=_DEPTH,
        learning_rate=_RATE,
        min_samples_leaf=_LEAST_PER_LEAF,
        max_features=_FEATURES_PER_SPLIT,
        l2_regularization=1.0,
        monotonic_cst=[(name in RISES) - (name in FALLS) for name in features],
        random_state=0,
        early_stopping=False,
    )
    model.fit(rows, right, sample_weight=weights)
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0.0] = 1.0
    line = LogisticRegression(C=_LINE_STRENGTH, max_iter=3_000)
    line.fit((rows - middle) / spread, right, sample_weight=weights)
    slopes = line.coef_[0] / spread / 2.0
    start = float(np.ravel(model._baseline_prediction)[0])  # noqa: SLF001 - no public export
    base = (start + float(line.intercept_[0])) / 2.0 - float(slopes @ middle)
    return Forest(
        features=tuple(features),
        base=round(base, _DIGITS),
        trees=tuple(_tree(steps[0].nodes) for steps in model._predictors),  # noqa: SLF001 - same
        line=tuple(round(float(slope), _DIGITS) for slope in slopes),
    )


def odds(forest: Forest, rows: Floats) -> Floats:
    """Return the log odds of every row, before calibration."""
    plain = replace(forest, slope=1.0, shift=0.0)
    likely = np.array(
        [plain.probability(dict(zip(forest.features, row, strict=True))) for row in rows.tolist()]
    )
    return np.asarray(np.log(likely / (1.0 - likely)))


def calibrated(forest: Forest, held_out: Floats, right: Floats, weights: Floats) -> Forest:
    """Return the forest with the line that makes its log odds on held-out rows come true."""
    line = LogisticRegression(C=1e6).fit(held_out.reshape(-1, 1), right, sample_weight=weights)
    return replace(
        forest,
        slope=round(float(line.coef_[0][0]), _DIGITS),
        shift=round(float(line.intercept_[0]), _DIGITS),
    )


def written(name: str, forests: Mapping[str, Forest], *, model: str, package: str) -> str:
    """Return the source of the module that holds the forests: what they are, and who fits them."""
    parts = [
        f'"""Weights of {model}.',
        "",
        f"Written by `python -m {package}.train`; not edited by hand.",
        '"""',
        "",
        "# ruff: noqa: E501 - a table of numbers",
        "# fmt: off",
        "",
        "from handrail.kernel.forest import Forest",
        "",
        f'NAME = "{name}"',
        f'"""Name and version of {model}."""',
    ]
    for constant, forest in forests.items():
        parts += ["", _forest(constant, forest)]
    return "\n".join(parts) + "\n"


def _forest(constant: str, forest: Forest) -> str:
    names = ", ".join(f'"{name}"' for name in forest.features)
    trees = [_packed(tree) for tree in forest.trees]
    lines = [", ".join(trees[at : at + 2]) for at in range(0, len(trees), 2)]
    return (
        f"{constant} = Forest(\n    features=({names}),\n    base={forest.base},\n"
        f"    line={forest.line},\n    trees=(\n"
        + "".join(f"        {line},\n" for line in lines)
        + f"    ),\n    slope={forest.slope},\n    shift={forest.shift},\n)"
    )


def _packed(tree: Tree) -> str:
    return "(" + ", ".join(f"({f}, {v:g}, {low}, {high})" for f, v, low, high in tree) + ")"


def _tree(nodes: Any) -> Tree:
    return tuple(_node(node) for node in nodes)


def _node(node: Any) -> Node:
    if node["is_leaf"]:
        return (-1, round(float(node["value"]) / 2.0, _DIGITS), 0, 0)
    threshold = round(float(node["num_threshold"]), _DIGITS)
    return (int(node["feature_idx"]), threshold, int(node["left"]), int(node["right"]))
