"""Was an entry with a low number written late, or put in afterwards?

PostgreSQL gives out a number before the transaction that takes it commits, so an entry may be
sealed after one with a higher number. That is no sign of harm as long as the entry's own time
allows it: an entry that says it is older than a head which does not hold it was put in later.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from handrail.domain.audit.model import LogEntry, Problem, ProblemKind, TreeHead
from handrail.domain.audit.walk import Walked

GRACE = timedelta(minutes=5)
"""Longer than any transaction takes, and than the clocks of two servers differ."""


def sort_out_late(
    walked: Walked, heads: Sequence[TreeHead]
) -> tuple[tuple[Problem, ...], tuple[int, ...]]:
    """Return the entries that were put in, and the numbers of those that were merely late."""
    if not walked.overtaken:
        return (), ()
    highest = list(accumulate((n or 0 for n in walked.numbers), max))
    by_size = sorted((head for head in heads if head.size > 0), key=lambda head: head.size)
    put_in = [entry for entry in walked.overtaken if _is_put_in(entry, by_size, highest)]
    problems = tuple(
        Problem(
            kind=ProblemKind.INSERTED,
            says=f"Entry {entry.sequence} says it is older than a head that does not hold it, "
            "though that head holds entries with higher numbers.",
            position=entry.position,
            sequence=entry.sequence,
        )
        for entry in put_in
    )
    return problems, tuple(e.sequence for e in walked.overtaken if e not in put_in)


def _is_put_in(entry: LogEntry, heads: Sequence[TreeHead], highest: Sequence[int]) -> bool:
    before = [h for h in heads if entry.position is None or h.size <= entry.position]
    if not before or highest[before[-1].size - 1] < entry.sequence:
        return False
    written, sealed = _written_at(entry), _moment(before[-1].time)
    return written is not None and sealed is not None and written < sealed - GRACE


def _written_at(entry: LogEntry) -> datetime | None:
    try:
        return _moment(json.loads(entry.canonical or "")["at"])
    except (ValueError, KeyError, TypeError):
        return None


def _moment(spelled: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(spelled))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
