"""What evidence carries is told from what it does not, and measured with intervals."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from handrail.flow.evaluate_grounding import best_threshold, evaluate_grounding
from handrail.flow.read_labelled_claims import LabelledClaim, read_labelled_claims
from handrail.kernel.errors import BadDataset

CLAIMS = (
    LabelledClaim(text="Refunds take five days.", evidence=("Five days.",), is_supported=True),
    LabelledClaim(text="Refunds take nine days.", evidence=("Five days.",), is_supported=False),
    LabelledClaim(text="Returns are free.", evidence=("Free returns.",), is_supported=True),
    LabelledClaim(text="Returns cost money.", evidence=("Free returns.",), is_supported=False),
)


def _says_five_or_free(text: str, _evidence: Sequence[str]) -> float:
    return 0.9 if "five" in text or "free" in text else 0.2


def _quiet(_stage: str, _done: int, _total: int) -> None:
    pass


def test_a_score_that_knows_separates_all() -> None:
    report = evaluate_grounding(CLAIMS, _says_five_or_free, 0.5, {}, _quiet)

    assert report.figures["auroc"].value == 1.0
    assert report.figures["balanced_accuracy"].value == 1.0
    assert report.figures["balanced_accuracy"].n == 4


def test_a_threshold_that_lets_nothing_through_is_half_right() -> None:
    report = evaluate_grounding(CLAIMS, _says_five_or_free, 0.95, {}, _quiet)

    assert report.figures["balanced_accuracy"].value == 0.5


def test_simpler_scores_stand_beside_it_with_their_best_threshold() -> None:
    def length(text: str, _evidence: Sequence[str]) -> float:
        return -float(len(text))

    report = evaluate_grounding(CLAIMS, _says_five_or_free, 0.5, {"length": length}, _quiet)

    assert {"length_auroc", "length_balanced_accuracy"} <= set(report.figures)
    assert report.figures["length_balanced_accuracy"].value >= 0.5


def test_every_item_says_its_line_and_its_score() -> None:
    report = evaluate_grounding(CLAIMS, _says_five_or_free, 0.5, {}, _quiet)

    assert report.items[1].as_json() == {
        "line": 0,
        "text": "Refunds take nine days.",
        "supported": False,
        "score": 0.2,
    }


def test_the_best_threshold_of_one_class_alone_is_its_lowest_score() -> None:
    assert best_threshold([0.3, 0.7], [True, True]) == 0.3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": "A.", "supported": True}, "'evidence'"),
        ({"text": "A.", "evidence": [], "supported": True}, "'evidence'"),
        ({"text": " ", "evidence": ["A."], "supported": True}, "'text'"),
        ({"text": "A.", "evidence": ["A."], "supported": "yes"}, "'supported'"),
        ({"text": "A.", "evidences": ["A."], "supported": True}, "Did you mean 'evidence'"),
    ],
)
def test_a_claim_that_cannot_be_meant_is_refused_with_its_line(
    tmp_path: Path, line: dict[str, object], said: str
) -> None:
    file = tmp_path / "claims.jsonl"
    good = {"text": "A.", "evidence": ["A."], "supported": True}
    file.write_text(json.dumps(good) + "\n" + json.dumps(line) + "\n")

    with pytest.raises(BadDataset) as refused:
        read_labelled_claims(file)

    assert "line 2" in str(refused.value)
    assert said in f"{refused.value} {refused.value.hint}"


def test_a_file_without_claims_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text("\n")

    with pytest.raises(BadDataset):
        read_labelled_claims(file)
