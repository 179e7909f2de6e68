"""What was measured, what it was meant to be, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Hold one measured value with its target, where it has one, and how busy the machine was."""

    name: str
    value: float
    unit: str
    target: float | None = None
    is_floor: bool = False
    """Whether the target is the least the value may be, not the most."""
    load: float | None = None
    """Load average over one minute when the measurement ended."""

    @property
    def is_met(self) -> bool | None:
        """Tell whether the target is met; None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.is_floor else self.value <= self.target

    @property
    def shown(self) -> str:
        """Return the value with its unit, in as many digits as mean something."""
        return f"{rounded(self.value)} {self.unit}".strip()

    @property
    def shown_target(self) -> str:
        """Return the target in words, or nothing."""
        if self.target is None:
            return ""
        bound = "at least" if self.is_floor else "at most"
        return f"{bound} {rounded(self.target)} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        """Return whether the target is met, in a word, or nothing."""
        return {None: "", True: "met", False: "missed"}[self.is_met]


def rounded(value: float) -> str:
    """Return a number in three digits, or all of those before the point."""
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least a share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as text in columns."""
    rows = [
        (f.name, f.shown, f.shown_target, f.verdict, "" if f.load is None else f"{f.load:.1f}")
        for f in figures
    ]
    heads = ("What", "Measured", "Target", "", "Load")
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, tuple("-" * width for width in widths), *rows)
    ]
    return "\n".join(lines)
