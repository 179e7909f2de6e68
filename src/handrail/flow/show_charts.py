"""Charts are drawn once: whoever asks for the same numbers again gets the same picture."""

import hashlib
from collections.abc import Sequence

from handrail.domain.quality.charted import Bars, Chart, Line
from handrail.flow.watch_ports import ChartPorts
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import to_plain


def shown_charts(charts: Sequence[Chart], ports: ChartPorts) -> tuple[str | None, ...]:
    """Return each chart as SVG; None where it cannot be drawn: its table stands all the same."""
    painter = ports.painter.name
    digests = [digest_of(chart, painter) for chart in charts]
    held = dict(ports.store.charts(digests)) if digests else {}
    missing = {d: chart for d, chart in zip(digests, charts, strict=True) if d not in held}
    if missing:
        drawn = ports.painter.draw(tuple(missing.values()))
        fresh = {d: svg for d, svg in zip(missing, drawn, strict=True) if svg is not None}
        if fresh:
            ports.store.keep_charts(fresh, ports.clock.now())
        held |= fresh
    return tuple(held.get(digest) for digest in digests)


def digest_of(chart: Chart, painter: str) -> str:
    """Return the hash of what a chart shows and of what draws it."""
    kind = Line if isinstance(chart, Line) else Bars
    spelled = canonical_json({"painter": painter, "chart": to_plain(chart, kind)})
    return hashlib.sha256(spelled.encode()).hexdigest()
