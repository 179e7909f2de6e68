"""Is a request for a person heard, in which languages, and what else is taken for one?

    python -m benchmarks.person_requests [--items]

Reads `evaluations/datasets/person_requests_unseen.jsonl`, written when the rules had been made with
`person_requests.jsonl` at hand. Of the new file the half `tune` was looked at, `report` is what to
go by. With HANDRAIL_DATA set, ordinary questions of other companies are counted as well.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.halves import HALVES, half_of, other_questions, share
from handrail.domain.conversation.wants_person import wants_a_person

_DATASETS = Path(__file__).parents[1] / "evaluations/datasets"
UNSEEN = _DATASETS / "person_requests_unseen.jsonl"
OLD = _DATASETS / "person_requests.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold a message, what it says, and what the rules make of it."""

    text: str
    language: str
    is_request: bool
    is_taken: bool


def main() -> int:
    """Measure and print."""
    seen = heard(UNSEEN)
    for half in HALVES:
        chosen = [one for one in seen if half_of(one.text) == half]
        _print_table(half, chosen)
        if "--items" in sys.argv and half == "tune":
            _print_wrong(chosen)
    _print_table("the older file, which the rules were made with", heard(OLD))
    print("\nother companies' questions, taken for a request for a person")
    for name, texts in other_questions():
        taken = [text for text in texts if wants_a_person(text)]
        print(f"  {name:<24} {share(len(taken), len(texts))}")
        if "--items" in sys.argv:
            print("".join(f"    {text!r}\n" for text in taken[:40]), end="")
    return 0


def heard(path: Path) -> tuple[Heard, ...]:
    """Return what the rules make of every message of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(
        Heard(
            text=row["text"],
            language=row["lang"],
            is_request=row["wants_person"],
            is_taken=wants_a_person(row["text"]),
        )
        for row in rows
    )


def _print_table(name: str, seen: Sequence[Heard]) -> None:
    print(f"\n{name}: {len(seen)} messages, {sum(one.is_request for one in seen)} of them requests")
    for language, rows in _by_language(seen):
        requests = [one for one in rows if one.is_request]
        taken = [one for one in rows if one.is_taken]
        right = sum(one.is_request for one in taken)
        print(
            f"  {language:<5} precision {share(right, len(taken)):<34} "
            f"recall {share(right, len(requests))}"
        )


def _by_language(seen: Sequence[Heard]) -> Iterator[tuple[str, Sequence[Heard]]]:
    for language in dict.fromkeys(one.language for one in seen):
        yield language, [one for one in seen if one.language == language]
    yield "all", seen


def _print_wrong(seen: Sequence[Heard]) -> None:
    for one in seen:
        if one.is_taken != one.is_request:
            print(f"    {'missed' if one.is_request else 'taken'} {one.language}: {one.text!r}")


if __name__ == "__main__":
    sys.exit(main())
