"""Fit the support model and report how well it does on domains that it has not seen.

`HANDRAIL_DATA=… python -m training.support.train [FOLDER]` writes the weights and `REPORT.md`; what
it embeds is kept in FOLDER, where one is named. The shipped model learns from all domains.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.projects import NOT_SET, data_folder
from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.domain.answering import support_weights
from handrail.domain.answering.support import overlap, support_signals
from handrail.domain.quality.figures import auroc_figure, balanced_accuracy_figure
from handrail.domain.quality.model import Figure
from handrail.flow.evaluate_grounding import best_threshold
from handrail.flow.measure_support import compare
from handrail.kernel.forest import Forest
from training.confidence.fit import Floats, calibrated, fit, odds, table, written
from training.confidence.kept import KeptTexts
from training.support.claims import BY_HAND, Labelled, labelled_claims

NAME = "support-1"
FALSE_ALARMS = 0.05
"""Share of true claims in other words that may be refused."""
_HERE = Path(__file__).parent
_INTRO = (
    "# Support, measured on domains that were not learnt",
    "",
    "Written by `python -m training.support.train`. Each domain is left out in turn, with 95 %",
    "intervals. Balanced accuracy of the model is at one threshold fitted on other domains; that",
    "of similarity and overlap at the threshold that suits them best on the very domain, which",
    "flatters them. Claims by hand are reported on the half that nothing was tuned on.",
    "",
    "| Domain | n | AUROC | Balanced accuracy | Similarity AUROC | Similarity balanced accuracy"
    " | Overlap AUROC | Overlap balanced accuracy |",
    "|---|---|---|---|---|---|---|---|",
)


def main() -> None:
    """Measure signals, fit, report, write."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    embedder = KeptTexts(MiniLmEmbedder(), Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    claims = list(labelled_claims(data))
    compared = [compare(claim.text, claim.evidence, embedder) for claim in claims]
    embedder.save()
    signals = [
        support_signals(claim.text, claim.evidence, vectors)
        for claim, vectors in zip(claims, compared, strict=True)
    ]
    features = sorted({name for found in signals for name in found})
    rows = table(signals, features)
    right = np.array([float(claim.is_supported) for claim in claims])
    cosines = np.array([found["whole"] for found in signals])
    held_out = _left_out(claims, rows, right, features)
    learnt = _mask(claims, None)
    weights = _balanced(claims, right)
    forest = fit(rows[learnt], right[learnt], weights[learnt], features)
    forest = calibrated(forest, held_out[learnt], right[learnt], weights[learnt])
    module = Path(support_weights.__file__)
    source = written(
        NAME, {"SUPPORT": forest}, model="the support model", package="training.support"
    )
    module.write_text(source, encoding="utf-8")
    text = _report(claims, held_out, cosines, right, forest)
    (_HERE / "REPORT.md").write_text(text, encoding="utf-8")
    print(text)


def _left_out(
    claims: Sequence[Labelled], rows: Floats, right: Floats, features: Sequence[str]
) -> Floats:
    found = np.zeros(len(claims))
    weights = _balanced(claims, right)
    for domain in sorted({claim.domain for claim in claims}):
        learn = _mask(claims, domain)
        forest = fit(rows[learn], right[learn], weights[learn], features)
        here = np.array([claim.domain == domain for claim in claims])
        found[here] = odds(forest, rows[here])
    return found


def _mask(claims: Sequence[Labelled], left_out: str | None) -> NDArray[np.bool_]:
    return np.array([c.domain != left_out and not c.is_reported_only for c in claims])


def _balanced(claims: Sequence[Labelled], right: Floats) -> Floats:
    """Return weights under which every domain and both labels count alike."""
    domains = np.array([claim.domain for claim in claims])
    weights = np.zeros(len(claims))
    for domain in sorted(set(domains)):
        for label in (0.0, 1.0):
            here = (domains == domain) & (right == label)
            weights[here] = 250.0 / max(1, here.sum())
    return weights


def _report(
    claims: Sequence[Labelled], held_out: Floats, cosines: Floats, right: Floats, forest: Forest
) -> str:
    lines = [*_INTRO]
    overlaps = np.array([overlap(claim.text, claim.evidence) for claim in claims])
    domains = np.array([claim.domain for claim in claims])
    reported = np.array([c.domain != BY_HAND or c.is_reported_only for c in claims])
    for domain in sorted(set(domains)):
        here = (domains == domain) & reported
        others = (domains != domain) & np.array([not c.is_reported_only for c in claims])
        cut = best_threshold(held_out[others].tolist(), (right[others] > 0).tolist())
        lines.append(
            _row(domain, held_out[here], cut, (cosines[here], overlaps[here]), right[here])
        )
    return "\n".join([*lines, "", *_by_hand(claims, held_out, forest), ""])


def _row(domain: str, scores: Floats, cut: float, simpler: Sequence[Floats], right: Floats) -> str:
    is_right = (right > 0).tolist()
    cells = [
        _shown(auroc_figure(scores.tolist(), is_right)),
        _shown(balanced_accuracy_figure(scores.tolist(), is_right, cut)),
    ]
    for values in simpler:
        best = best_threshold(values.tolist(), is_right)
        cells.append(_shown(auroc_figure(values.tolist(), is_right)))
        cells.append(_shown(balanced_accuracy_figure(values.tolist(), is_right, best)))
    return f"| {domain} | {len(scores)} | " + " | ".join(cells) + " |"


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _by_hand(claims: Sequence[Labelled], held_out: Floats, forest: Forest) -> list[str]:
    """Return what is found by kind of edit where few true claims in other words are refused."""
    mine = [n for n, c in enumerate(claims) if c.domain == BY_HAND]
    true = sorted(
        _chance(forest, held_out[n])
        for n in mine
        if claims[n].is_supported and not claims[n].is_reported_only
    )
    cut = true[int(FALSE_ALARMS * len(true))]
    lines = [
        f"Written by hand, the domain left out, at the threshold {cut:.3f} that refuses 5 % of the",
        "true claims of the other half:",
        "",
        "| Kind | n | Refused |",
        "|---|---|---|",
    ]
    kinds = sorted({claims[n].kind for n in mine})
    for kind in kinds:
        here = [n for n in mine if claims[n].kind == kind and claims[n].is_reported_only]
        refused = sum(_chance(forest, held_out[n]) < cut for n in here)
        name = kind or "true, in other words (false alarms)"
        lines.append(f"| {name} | {len(here)} | {refused / max(1, len(here)):.3f} |")
    return lines


def _chance(forest: Forest, log_odds: float) -> float:
    return float(1.0 / (1.0 + np.exp(-(forest.slope * log_odds + forest.shift))))


if __name__ == "__main__":
    main()
