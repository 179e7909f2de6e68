"""How often is the truth refused in other words, and how often is a planted error found?

The lists in the checks were written with the lines marked `tune` at hand and never with those
marked `report`; the limits lie a little below what was measured on both.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from tests.domain.answering.builders import a_citation, a_passage

_SETS = Path(__file__).parents[3] / "evaluations/datasets"
_MOST_REFUSED = {"tune": 0.04, "report": 0.16}
_FREELY_WORDED_MOST_REFUSED = {"tune": 0.16, "unseen": 0.33}
_FREELY_WORDED_LEAST_FOUND = 0.95
_LEAST_FOUND = {
    "number": 0.97, "unit": 0.97, "link": 1.0, "entity": 0.96, "invented": 0.95, "antonym": 0.96,
    "negation": 0.95, "condition": 0.88, "modality": 0.88, "quantifier": 0.85, "swap": 0.75,
}  # fmt: skip


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (_SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _is_refused(row: dict[str, Any]) -> bool:
    passages = [
        a_passage(text, name=f"help/{at}.md", title="") for at, text in enumerate(row["evidence"])
    ]
    cited = tuple(a_citation(passage, passage.text) for passage in passages)
    draft = Draft(claims=(Claim(text=row["text"], citations=cited),), writer="test")
    checked = QuoteChecker().check(draft, {passage.id: passage for passage in passages})
    return not checked.supported


@pytest.mark.parametrize("split", ["tune", "report"])
def test_the_truth_is_rarely_refused_in_other_words(split: str) -> None:
    verdicts = [_is_refused(r) for r in _rows("paraphrased_claims") if r["split"] == split]

    assert sum(verdicts) / len(verdicts) <= _MOST_REFUSED[split]


def test_planted_errors_are_found_whatever_their_kind() -> None:
    found = defaultdict(list)

    for row in _rows("planted_edits"):
        found[row["kind"]].append(_is_refused(row))

    shares = {kind: sum(verdicts) / len(verdicts) for kind, verdicts in found.items()}
    assert {kind: s for kind, s in shares.items() if s < _LEAST_FOUND[kind]} == {}
    assert set(shares) == set(_LEAST_FOUND)


@pytest.mark.parametrize("split", ["tune", "unseen"])
def test_in_words_as_different_as_come_to_mind_most_truths_still_pass(split: str) -> None:
    rows = [r for r in _rows("freely_worded_claims") if r["split"] == split]

    verdicts = [_is_refused(row) for row in rows if row["supported"]]

    assert sum(verdicts) / len(verdicts) <= _FREELY_WORDED_MOST_REFUSED[split]


def test_errors_planted_apart_from_the_other_sets_are_found_as_well() -> None:
    verdicts = [_is_refused(row) for row in _rows("freely_worded_claims") if not row["supported"]]

    assert sum(verdicts) / len(verdicts) >= _FREELY_WORDED_LEAST_FOUND
