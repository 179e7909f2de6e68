"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "linear-1"

WEIGHTS: Mapping[str, float] = {
    "body": -0.0664,
    "title": 0.0451,
    "headings": -0.1591,
    "exact": 0.4118,
    "dense": -1.5586,
    "head_dense": 0.1577,
    "unit": 3.5231,
    "top_units": 3.4907,
    "lexical": 2.1117,
    "cover_body": -2.0524,
    "cover_head": -4.1873,
    "cover_title": 2.3786,
    "cover": 2.6512,
    "close": 2.2018,
    "pairs_body": 2.0074,
    "pairs_head": -0.2516,
    "near_cover": 1.1708,
    "near_close": -0.7471,
    "near_pairs": 0.2936,
    "article_lexical": -0.1519,
    "article_dense": 0.5431,
    "article_unit": -0.8966,
    "article_cover": 1.9502,
    "article_head_dense": 0.4062,
    "article_second": 1.5215,
}
"""Weight of each feature; their weighted sum is a hit's score."""
