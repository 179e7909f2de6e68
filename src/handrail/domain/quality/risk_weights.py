"""The weights of what speaks for and against a turn."""

from collections.abc import Mapping

NAME = "risk-1"
CONSTANT = -3.0
UNANSWERED = -4.0
WEIGHTS: Mapping[str, float] = {}
