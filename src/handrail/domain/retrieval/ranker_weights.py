"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "linear-1"

WEIGHTS: Mapping[str, float] = {
    "body": -0.0076,
    "title": 0.0674,
    "headings": -0.1669,
    "exact": 0.3754,
    "dense": -1.5200,
    "head_dense": 0.1328,
    "unit": 3.4624,
    "top_units": 3.5773,
    "lexical": 2.0782,
    "cover_body": -2.0956,
    "cover_head": -4.0152,
    "cover_title": 2.4251,
    "cover": 3.0263,
    "close": 1.9699,
    "pairs_body": 2.1238,
    "pairs_head": -0.1755,
    "article_lexical": -0.1625,
    "article_dense": 0.5177,
    "article_unit": -0.9661,
    "article_cover": 2.0874,
    "article_head_dense": 0.4332,
    "article_second": 1.6283,
}
"""Weight of each feature; their weighted sum is a hit's score."""
