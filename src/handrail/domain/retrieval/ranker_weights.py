"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "linear-1"

WEIGHTS: Mapping[str, float] = {
    "body": -0.0373,
    "title": 0.1441,
    "headings": -0.1904,
    "exact": 0.3967,
    "dense": -1.1328,
    "head_dense": 0.1350,
    "unit": 2.8863,
    "top_units": 4.2743,
    "lexical": 1.9909,
    "cover_body": -0.9344,
    "cover_head": -4.3522,
    "cover_title": 2.2638,
    "cover": 2.5693,
    "close": 0.9087,
    "pairs_body": 2.2268,
    "pairs_head": 0.0543,
    "article_lexical": -0.0590,
    "article_dense": -0.4709,
    "article_unit": -0.5400,
    "article_cover": 2.2335,
    "article_head_dense": 0.5185,
    "article_second": 1.5943,
}
"""Weight of each feature; their weighted sum is a hit's score."""
