"""Fit the confidence model and report how well it does on what it has not seen.

`HANDRAIL_DATA=… python -m training.confidence.train [FOLDER]` writes the weights and `REPORT.md`;
what it embeds is kept in FOLDER, where one is named, and makes the next run quicker. Every
figure is of examples whose domain (help centre, topic) was left out; Mattermost's centre is
measured, never learnt.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from benchmarks.projects import CENTRES, NOT_SET, data_folder
from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.domain.answering import confidence_weights
from handrail.kernel.forest import Forest
from training.confidence.examples import Example, Weigher, read_verdicts
from training.confidence.fit import Floats, calibrated, fit, odds, table, written
from training.confidence.gather import MEASURED_ONLY, gathered
from training.confidence.kept import KeptTexts
from training.confidence.posed import NEAR, OTHER, OWN, REMOVED
from training.confidence.report import report

NAME = "forest-7"
_HEADINGS_COUNT = 0.3
_SAMPLE_COUNT = 1.0
_NEAR_COUNT = 0.5
_GIVEN_COUNT = 0.1
_CLAPNQ_COUNT = 3.0
_NOTHING_SAID = -20.0
_HERE = Path(__file__).parent
_VERDICTS = _HERE.parents[1] / "evaluations" / "pruned_unanswerable.jsonl"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Hold the examples by what they are for."""

    centres: Sequence[Example]
    sample: Sequence[Example]
    headings: Sequence[Example]
    given: Sequence[Example]


def main() -> None:
    """Gather examples, fit, report, write."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    started = time.monotonic()
    learnt = _weighed(data, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print("examples weighed", time.monotonic() - started)
    features = sorted(next(e.evidence for e in learnt.centres if e.evidence))
    held_out = _left_one_centre_out(learnt, features)
    searched = _shipped(learnt, features, held_out)
    given_odds, of_given = _of_given(learnt.given, features)
    module = Path(confidence_weights.__file__)
    source = written(
        NAME,
        {"SEARCHED": searched, "GIVEN": of_given},
        model="the confidence model",
        package="training.confidence",
    )
    module.write_text(source, encoding="utf-8")
    measured = [at for at, e in enumerate(learnt.centres) if e.kind != NEAR]
    centres = [learnt.centres[at] for at in measured]
    text = report(centres, held_out[measured], learnt.given, given_odds)
    (_HERE / "REPORT.md").write_text(text, encoding="utf-8")
    print(text, time.monotonic() - started)


def _weighed(data: Path, folder: Path | None) -> Learnt:
    embedder = KeptTexts(MiniLmEmbedder(), folder)
    verdicts = read_verdicts(_VERDICTS)
    weigh = Weigher(embedder=embedder, verdicts=verdicts)
    with TemporaryDirectory(prefix="handrail-") as scratch:
        found = gathered(data, Path(scratch), embedder)
    learnt = Learnt(
        centres=[e for e in map(weigh, found.centres) if not verdicts.is_pruned(e)],
        sample=list(map(weigh, found.sample)),
        headings=list(map(weigh, found.headings)),
        given=list(map(weigh, found.given)),
    )
    embedder.save()
    return learnt


def _left_one_centre_out(learnt: Learnt, features: Sequence[str]) -> Floats:
    """Return each example's log odds from a model that has not seen its centre."""
    held_out = np.full(len(learnt.centres), _NOTHING_SAID)
    for name in CENTRES:
        forest = _fitted(_without(learnt, name), features)
        here = [at for at, e in enumerate(learnt.centres) if e.domain == name and e.evidence]
        rows = table([learnt.centres[at].evidence for at in here], features)
        held_out[here] = odds(forest, rows)
    return held_out


def _without(learnt: Learnt, centre: str) -> Learnt:
    """Return what may be learnt where a centre is to be measured."""
    return replace(
        learnt,
        centres=[
            e for e in learnt.centres if {centre, MEASURED_ONLY}.isdisjoint({e.domain, e.source})
        ],
        headings=[e for e in learnt.headings if centre not in {e.domain, e.source}],
    )


def _shipped(learnt: Learnt, features: Sequence[str], held_out: Floats) -> Forest:
    """Return the model fitted to all that may be learnt, calibrated on what was held out."""
    forest = _fitted(_without(learnt, MEASURED_ONLY), features)
    at = [
        at
        for at, e in enumerate(learnt.centres)
        if e.evidence and e.kind != NEAR and MEASURED_ONLY not in {e.domain, e.source}
    ]
    examples = [learnt.centres[place] for place in at]
    right = np.array([float(e.is_right_by_hand) for e in examples])
    return calibrated(forest, held_out[at], right, _balanced(examples))


def _fitted(learnt: Learnt, features: Sequence[str]) -> Forest:
    parts = [
        (learnt.centres, _balanced(learnt.centres)),
        (learnt.sample, _balanced(learnt.sample) * _SAMPLE_COUNT),
        (learnt.headings, _balanced(learnt.headings) * _HEADINGS_COUNT),
        (learnt.given, np.full(len(learnt.given), _GIVEN_COUNT)),
    ]
    examples = [e for part, _ in parts for e in part]
    weights = np.concatenate([weight for _, weight in parts])
    said = np.array([bool(e.evidence) for e in examples])
    rows = table([e.evidence for e in examples if e.evidence], features)
    right = np.array([float(e.is_right_by_hand) for e in examples])
    return fit(rows, right[said], weights[said], features)


def _of_given(
    given: Sequence[Example], features: Sequence[str]
) -> tuple[Mapping[str, Floats], Forest]:
    """Return held-out log odds, by how they were held out, and the model fitted to all."""
    said = np.array([bool(e.evidence) for e in given])
    right = np.array([float(e.is_right) for e in given])
    weights = np.array([_CLAPNQ_COUNT if _set_of(e) == "clapnq" else 1.0 for e in given])
    rows = table([e.evidence for e in given], features)

    def held_out(group: Callable[[Example], str]) -> Floats:
        found = np.full(len(given), _NOTHING_SAID)
        groups = np.array([group(e) for e in given])
        for name in sorted(set(groups)):
            inside: Mask = groups == name
            learn = ~inside & said
            forest = fit(rows[learn], right[learn], weights[learn], features)
            found[inside & said] = odds(forest, rows[inside & said])
        return found

    by = {"topic": held_out(lambda e: e.domain), "set": held_out(_set_of)}
    whole = fit(rows[said], right[said], weights[said], features)
    return by, calibrated(whole, by["topic"][said], right[said], weights[said])


def _set_of(example: Example) -> str:
    return example.domain.partition(":")[0]


def _balanced(examples: Sequence[Example]) -> Floats:
    """Return weights under which each kind of miss counts as a share of what is asked at home."""
    kinds = np.array([e.kind for e in examples])
    weights = np.ones(len(examples))
    for kind, share in ((REMOVED, 0.5), (OTHER, 0.5), (NEAR, _NEAR_COUNT)):
        weights[kinds == kind] = share * (kinds == OWN).sum() / max(1, (kinds == kind).sum())
    return weights


if __name__ == "__main__":
    main()
