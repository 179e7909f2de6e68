"""What a chart looks like, as Vega-Lite, in the page's own colours: one picture for both themes.

The specifications are written as data. Altair would write the same ones, and costs 0.4 s and 43 MB
whenever it is loaded (docs/decisions/0081).
"""

from typing import Any

from handrail.domain.quality.charted import Bars, Chart, Line
from handrail.domain.quality.control import Limit

_WIDTH, _HEIGHT = 360, 130
_FONT = "system-ui, sans-serif"
_PARTS = tuple(f"var(--part-{number})" for number in range(1, 7))
_QUIET = "var(--quiet)"


def spec_of(chart: Chart) -> dict[str, Any]:
    """Return a chart as a Vega-Lite specification."""
    return _line(chart) if isinstance(chart, Line) else _bars(chart)


def _line(chart: Line) -> dict[str, Any]:
    rows = [_point(point, chart) for point in chart.points]
    y = {"field": "value", "type": "quantitative", "title": None, "axis": _y_axis(chart.is_share)}
    x = {"field": "day", "type": "temporal", "title": None, "axis": _x_axis()}
    mark = {"type": "point", "filled": True, "size": 22, "color": "var(--accent)"}
    alarm = {"type": "point", "filled": True, "size": 90, "shape": "diamond", "color": "var(--bad)"}
    band = {"type": "area", "color": "var(--band)", "interpolate": "step"}
    dash = {"type": "line", "color": _QUIET, "strokeDash": [4, 3], "strokeWidth": 1}
    return _whole(
        {
            "data": {"values": rows},
            "layer": [
                {
                    "mark": band,
                    "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
                },
                {"mark": dash, "encoding": {"x": x, "y": {**y, "field": "usual"}}},
                {
                    "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 2},
                    "encoding": {"x": x, "y": y},
                },
                {"mark": mark, "encoding": {"x": x, "y": y}},
                {
                    "transform": [{"filter": "datum.outside"}],
                    "mark": alarm,
                    "encoding": {"x": x, "y": y},
                },
            ],
        }
    )


def _bars(chart: Bars) -> dict[str, Any]:
    rows = [
        {"week": day.isoformat(), "part": part, "place": place, "count": count}
        for day, counts in chart.bars
        for place, (part, count) in enumerate(zip(chart.parts, counts, strict=True))
    ]
    colour = {
        "field": "part",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(chart.parts), "range": list(_PARTS[: len(chart.parts)])},
        "legend": {
            "orient": "bottom",
            "columns": 2,
            "columnPadding": 28,
            "labelColor": "var(--ink)",
            "labelFontSize": 11,
            "labelLimit": 220,
            "symbolType": "square",
        },
    }
    return _whole(
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "stroke": "var(--raised)", "strokeWidth": 1},
            "encoding": {
                "x": {"field": "week", "type": "ordinal", "title": None, "axis": _week_axis()},
                "y": {
                    "field": "count",
                    "type": "quantitative",
                    "title": None,
                    "axis": {"grid": True, "tickCount": 4, "format": "~s"},
                },
                "color": colour,
                "order": {"field": "place", "type": "quantitative"},
            },
        }
    )


def _point(point: Limit, chart: Line) -> dict[str, Any]:
    return {
        "day": point.day.isoformat(),
        "value": point.value,
        "usual": point.usual,
        "low": point.low,
        "high": point.high,
        "outside": point.value > point.high if chart.is_bad_high else point.value < point.low,
    }


def _y_axis(is_share: bool) -> dict[str, Any]:  # noqa: FBT001 - what the axis is of
    return {"grid": True, "tickCount": 4, "format": ".0%" if is_share else "~s"}


def _x_axis() -> dict[str, Any]:
    return {
        "grid": False,
        "tickCount": 5,
        "format": "%d %b",
        "labelOverlap": True,
        "labelSeparation": 8,
    }


def _week_axis() -> dict[str, Any]:
    return {
        "grid": False,
        "labelAngle": 0,
        "labelExpr": "utcFormat(toDate(datum.value), '%d %b')",
        "labelOverlap": True,
        "labelSeparation": 10,
    }


def _whole(part: dict[str, Any]) -> dict[str, Any]:
    axis = {
        "labelColor": _QUIET,
        "labelFontSize": 12,
        "labelFont": _FONT,
        "gridColor": "var(--line)",
        "domainColor": "var(--line-strong)",
        "tickColor": "var(--line-strong)",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "background": "transparent",
        "padding": 4,
        "config": {"aria": False, "view": {"stroke": None}, "axis": axis, "font": _FONT},
        **part,
    }
