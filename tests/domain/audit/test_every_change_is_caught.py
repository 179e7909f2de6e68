"""Every edit, deletion, swap, insertion and truncation of a log of 1,000 entries, row by row.

Twice: by somebody who changes rows, and by an insider who makes every hash in the database anew.
Heads of every hundred entries are held outside. A quick run takes every 41st row.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.audit.model import LogEntry, SignedHead
from tests.builders import NOON
from tests.domain.audit.logs import (
    edited,
    heads_over,
    resealed,
    some_entries,
    text_of,
    told,
    verdict,
    waiting,
)

COUNT = 1_000
EVERY = 100
ENTRIES = some_entries(COUNT, step=2)
"""Between two numbers there is room for one that was never given out."""
HEADS = heads_over(ENTRIES, range(EVERY, COUNT + 1, EVERY))
SOME = range(0, COUNT, 41)

Log = list[LogEntry]
Change = Callable[[int], Log]
LONG_AGO = NOON - timedelta(days=1)


def edit(row: int) -> Log:
    return [*ENTRIES[:row], edited(ENTRIES[row]), *ENTRIES[row + 1 :]]


def delete(row: int) -> Log:
    return [*ENTRIES[:row], replace(ENTRIES[row], canonical=None), *ENTRIES[row + 1 :]]


def delete_with_hash(row: int) -> Log:
    return [*ENTRIES[:row], *ENTRIES[row + 1 :]]


def swap(row: int) -> Log:
    changed, other = list(ENTRIES), (row + 1) % COUNT
    one, two = ENTRIES[row], ENTRIES[other]
    changed[row] = replace(one, canonical=two.canonical)
    changed[other] = replace(two, canonical=one.canonical)
    return changed


def truncate(row: int) -> Log:
    return ENTRIES[:row]


def insert(row: int) -> Log:
    added = LogEntry(sequence=2 * row, canonical=text_of(2 * row))
    return resealed([*ENTRIES[:row], added, *ENTRIES[row:]])


def rows(quick: bool) -> range:
    return SOME if quick else range(COUNT)


QUICK_AND_ALL = pytest.mark.parametrize(
    "quick", [True, pytest.param(False, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)


def outside(size: int = COUNT) -> list[SignedHead]:
    return [head for head in HEADS if head.head.size <= size]


@QUICK_AND_ALL
def test_whoever_changes_a_row_is_caught_at_that_very_row(*, quick: bool) -> None:
    for row in rows(quick):
        assert told(verdict(edit(row), (), HEADS)) == [("edited", row)]
        assert told(verdict(delete(row), (), HEADS)) == [("missing", row)]
        pair = sorted({row, (row + 1) % COUNT})
        assert told(verdict(swap(row), (), HEADS)) == [("swapped", at) for at in pair]
        assert ("missing", row) in told(verdict(delete_with_hash(row), (), HEADS)) or row == 999
        assert told(verdict(truncate(row), HEADS, ()))[-1] == ("truncated", row)


@QUICK_AND_ALL
def test_whoever_puts_a_row_in_is_caught_or_has_only_added_at_the_end(*, quick: bool) -> None:
    for row in rows(quick):
        number = 2 * row
        added = waiting(number, LONG_AGO)

        found = verdict([*ENTRIES, added], (), HEADS)

        assert told(found) == [("inserted", None)]
        assert found.coverage.open == (number,)

    appended = verdict([*ENTRIES, waiting(2 * COUNT, LONG_AGO)], (), HEADS)
    assert appended.is_sound
    assert appended.coverage.open == (2 * COUNT,)


@QUICK_AND_ALL
@pytest.mark.parametrize("change", [edit, swap, delete_with_hash, insert])
def test_an_insider_who_makes_every_hash_anew_is_caught(change: Change, *, quick: bool) -> None:
    for row in rows(quick):
        changed = resealed(change(row))

        found = verdict(changed, (), HEADS)

        assert not found.is_sound, f"{change.__name__} of row {row} went unseen"
        kinds = {problem.kind.value for problem in found.problems}
        assert kinds <= {"rewritten", "rolled_back", "inserted"}
        if "rewritten" in kinds and row < COUNT - 1:
            start = row // EVERY * EVERY
            ranges = [(p.position, p.until) for p in found.problems if p.until is not None]
            assert (start, start + EVERY) in ranges


@QUICK_AND_ALL
def test_an_insider_who_cuts_the_end_off_is_caught_by_the_heads_outside(*, quick: bool) -> None:
    for row in rows(quick):
        left = truncate(row)

        found = verdict(left, outside(row), HEADS)

        assert told(found) == [("rolled_back", row)]


@QUICK_AND_ALL
def test_what_is_changed_behind_the_last_head_outside_is_not_seen_and_said_not_to_be_covered(
    *, quick: bool
) -> None:
    anchored = 900
    for row in [row for row in rows(quick) if row >= anchored]:
        for change in (edit, delete_with_hash, truncate):
            changed = resealed(change(row))

            found = verdict(changed, (), outside(anchored))

            assert found.is_sound
            assert found.coverage.anchored == found.coverage.sealed == anchored
            assert found.coverage.open == tuple(e.sequence for e in changed[anchored:])
