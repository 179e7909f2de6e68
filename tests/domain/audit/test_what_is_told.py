"""A verification says what is wrong, where, and what shows it, in words an auditor can quote."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.audit.backdated import GRACE
from handrail.domain.audit.heads import head_line, heads_in
from handrail.domain.audit.log_lines import log_lines, read_log
from handrail.domain.audit.model import LogEntry, Problem, ProblemKind, SignedHead
from handrail.domain.audit.proofs import consistency_proof, is_consistent
from handrail.domain.audit.tree import root_of
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
    verdict,
    waiting,
)

K = ProblemKind
HOUR = timedelta(hours=1)
ENTRIES = some_entries(20)
HEADS = heads_over(ENTRIES, (8, 16, 20))
SPACED = some_entries(20, step=2)
A, B = ENTRIES[3], ENTRIES[9]
HISTORY = (
    "The head of 16 entries speaks of others than a later head and the log: "
    "history was rewritten and sealed anew, or two logs were kept."
)


def with_changes(*changed: tuple[int, LogEntry]) -> list[LogEntry]:
    """Return the log with entries replaced."""
    entries = list(ENTRIES)
    for place, entry in changed:
        entries[place] = entry
    return entries


def some_rewritten(first: int, end: int, heads: str) -> Problem:
    says = (
        f"Of the entries at positions {first} to {end - 1} some are not those that were sealed; "
        f"{heads} so, and their stored hashes were changed too."
    )
    return Problem(kind=K.REWRITTEN, says=says, position=first, until=end)


def of_one(kind: ProblemKind, says: str, position: int | None, sequence: int) -> Problem:
    return Problem(kind=kind, says=says, position=position, sequence=sequence)


Log = tuple[Sequence[LogEntry], Sequence[SignedHead], Sequence[SignedHead]]


def a_log(
    entries: Sequence[LogEntry],
    inside: Sequence[SignedHead] = (),
    outside: Sequence[SignedHead] = (),
) -> Log:
    return entries, inside, outside


REWRITTEN = resealed(with_changes((10, edited(ENTRIES[10]))))
TOLD: dict[str, tuple[Log, list[Problem]]] = {
    "edits before and after the last head": (
        a_log(with_changes((15, edited(ENTRIES[15])), (16, edited(ENTRIES[16]))), HEADS[:2]),
        [
            of_one(
                K.EDITED,
                "Entry 16 is not the one that was sealed; a signed head covers it.",
                15,
                16,
            ),
            of_one(K.EDITED, "Entry 17 is not the one that was sealed; no head covers it.", 16, 17),
        ],
    ),
    "the first entry edited where no head was ever signed": (
        a_log(with_changes((0, edited(ENTRIES[0])))),
        [of_one(K.EDITED, "Entry 1 is not the one that was sealed; no head covers it.", 0, 1)],
    ),
    "a text that is gone": (
        a_log(with_changes((5, replace(ENTRIES[5], canonical=None))), HEADS),
        [of_one(K.MISSING, "Entry 6 is gone; a signed head covers it.", 5, 6)],
    ),
    "an entry that is gone with its hash": (
        a_log([*ENTRIES[:5], *ENTRIES[6:]], HEADS),
        [
            Problem(kind=K.MISSING, says="Nothing stands at position 5.", position=5, until=6),
            some_rewritten(0, 8, "3 heads say"),
        ],
    ),
    "two entries that are gone with their hashes": (
        a_log([*ENTRIES[:5], *ENTRIES[7:]], HEADS),
        [
            Problem(
                kind=K.MISSING,
                says="Nothing stands at positions from 5 to 6.",
                position=5,
                until=7,
            ),
            some_rewritten(0, 8, "3 heads say"),
        ],
    ),
    "texts that changed places": (
        a_log(
            with_changes(
                (3, replace(A, canonical=B.canonical)), (9, replace(B, canonical=A.canonical))
            ),
            HEADS,
        ),
        [
            of_one(
                K.SWAPPED,
                "Entry 4 stands in the place of entry 10; a signed head covers it.",
                3,
                4,
            ),
            of_one(
                K.SWAPPED,
                "Entry 10 stands in the place of entry 4; a signed head covers it.",
                9,
                10,
            ),
        ],
    ),
    "texts that went round": (
        a_log(
            with_changes(
                (3, replace(A, canonical=B.canonical)),
                (9, replace(B, canonical=ENTRIES[12].canonical)),
                (12, replace(ENTRIES[12], canonical=A.canonical)),
            ),
            HEADS,
        ),
        [
            of_one(
                K.SWAPPED,
                "Entry 4 stands in the place of entry 10; a signed head covers it.",
                3,
                4,
            ),
            of_one(
                K.SWAPPED,
                "Entry 10 stands in the place of entry 13; a signed head covers it.",
                9,
                10,
            ),
            of_one(
                K.SWAPPED,
                "Entry 13 stands in the place of entry 4; a signed head covers it.",
                12,
                13,
            ),
        ],
    ),
    "one text in the place of another, and that one gone": (
        a_log(
            with_changes((3, replace(A, canonical=None)), (9, replace(B, canonical=A.canonical))),
            HEADS,
        ),
        [
            of_one(K.MISSING, "Entry 4 is gone; a signed head covers it.", 3, 4),
            of_one(
                K.SWAPPED,
                "Entry 10 stands in the place of entry 4; a signed head covers it.",
                9,
                10,
            ),
        ],
    ),
    "an entry put in beside another": (
        a_log(
            [*ENTRIES[:5], sealed(LogEntry(sequence=40, canonical=text_of(40)), 4), *ENTRIES[5:]],
            HEADS,
        ),
        [of_one(K.INSERTED, "Two entries claim position 4.", 4, 40)],
    ),
    "a number that stands twice": (
        a_log([*ENTRIES, waiting(7)], HEADS),
        [of_one(K.INSERTED, "The number 7 stands 2 times.", None, 7)],
    ),
    "two numbers that stand twice and three times": (
        a_log([*ENTRIES, waiting(7), waiting(9), waiting(9)], HEADS),
        [
            of_one(K.INSERTED, "The number 7 stands 2 times.", None, 7),
            of_one(K.INSERTED, "The number 9 stands 3 times.", None, 9),
        ],
    ),
    "hashes made anew between two heads": (
        a_log(REWRITTEN, HEADS),
        [some_rewritten(8, 16, "2 heads say")],
    ),
    "hashes made anew after all heads but one": (
        a_log(resealed(with_changes((18, edited(ENTRIES[18])))), HEADS),
        [some_rewritten(16, 20, "1 head says")],
    ),
    "hashes made anew before all heads": (
        a_log(resealed(with_changes((0, edited(ENTRIES[0])))), HEADS),
        [some_rewritten(0, 8, "3 heads say")],
    ),
    "an end cut off": (
        a_log(ENTRIES[:18], HEADS),
        [
            Problem(
                kind=K.TRUNCATED,
                says="The log's own head speaks of 20 entries; only 18 are left.",
                position=18,
                until=20,
            )
        ],
    ),
    "an end cut off that heads outside speak of, too": (
        a_log(ENTRIES[:18], HEADS, HEADS),
        [
            Problem(
                kind=K.TRUNCATED,
                says="The log's own head speaks of 20 entries; only 18 are left.",
                position=18,
                until=20,
            )
        ],
    ),
    "an older backup": (
        a_log(ENTRIES[:16], HEADS[:2], HEADS),
        [
            Problem(
                kind=K.ROLLED_BACK,
                says="A head held outside speaks of 20 entries; the database knows of 16. "
                "It was restored from an older backup, or its end was cut off.",
                position=16,
                until=20,
            )
        ],
    ),
    "a signature of another head": (
        a_log(ENTRIES, [*HEADS[:2], replace(HEADS[2], signature=HEADS[1].signature)]),
        [
            Problem(
                kind=K.BAD_SIGNATURE,
                says="The signature of the head of 20 entries is wrong.",
                position=20,
            )
        ],
    ),
    "a head of a stranger": (
        a_log(ENTRIES, heads_over(ENTRIES, (20,), STRANGER)),
        [
            Problem(
                kind=K.UNKNOWN_KEY,
                says=f"The head of 20 entries is signed by {STRANGER.log()[:16]}, "
                "who is not trusted.",
                position=20,
            )
        ],
    ),
    "two histories": (
        a_log(ENTRIES, HEADS, heads_over(SPACED, (16,))),
        [
            Problem(
                kind=K.CONTRADICTION,
                says="Two signed heads of 16 entries have different roots.",
                position=16,
            ),
            Problem(kind=K.CONTRADICTION, says=HISTORY, position=16),
        ],
    ),
    "two histories, the last head of each as long as the other": (
        a_log(ENTRIES, HEADS[:2], heads_over(SPACED, (16,))),
        [
            Problem(
                kind=K.CONTRADICTION,
                says="Two signed heads of 16 entries have different roots.",
                position=16,
            ),
            Problem(kind=K.CONTRADICTION, says=HISTORY, position=16),
        ],
    ),
    "a history that was sealed anew": (
        a_log(REWRITTEN, heads_over(REWRITTEN, (12, 20)), [HEADS[1]]),
        [Problem(kind=K.CONTRADICTION, says=HISTORY, position=16)],
    ),
    "a head of another history and an edit behind it": (
        a_log(
            resealed([*REWRITTEN[:18], edited(REWRITTEN[18]), REWRITTEN[19]]),
            heads_over(REWRITTEN, (17, 20)),
            [HEADS[1]],
        ),
        [Problem(kind=K.CONTRADICTION, says=HISTORY, position=16)],
    ),
    "an entry dated back": (
        a_log([*SPACED, waiting(6, NOON - 2 * HOUR)], heads_over(SPACED, (8, 16, 20))),
        [
            of_one(
                K.INSERTED,
                "Entry 6 says it is older than a head that does not hold it, "
                "though that head holds entries with higher numbers.",
                None,
                6,
            )
        ],
    ),
}


@pytest.mark.parametrize(("held", "problems"), TOLD.values(), ids=TOLD)
def test_it_is_told_word_for_word(held: Log, problems: list[Problem]) -> None:
    found = verdict(*held)

    assert list(found.problems) == problems
    assert not found.is_sound


def signed_at(entries: Sequence[LogEntry], size: int, after: timedelta) -> SignedHead:
    """Sign a head a while after noon."""
    root = root_of([entry.leaf or b"" for entry in entries[:size]])
    return OPERATOR.sign(size, root, (NOON + after).isoformat())


def test_an_entry_sealed_right_after_a_head_is_measured_by_that_head() -> None:
    entries = resealed([*SPACED, waiting(6, NOON + HOUR / 2)])
    heads = [signed_at(SPACED, 16, 0 * HOUR), signed_at(SPACED, 20, HOUR)]

    found = verdict(entries, heads)

    assert [(p.kind, p.position) for p in found.problems] == [(K.INSERTED, 20)]
    assert found.late == ()


def test_an_entry_is_measured_by_the_last_head_without_it() -> None:
    head, late = signed_at(SPACED, 20, HOUR), waiting(38, NOON - HOUR)

    assert [p.sequence for p in verdict([*SPACED, late], [head]).problems] == [38]
    assert verdict([*SPACED, waiting(40, NOON - HOUR)], [head]).is_sound


def test_the_last_number_put_in_again_and_dated_back_is_told_twice() -> None:
    head, again = signed_at(SPACED, 20, HOUR), waiting(39, NOON - HOUR)

    found = verdict([*SPACED, again], [head])

    assert [p.says[:12] for p in found.problems] == ["The number 3", "Entry 39 say"]


def test_a_head_of_nothing_proves_nobody_late() -> None:
    heads = [signed_at(SPACED, 0, HOUR)]

    assert verdict([*SPACED, waiting(6, NOON - HOUR)], heads).late == (6,)


def test_an_entry_as_old_as_the_grace_allows_is_late_and_one_older_was_put_in() -> None:
    head = signed_at(SPACED, 20, HOUR)
    a_moment = timedelta(microseconds=1)

    in_time = verdict([*SPACED, waiting(6, NOON + HOUR - GRACE)], [head])
    older = verdict([*SPACED, waiting(6, NOON + HOUR - GRACE - a_moment)], [head])

    assert (in_time.late, in_time.is_sound) == ((6,), True)
    assert (older.late, older.is_sound) == ((), False)


def test_a_number_above_those_of_the_head_may_have_come_late() -> None:
    head = signed_at(SPACED, 10, HOUR)

    found = verdict([*SPACED, waiting(24, NOON - HOUR)], [head])

    assert (found.is_sound, found.late) == (True, (24,))


@pytest.mark.parametrize(("number", "is_put_in"), [(0, False), (2, True)])
def test_a_head_over_a_single_entry_is_measured_by(number: int, *, is_put_in: bool) -> None:
    first = resealed([waiting(number), waiting(9)])
    head = signed_at(first, 1, HOUR)

    found = verdict([*first, waiting(1, NOON - HOUR)], [head])

    assert found.is_sound is not is_put_in


def test_late_entries_and_those_put_in_are_told_apart() -> None:
    head = signed_at(SPACED, 20, HOUR)

    found = verdict([*SPACED, waiting(6, NOON - HOUR), waiting(8, NOON + HOUR)], [head])

    assert ([p.sequence for p in found.problems], found.late) == ([6], (8,))


def test_a_head_that_fails_proves_nobody_late() -> None:
    entries = resealed([edited(SPACED[0]), *SPACED[1:]])
    failing = signed_at(SPACED, 20, HOUR)

    found = verdict([*entries, waiting(6, NOON - HOUR)], [failing])

    assert found.late == (6,)


LINES: list[tuple[str, str, str | None]] = [
    ("{", "Line 3 is not JSON. The file is cut or damaged.", None),
    ("[]", "Line 3 is not a JSON object. The file is damaged.", None),
    (
        '{"what": 1}',
        "Line 3 is neither an entry nor a head. Make one with `handrail audit export FILE`.",
        None,
    ),
    ('{"sequence": "1"}', "Line 3 holds no entry. The file is damaged.", "not a count"),
    ('{"sequence": -1}', "Line 3 holds no entry. The file is damaged.", "not a count"),
    (f'{{"sequence": {2**53}}}', "Line 3 holds no entry. The file is damaged.", "not a count"),
    (
        '{"sequence": 1, "canonical": 5}',
        "Line 3 holds no entry. The file is damaged.",
        "not text",
    ),
    (
        '{"head": {}}',
        "Line 3 holds no head of the form handrail-audit-head/1. The file is damaged.",
        "handrail-audit-head/1",
    ),
]


@pytest.mark.parametrize(("line", "says", "because"), LINES)
def test_a_line_that_cannot_be_read_is_named_with_what_to_do(
    line: str, says: str, because: str | None
) -> None:
    first, *_ = log_lines([], [])

    with pytest.raises(BadInput) as told:
        read_log([first, "", line])

    assert str(told.value) == says
    assert because is None or str(told.value.__cause__) == because


def test_a_file_without_its_format_is_told_how_to_make_one() -> None:
    with pytest.raises(BadInput) as told:
        read_log([head_line(HEADS[0])])

    assert str(told.value) == (
        "The file is no export of the form handrail-audit-log/1. "
        "Make one with `handrail audit export FILE`."
    )


def test_a_line_among_heads_that_is_not_json_is_named() -> None:
    with pytest.raises(BadInput, match="Line 2 is not JSON"):
        list(heads_in(["", "{"]))


def a_head_with(**changes: object) -> str:
    plain = json.loads(head_line(HEADS[0]))
    head = {**plain["head"], **{k: v for k, v in changes.items() if k in plain["head"]}}
    outer = {k: v for k, v in changes.items() if k not in plain["head"]}
    return json.dumps({**plain, "head": head, **outer})


@pytest.mark.parametrize("size", [0, 1, 2**53 - 1])
def test_a_size_that_every_reader_of_json_can_hold_is_read(size: int) -> None:
    (found,) = heads_in([a_head_with(size=size)])

    assert found.head.size == size


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"size": 2**53}, "not a count"),
        ({"size": 8.0}, "not a count"),
        ({"root": 5}, "not text"),
        ({"key": "?" * 4 + json.loads(head_line(HEADS[0]))["key"]}, None),
    ],
)
def test_a_head_is_read_strictly(changes: dict[str, object], because: str | None) -> None:
    with pytest.raises(BadInput) as told:
        list(heads_in([a_head_with(**changes)]))

    assert because is None or str(told.value.__cause__) == because


@pytest.mark.parametrize("number", [0, 2**53 - 1])
def test_every_number_that_can_be_written_down_is_read_back(number: int) -> None:
    entry = LogEntry(sequence=number, canonical="{}")

    held, _ = read_log(log_lines([entry], []))

    assert held == [entry]


def test_entries_come_in_the_order_of_their_places_and_then_of_their_numbers() -> None:
    placed = resealed([LogEntry(sequence=n, canonical="{}") for n in (5, 3, 4)])
    entries = [*placed, waiting(1), waiting(2)]

    held, _ = read_log(["", *log_lines(reversed(entries), []), ""])

    assert held == entries


def test_every_log_can_be_shown_to_continue_every_earlier_one_and_no_longer_one() -> None:
    leaves = [entry.leaf or b"" for entry in some_entries(34)]
    roots = [root_of(leaves[:size]) for size in range(len(leaves) + 1)]

    for size in range(1, len(leaves) + 1):
        for first in range(1, size + 1):
            proof = consistency_proof(leaves[:size], first)

            assert is_consistent(first, roots[first], size, roots[size], proof)
            assert not is_consistent(first, roots[first], 4 * size, roots[size], proof)


def test_nothing_continues_an_empty_log_by_a_proof() -> None:
    with pytest.raises(ValueError, match="none of 0"):
        consistency_proof([b"leaf"], 0)
