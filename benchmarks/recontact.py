"""Is it noticed when a customer comes back about the same thing, and only then?

    python -m benchmarks.recontact [--items]

Compares the labelled pairs of `evaluations/recontact.jsonl` (see recontact.md there) as the job
does that judges outcomes: what is found for each question in the sample company's help centre, the
vectors of the questions, who the customer is and when. Of each pair the half `tune` was looked at
while the matcher was made; `report` is what to go by.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.halves import HALVES, half_of, share
from benchmarks.projects import sample_project
from handrail.app import App
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import EvidenceUsed
from handrail.domain.quality.recontact import (
    SAME_FROM,
    Contact,
    asked_in,
    came_back,
    found_articles,
    found_passages,
    likeness,
)
from handrail.domain.retrieval.model import PUBLIC

PAIRS = Path(__file__).parents[1] / "evaluations/recontact.jsonl"
WITHIN = timedelta(days=7)
_BEGAN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Hold two conversations with what was labelled and what was found."""

    id: str
    kind: str
    is_recontact: bool
    earlier: Contact
    later: Contact

    @property
    def is_found(self) -> bool:
        """Tell whether the matcher takes the later one for a return."""
        return came_back(self.earlier, self.later, WITHIN)


def main() -> int:
    """Measure and print."""
    with sample_project() as app:
        pairs = read_pairs(app)
    print(f"{len(pairs)} pairs, {sum(pair.is_recontact for pair in pairs)} of them returns")
    for half in HALVES:
        print(told(half, [pair for pair in pairs if half_of(pair.id) == half]))
    print(told("all", pairs))
    print(told("all, without the words", [_without_words(pair) for pair in pairs]))
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        of_kind = [pair for pair in pairs if pair.kind == kind]
        taken = sum(pair.is_found for pair in of_kind)
        print(f"  {kind:<38} taken for a return {share(taken, len(of_kind))}")
    _print_effect(pairs)
    if "--items" in sys.argv:
        _print_wrong(pairs)
    return 0


def read_pairs(app: App) -> tuple[Pair, ...]:
    """Return the labelled pairs with what the sample company finds for them."""
    rows = map(json.loads, PAIRS.read_text("utf-8").splitlines())
    return tuple(_pair(row, app) for row in rows)


def told(name: str, pairs: Sequence[Pair]) -> str:
    """Return precision and recall over pairs, as a line."""
    found = [pair for pair in pairs if pair.is_found]
    right = sum(pair.is_recontact for pair in found)
    returns = sum(pair.is_recontact for pair in pairs)
    return f"  {name:<24} precision {share(right, len(found)):<32} recall {share(right, returns)}"


def _pair(row: dict[str, Any], app: App) -> Pair:
    later_at = _BEGAN + timedelta(hours=row["hours"])
    ours, theirs = row["customers"]
    return Pair(
        id=row["id"],
        kind=row["kind"],
        is_recontact=row["recontact"],
        earlier=_contact(row["earlier"], ours, _BEGAN, app),
        later=_contact(row["later"], theirs, later_at, app),
    )


def _contact(texts: list[str], customer: str, at: datetime, app: App) -> Contact:
    questions = asked_in(texts)
    found = [_evidence(text, app) for text in questions]
    return Contact(
        conversation=ConversationId(texts[0]),
        customers=frozenset({customer}),
        begun_at=at,
        last_at=at,
        questions=questions,
        vectors=np.asarray(app.embedder.embed(list(questions)), dtype=np.float32),
        articles=found_articles(found),
        passages=found_passages(found),
    )


def _evidence(text: str, app: App) -> tuple[EvidenceUsed, ...]:
    return tuple(
        EvidenceUsed(
            passage=hit.passage.id,
            article=hit.passage.article,
            version=hit.passage.version,
            rank=hit.rank,
            score=hit.score,
        )
        for hit in app.find(text, PUBLIC).hits
    )


def _without_words(pair: Pair) -> Pair:
    """Return a pair without the words that say "still" or "again"; vectors stay as they are."""
    silent = tuple("-" for _ in pair.later.questions)
    return replace(pair, later=replace(pair.later, questions=silent))


def _print_effect(pairs: Sequence[Pair]) -> None:
    """Print what a headline would say of the earlier conversations, if all had seemed resolved."""
    stayed = sum(not pair.is_found for pair in pairs)
    truly = sum(not pair.is_recontact for pair in pairs)
    print("\nresolved, had every first conversation seemed so")
    print(f"  returns not looked at    {share(len(pairs), len(pairs))}")
    print(f"  net of returns found     {share(stayed, len(pairs))}")
    print(f"  net of returns labelled  {share(truly, len(pairs))}")


def _print_wrong(pairs: Sequence[Pair]) -> None:
    print(f"\nwrong among the half that was looked at, threshold {SAME_FROM}")
    for pair in pairs:
        if half_of(pair.id) == "tune" and pair.is_found != pair.is_recontact:
            score = likeness(pair.earlier, pair.later)
            said = f"{pair.earlier.questions} → {pair.later.questions}"
            print(f"  {'missed' if pair.is_recontact else 'taken'} {score:.2f} {said}")


if __name__ == "__main__":
    sys.exit(main())
