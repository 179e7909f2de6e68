"""Is somebody in distress noticed, in which languages, and what else is taken for distress?

    python -m benchmarks.distress [--items]

Reads `evaluations/datasets/distress.jsonl`, labelled before there was a detector. The half `tune`
was looked at, `report` is what to go by. With HANDRAIL_DATA set, ordinary questions of other
companies are counted as well.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.halves import HALVES, half_of, other_questions, share
from handrail.domain.conversation.distress import Level, distress_of

DATA = Path(__file__).parents[1] / "evaluations/datasets/distress.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Hold a message, how its writer is, and how the rules take it."""

    text: str
    language: str
    kind: str
    level: Level
    taken: Level


def main() -> int:
    """Measure and print."""
    every = weighed()
    for half in HALVES:
        seen = [one for one in every if half_of(one.text) == half]
        print(f"\n{half}: {len(seen)} messages")
        _print_table(seen)
        if "--items" in sys.argv and half == "tune":
            _print_wrong(seen)
    print("\nother companies' questions, taken for")
    for name, texts in other_questions():
        found = {text: distress_of(text).level for text in texts}
        for level in (Level.DISTRESS, Level.UPSET):
            taken = [text for text in texts if found[text] is level]
            print(f"  {name:<18} {level.value:<9} {share(len(taken), len(texts))}")
            if "--items" in sys.argv:
                print("".join(f"    {text!r}\n" for text in taken[:40]), end="")
    return 0


def weighed() -> tuple[Weighed, ...]:
    """Return how the rules take every labelled message."""
    rows = map(json.loads, DATA.read_text("utf-8").splitlines())
    return tuple(
        Weighed(
            text=row["text"],
            language=row["lang"],
            kind=row["kind"],
            level=Level(row["level"]),
            taken=distress_of(row["text"]).level,
        )
        for row in rows
    )


def _print_table(seen: Sequence[Weighed]) -> None:
    for name, rows in (*_by(seen, lambda one: one.language), ("all", seen)):
        hit = sum(one.taken is one.level is Level.DISTRESS for one in rows)
        taken = sum(one.taken is Level.DISTRESS for one in rows)
        in_need = sum(one.level is Level.DISTRESS for one in rows)
        print(f"  {name:<12} precision {share(hit, taken):<34} recall {share(hit, in_need)}")
    for kind, rows in _by(seen, lambda one: one.kind):
        right = sum(one.taken is one.level for one in rows)
        print(f"  {kind:<12} level right {share(right, len(rows))}")


def _by(
    seen: Sequence[Weighed], of: Callable[[Weighed], str]
) -> Iterator[tuple[str, Sequence[Weighed]]]:
    for name in dict.fromkeys(of(one) for one in seen):
        yield name, [one for one in seen if of(one) == name]


def _print_wrong(seen: Sequence[Weighed]) -> None:
    for one in seen:
        if one.taken is not one.level:
            print(f"    {one.level} taken as {one.taken}, {one.language}: {one.text!r}")


if __name__ == "__main__":
    sys.exit(main())
