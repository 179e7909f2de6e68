"""Which entries are wrong? Told as exactly as the evidence that is left allows.

The leaf hashes that were stored at sealing are evidence as far as a signed head agrees with them:
there each entry is judged alone. Where somebody changed those too, a head still says that the
entries before it are not the ones that were sealed, but not which.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.audit.model import LogEntry, Problem, ProblemKind, TreeHead
from handrail.domain.audit.tree import entry_leaf
from handrail.domain.audit.walk import Walked

_PAIRED_AT_MOST = 300
"""Swaps are looked for among so many entries: comparing each with each grows with the square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """Hold the roots at the sizes of the heads: over hashes made anew, and over stored ones."""

    computed: Mapping[int, bytes]
    stored: Mapping[int, bytes]


def stands(head: TreeHead, roots: Mapping[int, bytes]) -> bool:
    """Tell whether a head is that of these roots."""
    root = roots.get(head.size)
    return root is not None and root.hex() == head.root


def agrees(head: TreeHead, roots: Roots) -> bool:
    """Tell whether a head speaks of the entries, or at least of the hashes stored for them."""
    return stands(head, roots.computed) or stands(head, roots.stored)


def locate(
    walked: Walked,
    inside: Sequence[TreeHead],
    outside: Sequence[TreeHead],
    roots: Roots,
    entries: Callable[[], Iterable[LogEntry]],
) -> Iterator[Problem]:
    """Yield what is wrong with the entries, given the soundly signed heads."""
    heads = sorted({*inside, *outside}, key=lambda head: head.size)
    right = [head.size for head in heads if agrees(head, roots)]
    wrong = [
        head for head in heads if head.size <= len(walked.computed) and not agrees(head, roots)
    ]
    yield from _one_by_one(walked, max(right, default=0), entries)
    if wrong:
        yield from _unexplained(wrong, right)
    yield from _cut_off(len(walked.computed), inside, outside)


def _one_by_one(
    walked: Walked, agreed: int, entries: Callable[[], Iterable[LogEntry]]
) -> Iterator[Problem]:
    """Judge each entry whose hash is not the stored one."""
    wrong = set(walked.differing)
    found: dict[int, LogEntry] = {}
    for entry in entries() if wrong else ():
        if entry.position is not None and entry.position in wrong:
            found.setdefault(entry.position, entry)
    partners = _partners(walked, found) if len(wrong) <= _PAIRED_AT_MOST else {}
    for position in walked.differing:
        entry = found[position]
        proof = "a signed head covers it" if position < agreed else "no head covers it"
        if entry.canonical is None:
            kind, says = ProblemKind.MISSING, f"Entry {entry.sequence} is gone; {proof}."
        elif position in partners:
            other = found[partners[position]].sequence
            kind = ProblemKind.SWAPPED
            says = f"Entry {entry.sequence} stands in the place of entry {other}; {proof}."
        else:
            kind = ProblemKind.EDITED
            says = f"Entry {entry.sequence} is not the one that was sealed; {proof}."
        yield Problem(kind=kind, says=says, position=position, sequence=entry.sequence)


def _partners(walked: Walked, found: Mapping[int, LogEntry]) -> dict[int, int]:
    """Return, for each entry that would be sound in another's place, that place."""
    pairs: dict[int, int] = {}
    for position in walked.differing:
        text = found[position].canonical
        for other in walked.differing:
            if text is None or other == position:
                continue
            moved = entry_leaf(found[other].sequence, text)
            if walked.stored[other] in (moved, walked.computed[position]):
                pairs[position] = other
                break
    return pairs


def _unexplained(wrong: Sequence[TreeHead], right: Sequence[int]) -> Iterator[Problem]:
    """Tell of heads that fail though no single entry is to blame."""
    for head in wrong:
        if any(size >= head.size for size in right):
            says = (
                f"The head of {head.size} entries speaks of others than a later head and the log: "
                "history was rewritten and sealed anew, or two logs were kept."
            )
            yield Problem(kind=ProblemKind.CONTRADICTION, says=says, position=head.size)
    first = wrong[0]
    if any(size >= first.size for size in right):
        return
    start = max((size for size in right if size < first.size), default=0)
    says = (
        f"Of the entries at positions {start} to {first.size - 1} some are not those that were "
        f"sealed; {len(wrong)} {'head says' if len(wrong) == 1 else 'heads say'} so, and their "
        "stored hashes were changed too."
    )
    yield Problem(kind=ProblemKind.REWRITTEN, says=says, position=start, until=first.size)


def _cut_off(
    count: int, inside: Sequence[TreeHead], outside: Sequence[TreeHead]
) -> Iterator[Problem]:
    """Tell of heads that speak of more entries than there are."""
    own = max((head.size for head in inside), default=0)
    known = max((head.size for head in outside), default=0)
    if own > count:
        says = f"The log's own head speaks of {own} entries; only {count} are left."
        yield Problem(kind=ProblemKind.TRUNCATED, says=says, position=count, until=own)
    elif known > count:
        says = (
            f"A head held outside speaks of {known} entries; the database knows of {count}. It was "
            "restored from an older backup, or its end was cut off."
        )
        yield Problem(kind=ProblemKind.ROLLED_BACK, says=says, position=count, until=known)
