"""What do the entries of a log hash to, in their order, and where is that order broken?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handrail.domain.audit.model import LogEntry, Problem, ProblemKind
from handrail.domain.audit.tree import entry_leaf


@dataclass(slots=True, kw_only=True)
class Walked:
    """Hold what one pass over a log found; a place where nothing stands holds None."""

    computed: list[bytes | None] = field(default_factory=list)
    """Leaf hashes made from the stored texts."""
    stored: list[bytes | None] = field(default_factory=list)
    """Leaf hashes as they were kept when the entries were sealed."""
    numbers: list[int | None] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)
    """Positions at which the two differ."""
    unsealed: list[LogEntry] = field(default_factory=list)
    overtaken: list[LogEntry] = field(default_factory=list)
    """Entries with a lower number than one that was sealed before them."""
    problems: list[Problem] = field(default_factory=list)
    present: int = 0


def walk(entries: Iterable[LogEntry]) -> Walked:
    """Hash every entry anew, in one pass."""
    found = Walked()
    highest = -1
    for entry in entries:
        if entry.canonical is not None:
            found.present += 1
        if entry.sequence <= highest:
            found.overtaken.append(entry)
        if entry.position is None:
            found.unsealed.append(entry)
            continue
        highest = max(highest, entry.sequence)
        _place(entry, entry.position, found)
    found.problems += _twice(found)
    return found


def _place(entry: LogEntry, position: int, found: Walked) -> None:
    expected = len(found.computed)
    if position < expected:
        says = f"Two entries claim position {position}."
        found.problems.append(_problem(ProblemKind.INSERTED, says, position, entry.sequence))
        return
    if position > expected:
        _leave_gap(expected, position, found)
    text = entry.canonical
    computed = None if text is None else entry_leaf(entry.sequence, text)
    if computed != entry.leaf:
        found.differing.append(position)
    found.computed.append(computed)
    found.stored.append(entry.leaf)
    found.numbers.append(entry.sequence)


def _leave_gap(start: int, end: int, found: Walked) -> None:
    says = f"Nothing stands at {'position' if end == start + 1 else 'positions from'} {start}"
    says += "." if end == start + 1 else f" to {end - 1}."
    found.problems.append(Problem(kind=ProblemKind.MISSING, says=says, position=start, until=end))
    for held in (found.computed, found.stored):
        held.extend([None] * (end - start))
    found.numbers.extend([None] * (end - start))


def _twice(found: Walked) -> Iterator[Problem]:
    if not found.overtaken:
        return
    counted = Counter((*found.numbers, *(entry.sequence for entry in found.unsealed)))
    for number in dict.fromkeys(entry.sequence for entry in found.overtaken):
        if counted[number] > 1:
            says = f"The number {number} stands {counted[number]} times."
            yield _problem(ProblemKind.INSERTED, says, None, number)


def _problem(kind: ProblemKind, says: str, position: int | None, sequence: int) -> Problem:
    return Problem(kind=kind, says=says, position=position, sequence=sequence)
