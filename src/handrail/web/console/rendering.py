"""Pages out of templates: every value is escaped, and nothing that people wrote is ever markup."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from handrail.web.console.wording import said

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@cache
def environment() -> Environment:
    """Return what renders templates; a name that is not given is an error, not nothing."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": moment,
        "short": short,
        "ago": ago,
        "iso": lambda at: at.astimezone(UTC).isoformat(timespec="seconds"),
        "said": said,
        "combined": lambda first, second: {**first, **second},
        "percent": lambda share: f"{share:.0%}",
    }
    return made


def rendered(template: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """Return a page."""
    text = environment().get_template(template).render(values)
    return HTMLResponse(text, status_code=status)


def moment(at: datetime | None) -> str:
    """Return a moment to the minute, in UTC; empty where there is none."""
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def ago(at: datetime, now: datetime) -> str:
    """Return how long something has lasted: `4 min`, `2 h 05`, `3 d`; console.js says the same."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _DAY:
        hours, rest = divmod(seconds, _HOUR)
        return f"{hours} h {rest // _MINUTE:02d}"
    return f"{seconds // _DAY} d"


def short(text: str, most: int = 140) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
