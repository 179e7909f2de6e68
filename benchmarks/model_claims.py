"""What SmolLM2 claims to customers of the sample company and a real centre, and what reaches them.

Each question is asked three times, from the same drafts: as the model alone would answer; with the
check, at confidence 0, so that only the check stands between; and at the confidence that serves.
Claims were read by eye against what the model was given: the labels lie beside the other data sets.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.small_writer import SECONDS, SmallWriter, shown
from handrail.app import App
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.reply_json import claims_of
from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.ask_attacked import SafetyAsker
from handrail.flow.language_model import ModelPorts
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import digest

SEED = 20
QUESTIONS = 50
"""Of each centre."""
TO_READ = 60
"""Claims drawn for reading, beside all that passed the check."""
SETS = Path(__file__).parents[1] / "evaluations/datasets"
LABELS = {
    "sample": SETS / "smollm2_claims.jsonl",
    "plausible": SETS / "smollm2_claims_plausible.jsonl",
}
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidClaim:
    """Hold a claim of the model, what it was given, and how far it came."""

    id: str
    centre: str
    question: str
    text: str
    evidence: tuple[str, ...]
    passed_check: bool
    reached_with_guard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold what a person found of a claim."""

    supported: bool
    says_nothing: bool
    """An apology, an offer of help, the question again: no statement that could be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreClaims:
    """Hold what was claimed at one centre."""

    centre: str
    checker: str
    questions: int
    answered: Mapping[str, int]
    """Questions answered, by how they were asked."""
    claims: tuple[SaidClaim, ...]

    def as_json(self, read: Mapping[str, Verdict], interval: ExactInterval) -> dict[str, object]:
        """Return counts and, of what was read by eye, what is made up and what says nothing."""
        stages = {
            "without": [claim for claim in self.claims if claim.id in drawn_ids(self.claims)],
            "checked": [claim for claim in self.claims if claim.passed_check],
            "serving": [claim for claim in self.claims if claim.reached_with_guard],
        }
        return {
            "centre": self.centre,
            "checker": self.checker,
            "questions": self.questions,
            "answered": dict(self.answered),
            "claims": len(self.claims),
            "passed_check": len(stages["checked"]),
            "reached_with_guard": len(stages["serving"]),
            "read": {name: _found(claims, read, interval) for name, claims in stages.items()},
        }


def with_small_model(app: App, writer: SmallWriter) -> SafetyAsker:
    """Return what asks a project with the small model as its writer."""
    models = ModelPorts(writers=(writer,), reader=None, clock=SystemClock(), seconds=SECONDS)
    asker = app.labelled_asker()
    bound_to = {**asker.ports.bound_to, "writer": writer.name}
    ports = replace(asker.ports, models=models, bound_to=bound_to)
    with app.store.read() as reading:
        calibration = reading.calibration()
    return SafetyAsker(asker=replace(asker, ports=ports), calibration=calibration)


def drawn(questions: Sequence[str]) -> list[str]:
    """Return the questions that are asked, drawn with a fixed seed."""
    return random.Random(SEED).sample(list(questions), min(QUESTIONS, len(questions)))


def claims_at(app: App, centre: str, questions: Sequence[str], writer: SmallWriter) -> CentreClaims:
    """Ask every question three times and return what was claimed."""
    serving = with_small_model(app, writer)
    ways = {
        "without": serving.unguarded(),
        "checked": replace(serving, threshold=0.0),
        "serving": serving,
    }
    answered = dict.fromkeys(ways, 0)
    claims: list[SaidClaim] = []
    for question in questions:
        outcomes = {name: ask.asked(_labelled(question)) for name, ask in ways.items()}
        said = {name: claims_of(outcome) for name, outcome in outcomes.items()}
        for name, stated in said.items():
            answered[name] += bool(stated)
        hits = app.find(question, PUBLIC).hits
        given = shown([hit.passage for hit in hits])
        passed = {claim.text for claim in said["checked"]}
        reached = {claim.text for claim in said["serving"]}
        claims += [
            SaidClaim(
                id=digest(centre, question, claim.text)[:_ID_LENGTH],
                centre=centre,
                question=question,
                text=claim.text,
                evidence=tuple(given),
                passed_check=claim.text in passed,
                reached_with_guard=claim.text in reached,
            )
            for claim in said["without"]
        ]
    return CentreClaims(
        centre=centre,
        checker=serving.asker.ports.checker.name,
        questions=len(questions),
        answered=answered,
        claims=tuple(claims),
    )


def to_read(claims: Sequence[SaidClaim]) -> list[SaidClaim]:
    """Return the claims to be read: all that passed the check and a draw from all, shuffled."""
    rng = random.Random(SEED)
    chosen = {claim.id: claim for claim in rng.sample(list(claims), min(TO_READ, len(claims)))}
    chosen |= {claim.id: claim for claim in claims if claim.passed_check}
    mixed = list(chosen.values())
    rng.shuffle(mixed)
    return mixed


def drawn_ids(claims: Sequence[SaidClaim]) -> frozenset[str]:
    """Return the ids of the draw from all, which stands for all."""
    drawn_claims = random.Random(SEED).sample(list(claims), min(TO_READ, len(claims)))
    return frozenset(claim.id for claim in drawn_claims)


def labels() -> Mapping[str, Verdict]:
    """Return what was found of claims by eye, by id; those that nobody read are not in it."""
    rows = (
        json.loads(line)
        for path in LABELS.values()
        if path.exists()
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {
        row["id"]: Verdict(supported=row["supported"], says_nothing=row["says_nothing"])
        for row in rows
    }


def write_labels(claims: Sequence[SaidClaim], read: Mapping[str, Verdict]) -> None:
    """Keep what was read: the sample company's in full, of others nothing but the verdict."""
    for centre, path in LABELS.items():
        rows = [
            _row(claim, read[claim.id])
            for claim in claims
            if claim.centre == centre and claim.id in read
        ]
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text("".join(lines), encoding="utf-8")


def _row(claim: SaidClaim, verdict: Verdict) -> dict[str, object]:
    told = {
        "id": claim.id,
        "supported": verdict.supported,
        "says_nothing": verdict.says_nothing,
        "passed_check": claim.passed_check,
        "reached_with_guard": claim.reached_with_guard,
    }
    if claim.centre != "sample":
        return told
    return {
        "evidence": list(claim.evidence),
        "text": claim.text,
        "question": claim.question,
        **told,
    }


def _found(
    claims: Sequence[SaidClaim], read: Mapping[str, Verdict], interval: ExactInterval
) -> dict[str, dict[str, float | int]]:
    known = [read[claim.id] for claim in claims if claim.id in read]
    counted = {
        "made_up": sum(not verdict.supported and not verdict.says_nothing for verdict in known),
        "says_nothing": sum(verdict.says_nothing for verdict in known),
    }
    return {
        name: share_figure(count, len(known), interval).as_json() for name, count in counted.items()
    }


def _labelled(question: str) -> LabelledQuestion:
    return LabelledQuestion(question=question, answerable=True)
