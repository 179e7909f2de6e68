"""Have charts drawn by a process that ends afterwards: what draws takes 80 MB and a second.

What comes back is put into pages. So all that could run, load or lead elsewhere makes it refused,
and what remains is marked for those who hear pages: a title and a description.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.metadata import PackageNotFoundError, version

from handrail.adapters.charts.specs import spec_of
from handrail.domain.quality.charted import Chart

_LOOK = "6"
"""Changes whenever `specs` or this file draws otherwise."""
_SECONDS = 60
_FORBIDDEN = re.compile(
    r"<script|<style|<foreignObject|<image|<a[\s>]|\bon[a-z]+\s*=|\bstyle\s*=|\bhref\s*=|url\(",
    re.IGNORECASE,
)
_ROLES = re.compile(r' (?:role|aria-[a-z]+|tabindex)="[^"]*"')
"""Parts of a picture are none of their own to those who hear pages."""
_OPENING = re.compile(r"<svg\b[^>]*?viewBox=\"([0-9. ]+)\"[^>]*>")


class VegaPainter:
    """Draw charts with Vega-Lite in a process of their own."""

    @property
    def name(self) -> str:
        """Return name and version of what draws: another one draws anew."""
        return _name()

    def draw(self, charts: Sequence[Chart]) -> Sequence[str | None]:
        """Return each as SVG, or None where it cannot be drawn."""
        specs = json.dumps([spec_of(chart) for chart in charts])
        try:
            ended = subprocess.run(
                [sys.executable, "-P", "-m", "handrail.adapters.charts"],
                input=specs.encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                timeout=_SECONDS,
                check=True,
            )
            drawn = json.loads(ended.stdout)
        except (subprocess.SubprocessError, OSError, ValueError):
            return [None] * len(charts)
        return [_marked(svg, chart) for svg, chart in zip(drawn, charts, strict=True)]


@cache
def _name() -> str:
    try:
        return f"vl-convert {version('vl-convert-python')}, look {_LOOK}"
    except PackageNotFoundError:
        return f"nothing, look {_LOOK}"


def _marked(svg: str | None, chart: Chart) -> str | None:
    if svg is None or _FORBIDDEN.search(svg):
        return None
    opening = _OPENING.search(svg)
    if opening is None:
        return None
    ref = hashlib.sha256(f"{chart.title}\n{chart.says}".encode()).hexdigest()[:12]
    front = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{opening.group(1)}" role="img" '
        f'aria-labelledby="t{ref} d{ref}" focusable="false">'
        f'<title id="t{ref}">{escape(chart.title)}</title>'
        f'<desc id="d{ref}">{escape(chart.says)}</desc>'
    )
    return front + _ROLES.sub("", svg[opening.end() :])


def _environment() -> dict[str, str]:
    """Return what the process needs to find this code, and nothing that is secret."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.devnull,
    }
