"""Fit the confidence model and report how well it does on what it has not seen.

`HANDRAIL_DATA=… python -m training.confidence.train` writes the weights and `REPORT.md`. Every
figure is of examples whose domain (help centre, topic) was left out; Mattermost's centre is
measured, never learnt.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from benchmarks.projects import CENTRES, NOT_SET, data_folder
from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.domain.answering import confidence_weights
from handrail.domain.answering.forest import Forest
from handrail.sample.project import HELP
from training.confidence.centres import Centre, KeptVectors, indexed, read_bank, read_folder
from training.confidence.examples import (
    OTHER,
    OWN,
    REMOVED,
    Asked,
    Example,
    Weigher,
    read_asked,
    read_verdicts,
)
from training.confidence.fit import Floats, calibrated, fit, odds, table, written
from training.confidence.headings import without_some_headings
from training.confidence.report import report

NAME = "forest-3"
MEASURED_ONLY = "mattermost"  # its licence forbids commercial use
_SEED = 5
_HEADINGS_COUNT = 0.3
_GIVEN_COUNT = 0.1
_CLAPNQ_COUNT = 3.0
_NOTHING_SAID = -20.0
_HERE = Path(__file__).parent
_VERDICTS = _HERE.parents[1] / "evaluations" / "pruned_unanswerable.jsonl"

Asking = dict[str, tuple[Centre, tuple[Asked, ...]]]
Mask = NDArray[np.bool_]


def main() -> None:
    """Gather examples, fit, report, write."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    started = time.monotonic()
    with TemporaryDirectory(prefix="handrail-") as scratch:
        centres, headings, given = _gathered(data, Path(scratch))
    print(f"{len(centres) + len(headings) + len(given)} examples", time.monotonic() - started)
    features = sorted(next(e.evidence for e in centres if e.evidence))
    held_out = _left_one_centre_out(centres, headings, given, features)
    searched = _shipped(centres, headings, given, features, held_out)
    given_odds, of_given = _of_given(given, features)
    forests = {"SEARCHED": searched, "GIVEN": of_given}
    module = Path(confidence_weights.__file__)
    module.write_text(written(NAME, forests), encoding="utf-8")
    text = report(centres, held_out, given, given_odds)
    (_HERE / "REPORT.md").write_text(text, encoding="utf-8")
    print(text, time.monotonic() - started)


def _gathered(data: Path, scratch: Path) -> tuple[list[Example], list[Example], list[Example]]:
    embedder, kept = MiniLmEmbedder(), KeptVectors()
    verdicts = read_verdicts(_VERDICTS)
    weigher = Weigher(embedder=embedder, verdicts=verdicts)
    folders = {name: data / "help" / name for name in CENTRES}
    asking: Asking = {
        name: (
            indexed(name, read_folder(name, folder / "articles_eval"), scratch, embedder, kept),
            read_asked(folder / "questions.jsonl"),
        )
        for name, folder in folders.items()
    }
    found = list(weigher.of_centres(asking, _SEED))
    centres = [example for example in found if not verdicts.is_pruned(example)]
    rng = random.Random(_SEED)
    practice: Asking = {}
    sources = {
        **{
            name: read_folder(name, folder / "articles_eval")
            for name, folder in folders.items()
            if name != MEASURED_ONLY
        },
        "bank": read_bank(data / "tau2" / "banking_knowledge_documents.jsonl"),
        "sample": read_folder("sample", HELP),
    }
    for name, articles in sources.items():
        left, asked = without_some_headings(articles, rng)
        centre = indexed(name, left, scratch / "headings", embedder, kept)
        practice[name] = (centre, tuple(Asked(question=q, articles=(a,)) for q, a in asked))
    return centres, list(weigher.of_centres(practice, _SEED)), list(weigher.of_given(data))


def _left_one_centre_out(
    centres: Sequence[Example],
    headings: Sequence[Example],
    given: Sequence[Example],
    features: Sequence[str],
) -> Floats:
    """Return each example's log odds from a model that has not seen its centre."""
    held_out = np.full(len(centres), _NOTHING_SAID)
    for name in CENTRES:
        kept = [e for e in centres if name not in {e.domain, e.source} and _may_learn(e)]
        practice = [e for e in headings if name not in {e.domain, e.source}]
        forest = _fitted(kept, practice, given, features)
        here = [at for at, e in enumerate(centres) if e.domain == name and e.evidence]
        held_out[here] = odds(forest, table([centres[at].evidence for at in here], features))
    return held_out


def _shipped(
    centres: Sequence[Example],
    headings: Sequence[Example],
    given: Sequence[Example],
    features: Sequence[str],
    held_out: Floats,
) -> Forest:
    """Return the model fitted to all that may be learnt, calibrated on what was held out."""
    learnt = [at for at, e in enumerate(centres) if _may_learn(e) and e.evidence]
    examples = [centres[at] for at in learnt]
    forest = _fitted(examples, headings, given, features)
    right = np.array([float(e.is_right_by_hand) for e in examples])
    return calibrated(forest, held_out[learnt], right, _balanced(examples))


def _fitted(
    centres: Sequence[Example],
    headings: Sequence[Example],
    given: Sequence[Example],
    features: Sequence[str],
) -> Forest:
    parts = [
        (centres, _balanced(centres)),
        (headings, _balanced(headings) * _HEADINGS_COUNT),
        (given, np.full(len(given), _GIVEN_COUNT)),
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


def _may_learn(example: Example) -> bool:
    return MEASURED_ONLY not in {example.domain, example.source}


def _balanced(examples: Sequence[Example]) -> Floats:
    """Return weights under which half of the examples are asked at home."""
    kinds = np.array([e.kind for e in examples])
    weights = np.ones(len(examples))
    for kind in (REMOVED, OTHER):
        weights[kinds == kind] = 0.5 * (kinds == OWN).sum() / max(1, (kinds == kind).sum())
    return weights


if __name__ == "__main__":
    main()
