"""Line charts on logarithmic axes, as SVG without any library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 330, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 16, 44, 68
_COLOURS = ("#1f6f8b", "#d1603d", "#6a994e", "#7d5ba6")
_INK, _FAINT, _PAPER = "#22303c", "#dfe5ea", "#ffffff"
_STEPS = (1, 2, 5)
_FEW_DECADES = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold a named series of points, in the order of their first value."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Mark the most that a value may be at one place."""

    at: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Hold one chart: its lines share both axes."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Map values to places on the paper, logarithmically."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies."""
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return round values to label."""
        steps = _STEPS if log10(self.high / self.low) < _FEW_DECADES else (1,)
        return _round_values(self.low, self.high, steps)


def chart(panels: Sequence[Panel], below: str) -> str:
    """Return panels side by side as one SVG picture; `below` names what they grow with."""
    width, height = _WIDTH * len(panels), _HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" '
        f'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif">',
        f"<title>{escape('; '.join(f'{p.title} ({p.unit})' for p in panels))}</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{_PAPER}"/>',
    ]
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate({number * _WIDTH} 0)">')
        parts.extend(_panel(panel, below))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, below: str) -> Iterator[str]:
    across = _axis([x for line in panel.lines for x, _ in line.points], _LEFT, _WIDTH - _RIGHT)
    values = [y for line in panel.lines for _, y in line.points]
    up = _axis([*values, *(t.most for t in panel.targets)], _HEIGHT - _BOTTOM, _TOP)
    yield _text(_LEFT, 24, f"{panel.title} ({panel.unit})", size=14, weight=600)
    yield from _grid(across, up)
    for target in panel.targets:
        yield _target(target, across, up)
    for number, line in enumerate(panel.lines):
        yield from _drawn(line, _COLOURS[number % len(_COLOURS)], across, up)
    yield from _legend(panel)
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield _text(middle, _HEIGHT - _BOTTOM + 34, below, size=11, anchor="middle")


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    for value in up.ticks():
        y = up.place(value)
        yield _rule(across.start, y, across.end, y)
        yield _text(across.start - 7, y + 4, _short(value), size=11, anchor="end")
    for value in across.ticks():
        x = across.place(value)
        yield _rule(x, up.start, x, up.end)
        yield _text(x, up.start + 16, _short(value), size=11, anchor="middle")


def _drawn(line: Line, colour: str, across: _Axis, up: _Axis) -> Iterator[str]:
    places = [(across.place(x), up.place(y)) for x, y in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2" '
        f'stroke-linejoin="round"/>'
    )
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{colour}" stroke="{_PAPER}"/>'
    last_x, last_y = places[-1]
    shown = _short(line.points[-1][1])
    yield _text(last_x, last_y - 8, shown, size=11, anchor="end", fill=colour, weight=600)


def _target(target: Target, across: _Axis, up: _Axis) -> str:
    x, y = across.place(target.at), up.place(target.most)
    return (
        f'<path d="M{x - 13:.1f} {y:.1f}h26" stroke="{_INK}" stroke-width="2" '
        f'stroke-dasharray="4 2"/>'
    )


def _legend(panel: Panel) -> Iterator[str]:
    names = [line.name for line in panel.lines]
    x, y = float(_LEFT), _HEIGHT - 12
    for number, name in enumerate(names):
        colour = _COLOURS[number % len(_COLOURS)]
        yield f'<circle cx="{x + 4}" cy="{y - 4}" r="4" fill="{colour}"/>'
        yield _text(x + 13, y, name, size=11)
        x += 26 + 6.0 * len(name)
    if panel.targets:
        yield f'<path d="M{x} {y - 4}h16" stroke="{_INK}" stroke-width="2" stroke-dasharray="4 2"/>'
        yield _text(x + 21, y, "target", size=11)


def _axis(values: Sequence[float], start: float, end: float) -> _Axis:
    low, high = min(values), max(values)
    values_below = [v for v in _round_values(low / 10, low, _STEPS) if v <= low]
    values_above = [v for v in _round_values(high, high * 10, _STEPS) if v >= high]
    return _Axis(low=values_below[-1], high=values_above[0], start=start, end=end)


def _round_values(low: float, high: float, steps: Sequence[int]) -> list[float]:
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    values = [step * 10.0**decade for decade in decades for step in steps]
    slack = 1e-9
    return [v for v in values if low * (1 - slack) <= v <= high * (1 + slack)]


def _short(value: float) -> str:
    if value >= 1_000:
        return f"{value / 1_000:.3g}k"
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{_FAINT}"/>'


def _text(
    x: float, y: float, text: str, *, size: int, anchor: str = "start", **look: str | int
) -> str:
    fill, weight = look.get("fill", _INK), look.get("weight", 400)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'font-weight="{weight}" fill="{fill}">{escape(text)}</text>'
    )
