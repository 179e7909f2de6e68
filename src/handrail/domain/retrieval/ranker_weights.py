"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""

NAME = "fusion-1"
