"""What a verification finds, and what it says it cannot see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from handrail.adapters.vault.signing import is_signed
from handrail.domain.audit.backdated import GRACE
from handrail.domain.audit.heads import head_line, heads_in
from handrail.domain.audit.log_lines import log_lines, read_log
from handrail.domain.audit.model import LogEntry, ProblemKind, SignedHead
from handrail.domain.audit.verify import HeldLog, verify
from handrail.kernel.errors import BadInput
from tests.builders import NOON
from tests.domain.audit.logs import (
    OPERATOR,
    STRANGER,
    edited,
    heads_over,
    resealed,
    sealed,
    some_entries,
    text_of,
    told,
    verdict,
    waiting,
)

ENTRIES = some_entries(20)
HEADS = heads_over(ENTRIES, (8, 16, 20))


def test_a_log_that_nobody_touched_is_sound() -> None:
    found = verdict(ENTRIES, HEADS, HEADS[:2])

    assert found.is_sound
    assert (found.coverage.entries, found.coverage.anchored, found.coverage.sealed) == (20, 16, 20)
    assert found.coverage.open == ()


def test_an_empty_log_is_sound_and_covers_nothing() -> None:
    found = verdict([])

    assert found.is_sound
    assert found.coverage.entries == found.coverage.sealed == 0


def test_what_no_head_covers_is_named() -> None:
    found = verdict([*ENTRIES, waiting(21), waiting(22)], HEADS[:2])

    assert found.is_sound
    assert found.coverage.sealed == 16
    assert found.coverage.open == (17, 18, 19, 20, 21, 22)


def test_an_edit_is_found_where_it_is() -> None:
    changed = [*ENTRIES[:5], edited(ENTRIES[5]), *ENTRIES[6:]]

    found = verdict(changed, HEADS)

    assert told(found) == [("edited", 5)]
    assert found.problems[0].sequence == 6
    assert "a signed head covers it" in found.problems[0].says
    assert found.coverage.sealed == 20


def test_two_edits_are_no_swap() -> None:
    changed = [*ENTRIES[:5], edited(ENTRIES[5]), edited(ENTRIES[6]), *ENTRIES[7:]]

    assert told(verdict(changed, HEADS)) == [("edited", 5), ("edited", 6)]


def test_an_edit_that_no_head_covers_is_found_by_its_stored_hash_alone() -> None:
    changed = [*ENTRIES[:19], edited(ENTRIES[19])]

    found = verdict(changed, HEADS[:2])

    assert told(found) == [("edited", 19)]
    assert "no head covers it" in found.problems[0].says


def test_a_number_that_was_changed_is_an_edit() -> None:
    changed = [*ENTRIES[:19], replace(ENTRIES[19], sequence=99)]

    assert told(verdict(changed, HEADS)) == [("edited", 19)]


def test_a_deleted_row_is_missed_where_it_was() -> None:
    changed = [*ENTRIES[:5], replace(ENTRIES[5], canonical=None), *ENTRIES[6:]]

    found = verdict(changed, HEADS)

    assert told(found) == [("missing", 5)]
    assert found.coverage.entries == 19


def test_a_row_deleted_with_its_hash_leaves_a_gap() -> None:
    found = verdict([*ENTRIES[:5], *ENTRIES[7:]], HEADS)

    assert told(found)[0] == ("missing", 5)
    assert found.problems[0].until == 7
    assert "rewritten" in dict(told(found))
    assert "position 5" in verdict([*ENTRIES[:5], *ENTRIES[6:]], HEADS).problems[0].says


def test_texts_that_changed_places_are_told_as_a_swap() -> None:
    a, b = ENTRIES[3], ENTRIES[9]
    changed = list(ENTRIES)
    changed[3], changed[9] = (
        replace(a, canonical=b.canonical),
        replace(b, canonical=a.canonical),
    )

    found = verdict(changed, HEADS)

    assert told(found) == [("swapped", 3), ("swapped", 9)]


def test_whole_entries_that_changed_places_are_told_as_a_swap() -> None:
    a, b = ENTRIES[3], ENTRIES[9]
    changed = list(ENTRIES)
    changed[3], changed[9] = (
        replace(b, position=3, leaf=a.leaf),
        replace(a, position=9, leaf=b.leaf),
    )

    found = verdict(changed, HEADS)

    assert told(found) == [("swapped", 3), ("swapped", 9)]


def test_very_many_edits_are_told_one_by_one() -> None:
    entries = some_entries(400)
    heads = heads_over(entries, (400,))

    found = verdict([edited(entry) for entry in entries], heads)

    assert told(found) == [("edited", position) for position in range(400)]


@pytest.mark.parametrize(("pairs", "told_as"), [(150, "swapped"), (151, "edited")])
def test_swaps_are_told_as_such_while_they_can_be_compared_in_time(
    pairs: int, told_as: str
) -> None:
    entries = some_entries(2 * pairs)
    heads = heads_over(entries, (2 * pairs,))
    crossed = [
        replace(entry, canonical=entries[place ^ 1].canonical)
        for place, entry in enumerate(entries)
    ]

    found = verdict(crossed, heads)

    assert told(found) == [(told_as, place) for place in range(2 * pairs)]


def test_a_log_is_read_a_second_time_only_where_an_entry_is_wrong() -> None:
    assert readings(ENTRIES, HEADS) == 1
    assert readings(ENTRIES[:18], HEADS) == 1
    assert readings([edited(ENTRIES[0]), *ENTRIES[1:]], HEADS) == 2


def readings(entries: Sequence[LogEntry], heads: Sequence[SignedHead]) -> int:
    """Count how often a verification goes through the entries."""
    counted = count()

    def read() -> Sequence[LogEntry]:
        next(counted)
        return entries

    verify(HeldLog(entries=read, inside=heads), is_signed)
    return next(counted)


def test_two_entries_at_one_place_are_told() -> None:
    other = sealed(LogEntry(sequence=40, canonical=text_of(40)), 4)
    changed = [*ENTRIES[:5], other, *ENTRIES[5:]]

    assert ("inserted", 4) in told(verdict(changed, HEADS))


def test_a_number_that_stands_twice_is_told() -> None:
    found = verdict([*ENTRIES, waiting(7)], HEADS)

    assert ProblemKind.INSERTED in {problem.kind for problem in found.problems}
    assert "stands 2 times" in found.problems[0].says


def test_whoever_changes_the_hashes_too_is_caught_between_two_heads() -> None:
    changed = resealed([*ENTRIES[:10], edited(ENTRIES[10]), *ENTRIES[11:]])

    found = verdict(changed, HEADS)

    assert told(found) == [("rewritten", 8)]
    assert found.problems[0].until == 16
    assert "2 heads say" in found.problems[0].says
    assert found.coverage.sealed == 8


def test_a_single_head_says_that_the_end_was_rewritten() -> None:
    changed = resealed([*ENTRIES[:18], edited(ENTRIES[18]), ENTRIES[19]])

    found = verdict(changed, HEADS)

    assert told(found) == [("rewritten", 16)]
    assert "1 head says" in found.problems[0].says


def test_a_log_cut_short_is_told_by_its_own_head() -> None:
    found = verdict(ENTRIES[:18], HEADS)

    assert told(found) == [("truncated", 18)]
    assert (found.problems[0].until, found.coverage.sealed) == (20, 16)


def test_an_older_backup_is_told_by_a_head_from_outside() -> None:
    found = verdict(ENTRIES[:16], HEADS[:2], HEADS)

    assert told(found) == [("rolled_back", 16)]
    assert "restored from an older backup" in found.problems[0].says


def test_an_older_backup_cannot_be_seen_without_a_head_from_outside() -> None:
    found = verdict(ENTRIES[:16], HEADS[:2])

    assert found.is_sound
    assert found.coverage.anchored == 0


def test_a_head_with_a_wrong_signature_covers_nothing() -> None:
    forged = replace(HEADS[2], signature=HEADS[1].signature)
    renamed = replace(HEADS[2], head=replace(HEADS[2].head, log=STRANGER.log()))

    for wrong in (forged, renamed, replace(HEADS[2], key=b"no key")):
        found = verdict(ENTRIES, [*HEADS[:2], wrong])

        assert told(found) == [("bad_signature", 20)]
        assert found.coverage.sealed == 16


def test_a_head_signed_by_a_stranger_covers_nothing() -> None:
    theirs = heads_over(ENTRIES, (20,), STRANGER)

    found = verdict(ENTRIES, theirs)

    assert told(found) == [("unknown_key", 20)]
    assert found.coverage.sealed == 0


def test_a_verdict_says_whose_heads_were_believed() -> None:
    trusted = (OPERATOR.log(), STRANGER.log())

    assert verdict(ENTRIES, HEADS, trusted=trusted).trusted == frozenset(trusted)
    assert verdict(ENTRIES, HEADS, trusted=None).trusted is None


def test_without_a_known_key_the_heads_own_is_believed_and_that_is_said() -> None:
    found = verdict(ENTRIES, heads_over(ENTRIES, (20,), STRANGER), trusted=None)

    assert found.is_sound
    assert found.trusted is None


def test_two_heads_of_one_size_that_differ_contradict_each_other() -> None:
    other = heads_over(some_entries(20, step=2), (16,))

    found = verdict(ENTRIES, HEADS, other)

    assert told(found) == [("contradiction", 16), ("contradiction", 16)]
    assert found.coverage.sealed == 20


def test_a_history_that_was_rewritten_and_signed_anew_contradicts_what_was_given_out() -> None:
    changed = resealed([*ENTRIES[:10], edited(ENTRIES[10]), *ENTRIES[11:]])

    found = verdict(changed, heads_over(changed, (12, 20)), [HEADS[1]])

    assert told(found) == [("contradiction", 16)]
    assert "history was rewritten" in found.problems[0].says


def test_an_entry_that_was_committed_late_is_no_problem() -> None:
    entries = resealed([*ENTRIES[:8], *ENTRIES[9:17], ENTRIES[8], *ENTRIES[17:]])

    found = verdict([*entries, waiting(30)], heads_over(entries, (8, 16, 20)))

    assert found.is_sound
    assert found.late == (9,)


def test_an_entry_put_in_afterwards_and_dated_back_is_found() -> None:
    entries = some_entries(20, step=2)
    late = waiting(6, NOON - timedelta(hours=2))
    heads = heads_over(entries, (8, 16, 20))

    unsealed = verdict([*entries, late], heads)
    after = resealed([*entries, late])
    once_sealed = verdict(after, [*heads, *heads_over(after, (21,))])

    assert told(unsealed) == [("inserted", None)]
    assert told(once_sealed) == [("inserted", 20)]


@pytest.mark.parametrize(("moment", "is_put_in"), [(0, False), (1, True)])
def test_five_minutes_are_forgiven_and_not_a_moment_more(moment: int, *, is_put_in: bool) -> None:
    entries = some_entries(20, step=2)
    [head] = heads_over(entries, (20,))
    at = datetime.fromisoformat(head.head.time) - GRACE - moment * timedelta(microseconds=1)

    found = verdict([*entries, waiting(6, at)], [head])

    assert (told(found) == [("inserted", None)]) is is_put_in
    assert found.late == (() if is_put_in else (6,))


def test_an_entry_put_in_before_the_first_head_is_simply_part_of_the_log() -> None:
    late = waiting(6, NOON - timedelta(hours=2))
    entries = resealed([*some_entries(20, step=2), late])

    assert verdict(entries, heads_over(entries, (21,))).is_sound


@pytest.mark.parametrize(
    "canonical", ["", "[]", "{}", '{"at": 5}', '{"at": "2020-01-01T00:00:00"}']
)
def test_a_late_entry_without_a_time_is_only_late(canonical: str) -> None:
    odd = LogEntry(sequence=6, canonical=canonical)
    entries = some_entries(20, step=2)

    assert verdict([*entries, odd], heads_over(entries, (20,))).late == (6,)


def test_heads_without_entries_that_are_late_or_of_nothing_are_fine() -> None:
    empty = heads_over([], (0,))
    late = waiting(6)

    assert verdict([], empty).is_sound
    assert verdict([*some_entries(20, step=2), late], empty).late == (6,)


def test_an_export_says_what_the_database_says() -> None:
    entries = [*ENTRIES, waiting(21)]

    held, heads = read_log([*log_lines(reversed(entries), HEADS), ""])

    assert held == entries
    assert heads == list(HEADS)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"what": 1}',
        '{"sequence": "1"}',
        '{"sequence": 1, "position": -1}',
        '{"sequence": 1, "canonical": 5}',
        '{"sequence": 1, "leaf": "xyz"}',
        '{"head": {}}',
        '{"head": 5, "key": "", "signature": ""}',
        "[" * 100_000,
    ],
)
def test_a_line_that_holds_nothing_known_is_refused_by_its_number(line: str) -> None:
    first, *_ = log_lines([], [])

    with pytest.raises(BadInput, match="Line 2"):
        read_log([first, line])


def test_a_file_of_heads_is_no_export() -> None:
    with pytest.raises(BadInput, match="no export"):
        read_log([head_line(HEADS[0])])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"size":8', '"size":-8'),
        ('"size":8', '"size":true'),
        ('"size":8', '"size":"8"'),
        ('"format":"handrail-audit-head/1"', '"format":"handrail-audit-head/2"'),
        ('"time":"', '"time":5,"x":"'),
        ('"key":"M', '"key":"?'),
        ('"signature":"', '"signature":5,"x":"'),
    ],
)
def test_a_head_of_another_form_is_refused(old: str, new: str) -> None:
    line = head_line(HEADS[0])

    assert old in line
    with pytest.raises(BadInput, match="Line 1"):
        list(heads_in([line.replace(old, new)]))


def test_a_head_survives_being_written_down() -> None:
    lines = [head_line(head) for head in HEADS]

    assert list(heads_in(["", *log_lines(ENTRIES, []), *lines])) == HEADS
    assert OPERATOR.log() == HEADS[0].head.log
