"""What calibration needs from outside: exact statistics that numpy does not have."""

from typing import Protocol


class UpperBound(Protocol):
    """Bound a share from above, exactly, from what was counted."""

    def __call__(self, wrong: int, answered: int, confidence: float, /) -> float:
        """Return the one-sided upper bound on the share of wrong answers at this confidence."""
        ...
