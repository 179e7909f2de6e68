"""`make evaluate`: measure quality, and fail where it fell below evaluations/thresholds.toml."""

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.projects import CENTRES, NOT_SET, data_folder, sample_project, synced_project
from handrail.app import App
from handrail.domain.decision.calibration import Calibration
from handrail.domain.quality.model import Figure
from handrail.domain.retrieval.model import Scope
from handrail.flow.ask_labelled import EvaluatedAsker
from handrail.flow.calibrate_answers import calibrate, labelled_set
from handrail.flow.evaluate_answers import evaluate_answers
from handrail.flow.evaluate_retrieval import RetrievalReport, evaluate_retrieval, read_wanted
from handrail.flow.ports import untold
from handrail.flow.read_labelled_questions import read_labelled
from handrail.sample.project import CALIBRATION

ROOT = Path(__file__).parents[1]
THRESHOLDS = ROOT / "evaluations/thresholds.toml"
ENGLISH = Scope(locale="en")

Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Hold a figure that fell short of its threshold."""

    where: str
    says: str


def main() -> int:
    """Measure, compare, print; return 1 where anything fell short."""
    limits = tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))
    broken = []
    with sample_project() as app:
        for name, figures in (("retrieval", _retrieval(app)), ("answers", _answers(app))):
            broken += compared(f"sample.{name}", figures, limits["sample"][name])
    data = data_folder()
    if data is None:
        print(NOT_SET)
    else:
        broken += _centres(data, limits["centres"])
    for item in broken:
        print(f"FELL SHORT  {item.where}: {item.says}")
    print("Quality holds." if not broken else f"{len(broken)} figures fell short.")
    return int(bool(broken))


def compared(
    where: str, figures: Figures, limits: Mapping[str, Mapping[str, float]]
) -> list[Broken]:
    """Print each figure beside its limit; return those beyond it, or that were not measured."""
    broken = []
    for name, limit in limits.items():
        figure = figures.get(name)
        if figure is None:
            broken.append(Broken(where=f"{where}.{name}", says="was not measured"))
            continue
        low, high = limit.get("least", float("-inf")), limit.get("most", float("inf"))
        spelled = ", ".join(f"{k} {v}" for k, v in limit.items())
        line = (
            f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f}, n {figure.n}); {spelled}"
        )
        print(f"{where}.{name:<22} {line}")
        if not low <= figure.value <= high:
            broken.append(Broken(where=f"{where}.{name}", says=line))
    return broken


def _retrieval(app: App) -> Figures:
    file = ROOT / "evaluations/datasets/sample_retrieval.jsonl"
    return _searched(app, file, ENGLISH).figures


def _searched(app: App, file: Path, scope: Scope) -> RetrievalReport:
    return evaluate_retrieval(read_wanted(file), scope, app.find_all, app.store, untold)


def _answers(app: App) -> Figures:
    made = calibrate(
        labelled_set(CALIBRATION), app.calibrating.terms(), app.calibrating.ports(untold)
    )
    if not isinstance(made, Calibration):
        print(f"sample: not calibrated: {made.why}")
        return {}
    ask = EvaluatedAsker(asker=app.labelled_asker(ENGLISH), calibration=made)
    questions = read_labelled(ROOT / "evaluations/datasets/sample_answers.jsonl")
    return evaluate_answers(questions, ask, app.exact_interval, untold).figures


def _centres(data: Path, limits: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[Broken]:
    broken = []
    for centre in CENTRES:
        if centre not in limits:
            continue
        folder = data / "help" / centre
        with synced_project(centre, folder / "articles_eval") as app:
            report = _searched(app, folder / "questions.jsonl", Scope())
        broken += compared(f"centres.{centre}", report.figures, limits[centre])
    return broken


if __name__ == "__main__":
    sys.exit(main())
