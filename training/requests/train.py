"""Train the weights that tell a request from a question, on written sentences.

    python -m training.requests.train

Writes `src/handrail/domain/actions/request_weights.py` and `training/requests/REPORT.md`. None of
the sentences is in the evaluation set. Each company is measured with weights that never saw it.
"""

from collections.abc import Sequence
from pathlib import Path

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.actions.request_features import FEATURES
from handrail.domain.quality.figures import share_figure
from training.requests.fit import Floats, chance, fit
from training.requests.rows import Row, rows_of, written_sentences

NAME = "requests-1"
STRENGTH = 1.0
CERTAIN, POSSIBLE = 0.8, 0.5
"""Chosen on the `tune` half of `evaluations/datasets/action_requests.jsonl`."""

_ROOT = Path(__file__).resolve().parents[2]
_WEIGHTS = _ROOT / "src/handrail/domain/actions/request_weights.py"
_REPORT = Path(__file__).with_name("REPORT.md")


def main() -> int:
    """Train, measure, write."""
    rows = [row for row in rows_of(written_sentences(), MiniLmEmbedder()) if row.sentences]
    weights, bias = fit(rows, STRENGTH)
    _WEIGHTS.write_text(_module(weights, bias), "utf-8")
    report = _report(rows)
    _REPORT.write_text(report, "utf-8")
    print(report)
    return 0


def _report(rows: Sequence[Row]) -> str:
    lines = [
        "# Requests of companies that were not learnt from",
        "",
        "Written by `python -m training.requests.train`. Each company's sentences, weighed by what",
        f"the others' taught; a request is taken from {CERTAIN} on. 95 % intervals.",
        "",
        "| Company | pairs of sentence and action | taken rightly | requests taken |",
        "|---|---|---|---|",
    ]
    for company in sorted({row.catalogue for row in rows}):
        seen = [row for row in rows if row.catalogue != company]
        unseen = [row for row in rows if row.catalogue == company]
        lines.append(_line(company, unseen, *fit(seen, STRENGTH)))
    return "\n".join([*lines, ""])


def _line(company: str, rows: Sequence[Row], weights: Floats, bias: float) -> str:
    taken = [row for row in rows if chance(row, weights, bias) >= CERTAIN]
    right = sum(row.is_asked for row in taken)
    shown = " | ".join(_share(right, of) for of in (len(taken), sum(r.is_asked for r in rows)))
    return f"| {company} | {len(rows)} | {shown} |"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "none"
    found = share_figure(part, whole, clopper_pearson)
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f}, n {found.n})"


def _module(weights: Floats, bias: float) -> str:
    pairs = [(n, round(float(w), 4)) for n, w in zip(FEATURES, weights, strict=True)]
    rows = "\n".join(f'    "{name}": {weight:.4f},' for name, weight in pairs if weight)
    return (
        '"""Weights of requests; written by `training/requests/train.py`, not by hand."""\n\n'
        "from collections.abc import Mapping\n\n"
        f'NAME = "{NAME}"\n\n'
        f"BIAS = {bias:.4f}\n\n"
        f"CERTAIN = {CERTAIN}\n"
        '"""From here on a message is taken to ask for the action."""\n\n'
        f"POSSIBLE = {POSSIBLE}\n"
        '"""From here on the customer is asked."""\n\n'
        "WEIGHTS: Mapping[str, float] = {\n" + rows + "\n}\n"
        '"""Weight of each signal; one that is not listed weighs nothing."""\n'
    )


if __name__ == "__main__":
    raise SystemExit(main())
