"""Moments on the command line: a day, or a day with a time; UTC unless an offset is given."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from handrail.kernel.errors import BadInput

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="MOMENT",
        help="As it was then: 2026-03-31 (its first moment) or 2026-03-31T14:05, UTC.",
    ),
]


def moment_of(spelled: str) -> datetime:
    """Return the moment that a text spells; raises BadInput where it spells none."""
    try:
        moment = datetime.fromisoformat(spelled.strip())
    except ValueError as error:
        raise BadInput(
            f"{spelled!r} is no moment.", hint="Write 2026-03-31 or 2026-03-31T14:05."
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
