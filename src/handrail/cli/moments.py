"""Moments on the command line: a day, a day with a time, or how far back; UTC unless told."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from handrail.kernel.errors import BadInput

_SPAN = re.compile(r"(\d{1,4})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        help="As it was then: 2026-03-31 (its first moment) or 2026-03-31T14:05, UTC.",
    ),
]

SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="First day.", show_default="28 days before"),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Last day.", show_default="today")
]


def day_of(spelled: str | None) -> date | None:
    """Return the day that a text spells, None where nothing was said; raises BadInput."""
    try:
        return None if spelled is None else date.fromisoformat(spelled)
    except ValueError as error:
        raise BadInput(f"{spelled!r} is no day.", hint="Write it as 2026-05-31.") from error


def moment_of(spelled: str) -> datetime:
    """Return the moment that a text spells; raises BadInput where it spells none."""
    try:
        moment = datetime.fromisoformat(spelled.strip())
    except ValueError as error:
        raise BadInput(
            f"{spelled!r} is no moment.", hint="Write 2026-03-31 or 2026-03-31T14:05."
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_back(spelled: str, now: datetime) -> datetime:
    """Return the moment that lies so far back, as in `12h`, `7d` or `4w`; raises BadInput."""
    match = _SPAN.fullmatch(spelled)
    if match is None:
        raise BadInput(f"{spelled!r} is no span.", hint="Write, for example, 12h, 7d or 4w.")
    return now - timedelta(hours=int(match[1]) * _HOURS[match[2]])
