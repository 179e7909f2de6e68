"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "linear-2"

WEIGHTS: Mapping[str, float] = {
    "body": -0.3943,
    "title": 0.1828,
    "headings": -0.0119,
    "exact": 0.5907,
    "whole_article": 1.9799,
    "dense": -1.0088,
    "head_dense": 0.1561,
    "word_dense": 1.8011,
    "unit": 2.5687,
    "top_units": 3.0099,
    "lexical": 2.0848,
    "cover_body": -1.7952,
    "cover_head": -4.2891,
    "cover_title": 2.1260,
    "cover": 2.4103,
    "close": 2.0558,
    "pairs_body": 2.2190,
    "pairs_head": -0.2977,
    "near_cover": 0.8277,
    "near_close": -0.6124,
    "near_pairs": 0.3276,
    "article_lexical": -0.5537,
    "article_dense": 0.1545,
    "article_unit": -1.2541,
    "article_cover": 0.8402,
    "article_head_dense": 0.2137,
    "article_second": 1.1316,
}
"""Weight of each feature; their weighted sum is a hit's score."""
