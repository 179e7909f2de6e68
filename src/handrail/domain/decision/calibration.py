"""Types of a calibration: the threshold above which answers keep the promised error rate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

CalibrationId = NewType("CalibrationId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Say how often an answer may be wrong, and how sure the operator wants to be of it."""

    max_wrong: float
    """Largest share of given answers that may be wrong, for example 0.05."""
    confidence: float
    """Probability that the promise holds, for example 0.95."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Hold a confidence from which on answers are given, and the evidence for it."""

    value: float
    answered: int
    """Labelled questions at or above the value."""
    wrong: int
    upper_bound: float
    """Exact one-sided upper bound on the share of wrong answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Hold thresholds with what they are bound to; void once that changes."""

    id: CalibrationId
    at: datetime
    promise: Promise
    threshold: Threshold
    by_topic: Mapping[str, Threshold] = field(default_factory=dict)
    """Stricter thresholds for topics such as `refunds`."""
    bound_to: Mapping[str, str] = field(default_factory=dict)
    """Models, cutting rules and settings that it was made with."""
    questions: int = 0
    answerable: int = 0
    answered_share: float = 0.0
    """Share of the answerable labelled questions that are answered at the threshold."""
    dataset: str = ""
    """Path of the labelled questions, to re-run after a sync."""
    dataset_digest: str = ""
    expired_because: str | None = None
