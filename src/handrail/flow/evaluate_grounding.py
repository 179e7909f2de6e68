"""Does the check tell what evidence carries from what it does not? On labelled claims."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handrail.domain.quality.figures import auroc_figure, balanced_accuracy_figure
from handrail.domain.quality.model import Figure
from handrail.flow.ports import Progress
from handrail.flow.read_labelled_claims import LabelledClaim

Score = Callable[[str, Sequence[str]], float]
"""Given a text and its evidence: the higher, the surer that the evidence carries the text."""

_CUTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedItem:
    """Hold one labelled claim beside its score."""

    labelled: LabelledClaim
    score: float

    def as_json(self) -> Mapping[str, object]:
        """Return the item as it is printed."""
        return {
            "line": self.labelled.line,
            "text": self.labelled.text,
            "supported": self.labelled.is_supported,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundingReport:
    """Hold the figures of a run, those of simpler scores beside them, and every item."""

    figures: Mapping[str, Figure]
    items: tuple[GroundedItem, ...]


def evaluate_grounding(
    claims: Sequence[LabelledClaim],
    score: Score,
    threshold: float,
    beside: Mapping[str, Score],
    progress: Progress,
) -> GroundingReport:
    """Score every claim and measure.

    `auroc` is of supported against unsupported, `balanced_accuracy` the mean of both classes' share
    that the threshold gets right. Scores in `beside` are given the threshold that suits them best
    on these very claims, which flatters them.
    """
    items: list[GroundedItem] = []
    others: dict[str, list[float]] = {name: [] for name in beside}
    for claim in claims:
        items.append(GroundedItem(labelled=claim, score=score(claim.text, claim.evidence)))
        for name, simpler in beside.items():
            others[name].append(simpler(claim.text, claim.evidence))
        progress("check", len(items), len(claims))
    supported = [claim.is_supported for claim in claims]
    scores = [item.score for item in items]
    figures = {
        "auroc": auroc_figure(scores, supported),
        "balanced_accuracy": balanced_accuracy_figure(scores, supported, threshold),
    }
    for name, values in others.items():
        figures[f"{name}_auroc"] = auroc_figure(values, supported)
        figures[f"{name}_balanced_accuracy"] = balanced_accuracy_figure(
            values, supported, best_threshold(values, supported)
        )
    return GroundingReport(figures=figures, items=tuple(items))


def best_threshold(scores: Sequence[float], supported: Sequence[bool]) -> float:
    """Return the threshold with the highest balanced accuracy on these very cases."""
    values, marks = np.asarray(scores), np.asarray(supported, dtype=np.bool_)
    if marks.all() or not marks.any():
        return float(values.min()) if len(values) else 0.0
    cuts = np.quantile(values, np.linspace(0.0, 1.0, _CUTS))
    gains = [float((values[marks] >= cut).mean() + (values[~marks] < cut).mean()) for cut in cuts]
    return float(cuts[int(np.argmax(gains))])
