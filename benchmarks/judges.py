"""How far do judges agree with people, and does a lenient judge move the corrected figure?

    HANDRAIL_DATA=… python -m benchmarks.judges [--fit | --items | --draws 2000]

Judges the answers that were read by eye (`evaluations/judged_answers.md`): the half `tune` chose
weights and thresholds, `report` is what to go by. Beside the judge stand two that know nothing:
one that says yes to all, and the share of an answer's words that stand in its sources. Then
answers are drawn from the labelled ones again and again, a few of them are shown to "people", and
it is counted how often each figure holds the true share, for the judge and for one that is made
lenient on purpose.
"""

import math
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.halves import half_of, shown
from benchmarks.json_lines import json_lines
from benchmarks.judged_answers import SETS, ReadAnswer, read_answers
from benchmarks.projects import NOT_SET, data_folder, sample_project
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.answering.support import overlap
from handrail.domain.conversation.standalone import standalone
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.agreement import Table, agreement, kappa_figure
from handrail.domain.quality.corrected import (
    CORRECTIONS,
    Correction,
    Judged,
    people_alone,
    uncorrected,
)
from handrail.domain.quality.judge_weights import NAME
from handrail.domain.quality.judges import AnsweredTurn, Said, Score, says_yes
from handrail.flow.judge_locally import LocalJudge

Floats = NDArray[np.float64]
LABELS = SETS / "judged_answers.jsonl"
_RIGHT = ("sure", "support", "close_words")
FITTED: Mapping[Score, tuple[str, ...]] = {
    Score.GROUNDED: ("sure", "support", "overlap", "close_words", "asked_in_sources"),
    Score.ANSWERS: _RIGHT,
    Score.COMPLETE: _RIGHT,
}
"""The signals of each score: the sets that did best in ten parts of the half `tune`."""
_RIDGE = 8.0
_LENIENT = 0.9
"""Chance with which the lenient judge calls good what it should call bad."""
_ALL, _READ = 1_000, 100
"""Answers of a draw, and how many of them people read."""
_SHOWN_TO_JUDGE = 2  # of every turn before, only what the customer said


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a labelled answer with what the local judge says of it."""

    answer: ReadAnswer
    labels: Mapping[Score, bool]
    scores: Mapping[Score, float]
    signals: Mapping[str, float]
    overlap: float

    @property
    def half(self) -> str:
        """Return `tune` or `report`."""
        return half_of(self.answer.key)


def main() -> int:
    """Measure and print."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    with sample_project() as app:
        judge = LocalJudge(app.embedder)
        cases = [_case(one, judge) for one in labelled(read_answers(app, data))]
    tune = [case for case in cases if case.half == "tune"]
    report = [case for case in cases if case.half == "report"]
    print(f"{len(cases)} labelled answers: {len(tune)} to tune by, {len(report)} to report by")
    if "--fit" in sys.argv:
        print_fit(tune)
        return 0
    print_agreement(report)
    print(f"\n{NAME} by set")
    print_by_set(report)
    if "--items" in sys.argv:
        print_items(tune)
    draws = int(sys.argv[sys.argv.index("--draws") + 1]) if "--draws" in sys.argv else 1_000
    print_coverage(report, draws)
    return 0


def labelled(
    answers: Sequence[ReadAnswer],
) -> list[tuple[ReadAnswer, Mapping[Score, bool]]]:
    """Return the answers with their labels; raises where an answer is another than was read."""
    rows = {row["id"]: row for row in json_lines(LABELS)}
    moved = [answer.id for answer in answers if answer.id not in rows]
    if moved:
        raise SystemExit(f"{len(moved)} answers are others than those that were read: {moved[:3]}")
    return [(answer, {s: rows[answer.id][s.value] for s in Score}) for answer in answers]


def turn_of(answer: ReadAnswer) -> AnsweredTurn:
    """Return an answer as a judge sees it."""
    asked = answer.earlier[::_SHOWN_TO_JUDGE] if answer.set == "mtrag_model" else answer.earlier
    return AnsweredTurn(
        record=RecordId(answer.id),
        question=standalone(answer.question, asked, None).text,
        reply=answer.reply,
        said=tuple(Said(text=text, quotes=quotes) for text, quotes in answer.claims),
        sources=answer.sources,
        writer=answer.writer,
        confidence=answer.confidence,
    )


def print_agreement(cases: Sequence[Case]) -> None:
    """Print agreement by score, beside judges that know nothing."""
    judges: dict[str, Callable[[Case, Score], bool]] = {
        NAME: lambda case, score: says_yes(case.scores[score]),
        "yes to all": lambda _case, _score: True,
        "shared words": lambda case, _score: case.overlap >= _WORDS,
    }
    for score in Score:
        print(f"\n{score.value}")
        for name, says in judges.items():
            table = table_of([(says(case, score), case.labels[score]) for case in cases])
            found = agreement(table, None, clopper_pearson)
            print(
                f"  {name:<13} raw {shown(found.raw)}  kappa {found.kappa.value:+.2f} "
                f"({found.kappa.low:+.2f} to {found.kappa.high:+.2f})  "
                f"good found {shown(found.good_found)}  bad found {shown(found.bad_found)}"
            )


def print_by_set(cases: Sequence[Case]) -> None:
    """Print how far the judge agrees on the answers of each set: it is not alike on all."""
    for name in dict.fromkeys(case.answer.set for case in cases):
        some = [case for case in cases if case.answer.set == name]
        told = []
        for score in Score:
            table = table_of([(says_yes(c.scores[score]), c.labels[score]) for c in some])
            kappa = kappa_figure(table)
            told.append(f"{score.value} {kappa.value:+.2f} ({kappa.low:+.2f} to {kappa.high:+.2f})")
        print(f"  {name:<13} n {len(some):<3} kappa {', '.join(told)}")


def table_of(pairs: Sequence[tuple[bool, bool]]) -> Table:
    """Return how a judge and people decided."""
    table = Table()
    for judge, people in pairs:
        table = table.with_pair(judge=judge, people=people)
    return table


def print_coverage(cases: Sequence[Case], draws: int) -> None:
    """Print how often figures hold the true share, for an honest judge and a lenient one."""
    figures: dict[str, Correction] = {
        "uncorrected": uncorrected,
        **CORRECTIONS,
        "people alone": people_alone,
    }
    print(f"\n{draws} draws of {_ALL} answers, of which people read {_READ}")
    for score in FITTED:
        honest = [(says_yes(c.scores[score]), c.labels[score]) for c in cases]
        for name, chance in (("as it is", 0.0), ("lenient", _LENIENT)):
            print(f"  {score.value}, {name}: people say {_share(honest):.3f}")
            for label, figure in figures.items():
                held, value, width = covered(honest, chance, figure, draws)
                print(f"    {label:<19} mean {value:.3f}  width {width:.3f}  holds {held:.3f}")


def covered(
    pairs: Sequence[tuple[bool, bool]], lenient: float, figure: Correction, draws: int
) -> tuple[float, float, float]:
    """Return how often a figure holds the true share, its mean value and its mean width."""
    rng = np.random.default_rng(77)
    judge, people = (np.array(column) for column in zip(*pairs, strict=True))
    truth, held, value, width = float(people.mean()), 0, 0.0, 0.0
    for _ in range(draws):
        at = rng.integers(0, len(pairs), _ALL)
        says = judge[at] | (rng.random(_ALL) < lenient)
        read = zip(says[:_READ].tolist(), people[at][:_READ].tolist(), strict=True)
        found = figure(Judged(yes=int(says.sum()), n=_ALL), table_of(list(read)))
        held += found.low <= truth <= found.high
        value += found.value
        width += found.high - found.low
    return held / draws, value / draws, width / draws


def print_fit(cases: Sequence[Case]) -> None:
    """Print the weights of each score, and the thresholds that agree best."""
    for score, signals in FITTED.items():
        marks = np.array([[case.signals[name] for name in signals] for case in cases])
        wanted = np.array([float(case.labels[score]) for case in cases])
        base, weights = fitted(marks, wanted)
        odds = marks @ weights + base
        line = best_threshold(1 / (1 + np.exp(-odds)), wanted > 0)
        base -= math.log(line / (1 - line))
        named = {name: round(float(w), 3) for name, w in zip(signals, weights, strict=True)}
        print(f"{score.value}: base {base:.3f}, {named} (line at {line:.2f})")


def fitted(marks: Floats, wanted: Floats) -> tuple[float, Floats]:
    """Return a ridge logistic regression's base and weights."""
    middle, spread = marks.mean(axis=0), marks.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(marks)), (marks - middle) / spread])
    ridge = np.diag([1e-6, *[_RIDGE] * marks.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = design.T @ (design * (chance * (1 - chance))[:, None]) + ridge
        weights -= np.linalg.solve(curve, design.T @ (chance - wanted) + ridge @ weights)
    return float(weights[0] - (weights[1:] * middle / spread).sum()), weights[1:] / spread


def best_threshold(chances: Floats, wanted: NDArray[np.bool_]) -> float:
    """Return the threshold with the best kappa."""
    grid = [round(0.2 + 0.02 * step, 2) for step in range(36)]
    pairs = {at: list(zip((chances >= at).tolist(), wanted.tolist(), strict=True)) for at in grid}
    return max(grid, key=lambda at: kappa_figure(table_of(pairs[at])).value)


def print_items(cases: Sequence[Case]) -> None:
    """Print where the judge differs from people, in the half that is looked at."""
    for case in random.Random(1).sample(list(cases), len(cases)):
        for score in Score:
            if says_yes(case.scores[score]) != case.labels[score]:
                said = case.answer.reply[:120].replace("\n", " ")
                asked = case.answer.question[:60]
                print(f"  {score.value:<9} {case.scores[score]:.2f} {asked} → {said}")


def _case(read: tuple[ReadAnswer, Mapping[Score, bool]], judge: LocalJudge) -> Case:
    answer, labels = read
    turn = turn_of(answer)
    return Case(
        answer=answer,
        labels=labels,
        scores=judge.scores(turn),
        signals=judge.signals(turn),
        overlap=min(overlap(one.text, answer.sources) for one in turn.said),
    )


def _share(pairs: Sequence[tuple[bool, bool]]) -> float:
    return sum(people for _, people in pairs) / len(pairs)


_WORDS = 0.8
"""Share of an answer's words from which on the plain baseline says yes."""


if __name__ == "__main__":
    sys.exit(main())
