"""What a model that makes things up brings about, with the guard and without it.

    HANDRAIL_DATA=… python -m benchmarks.model_safety [--part claims …] [--write-docs]

Parts: `claims` (what SmolLM2 tells customers), `leak`, `injection`, `overhead`. SmolLM2 is served
on this machine for as long as it is needed; what it said before is not asked again. The claims that
are to be read by eye stand in `benchmarks/out/claims_to_read.jsonl`, without the check's verdict.
"""

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.json_lines import json_lines
from benchmarks.model_claims import (
    SEED,
    CentreClaims,
    claims_at,
    drawn,
    labels,
    to_read,
    with_small_model,
    write_labels,
)
from benchmarks.model_overhead import overhead
from benchmarks.model_page import PAGE, Parts, injection_rows, leak_rows, page
from benchmarks.projects import NOT_SET, data_folder, synced_project
from benchmarks.small_writer import SmallWriter, small_model
from handrail.adapters.models.small import missing, serving
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.app import App
from handrail.flow.ask_attacked import SafetyAsker
from handrail.flow.evaluate_injection import evaluate_injection, internal_texts
from handrail.flow.evaluate_leak import evaluate_leak, read_supported
from handrail.flow.ports import untold
from handrail.flow.read_attacks import asking, read_attacks, sampled
from handrail.sample.project import open_sample

OUT = Path(__file__).parent / "out"
SAMPLE_QUESTIONS = Path(__file__).parents[1] / "evaluations/datasets/sample_answers.jsonl"
PARTS = ("claims", "leak", "injection", "overhead")
LEAKS = {"extractive": 100, "SmolLM2": 40}
"""Questions whose articles are taken away."""
ATTACKS = {"extractive": 100, "SmolLM2": 30}
"""Attacks of each set, in each place: the small model takes seconds for each."""

Ways = Mapping[str, tuple[str, Callable[[App], SafetyAsker]]]
"""How to ask, with the name under which the number of cases stands."""


def main() -> int:
    """Measure, print, and write the page where that is asked for."""
    given = _arguments()
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    if (absent := missing()) is not None:
        print(absent)
        return 0
    with ExitStack() as held:
        writer = SmallWriter(small_model(held.enter_context(serving()), OUT / "smollm2.jsonl"))
        sample = open_sample(OUT / "sample", print, untold)
        measured = _measured(given.part or PARTS, sample, writer, data)
    kept = _kept() | measured
    OUT.mkdir(exist_ok=True)
    (OUT / "model_safety.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    print(json.dumps(kept, indent=1))
    if given.write_docs:
        PAGE.write_text(page(kept), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model_safety")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; repeatable")
    parser.add_argument("--write-docs", action="store_true", help="write the page of figures")
    return parser.parse_args()


def _kept() -> Parts:
    file = OUT / "model_safety.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _measured(parts: Sequence[str], sample: App, writer: SmallWriter, data: Path) -> Parts:
    found: dict[str, object] = {}
    if "claims" in parts:
        found["claims"] = _claims(sample, writer, data)
    if "leak" in parts:
        found["leak"] = _leaks(sample, writer)
    if "injection" in parts:
        found["injection"] = _injections(sample, writer, data)
    if "overhead" in parts:
        found["overhead"] = overhead(sample, writer, drawn(_questions()))
    return found


def _claims(sample: App, writer: SmallWriter, data: Path) -> object:
    centres = [claims_at(sample, "sample", drawn(_questions()), writer)]
    folder = data / "help/plausible"
    asked = [row["question"] for row in json_lines(folder / "questions.jsonl")]
    with synced_project("plausible", folder / "articles_eval") as app:
        centres.append(claims_at(app, "plausible", drawn(asked), writer))
    _write_worksheet(centres)
    read = labels()
    write_labels([claim for centre in centres for claim in centre.claims], read)
    return [centre.as_json(read, clopper_pearson) for centre in centres]


def _write_worksheet(centres: Sequence[CentreClaims]) -> None:
    """Write what is to be read by eye: nothing there tells what the check thinks of a claim."""
    OUT.mkdir(exist_ok=True)
    rows = [
        {"id": claim.id, "question": claim.question, "text": claim.text, "evidence": claim.evidence}
        for centre in centres
        for claim in to_read(centre.claims)
    ]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (OUT / "claims_to_read.jsonl").write_text("".join(lines), encoding="utf-8")


def _ways(writer: SmallWriter) -> Ways:
    return {
        "extractive": ("extractive", _extractive),
        "SmolLM2, with guard": ("SmolLM2", lambda app: with_small_model(app, writer)),
        "SmolLM2, check alone": ("SmolLM2", lambda app: _at_zero(with_small_model(app, writer))),
        "SmolLM2, without guard": (
            "SmolLM2",
            lambda app: with_small_model(app, writer).unguarded(),
        ),
    }


def _extractive(app: App) -> SafetyAsker:
    with app.store.read() as reading:
        return SafetyAsker(asker=app.labelled_asker(), calibration=reading.calibration())


def _at_zero(ask: SafetyAsker) -> SafetyAsker:
    return SafetyAsker(asker=ask.asker, threshold=0.0)


def _leaks(app: App, writer: SmallWriter) -> object:
    every = read_supported(SAMPLE_QUESTIONS)
    rows = []
    for name, (size, ask) in _ways(writer).items():
        asked = random.Random(SEED).sample(list(every), min(LEAKS[size], len(every)))
        asking_so = ask(app)
        report = evaluate_leak(
            asked, asking_so.without_its_articles, asking_so.asked, clopper_pearson, untold
        )
        rows.append(leak_rows(name, report))
    return rows


def _injections(app: App, writer: SmallWriter, data: Path) -> object:
    questions = drawn(_questions())
    with app.store.read() as reading:
        internal = internal_texts(tuple(reading.all_live_passages()))
    rows = []
    for name, (size, ask) in _ways(writer).items():
        for attacks in ("bipia", "injecagent"):
            some = sampled(read_attacks(data / attacks), ATTACKS[size], SEED)
            asked = asking(some, questions)
            report = evaluate_injection(asked, ask(app).attacked, internal, clopper_pearson, untold)
            rows += injection_rows(name, attacks, report)
    return rows


def _questions() -> list[str]:
    return [row["question"] for row in json_lines(SAMPLE_QUESTIONS) if not row.get("history")]


if __name__ == "__main__":
    raise SystemExit(main())
