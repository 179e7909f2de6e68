"""Are requests told from questions, without a model, and are their arguments read rightly?

    python -m benchmarks.action_requests [--items]

Reads `evaluations/datasets/action_requests.jsonl`. Thresholds and lists were set with the half
`tune` at hand; `report` is what to go by. With HANDRAIL_DATA set, ordinary questions of other
companies are counted that would be taken for a request of the sample company's.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import percentile
from benchmarks.halves import HALVES, figure_of, half_of, labelled_questions, shown
from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.form import Form, Step
from handrail.domain.actions.model import Proposal
from handrail.domain.actions.spec import Arguments
from handrail.domain.quality.figures import mean_figure
from handrail.domain.quality.model import Figure
from handrail.flow.hear_request import EmbeddedSentences
from handrail.flow.understand_request import AskBack, Requesting, RequestPorts, understand_request
from handrail.sample.orders.document import DOCUMENT

DATA = Path(__file__).parents[1] / "evaluations/datasets/action_requests.jsonl"
_MOST_TURNS = 9
_ANSWERS: Mapping[str, str] = {
    "order": "CC-4410287",
    "amount": "20 euros",
    "street": "14 Shop Street",
    "postcode": "H91 XY12",
    "city": "Galway",
    "country": "Ireland",
    "email": "me@example.com",
}
"""What a customer answers whose message did not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Hold what became of one message."""

    text: str
    expected: str | None
    kind: str
    taken: str | None
    """The action that the message was taken to ask for at once."""
    offered: tuple[str, ...]
    """The actions that the customer was asked about."""
    right: int
    arguments: int
    questions: int
    is_done: bool


def main() -> int:
    """Measure and print."""
    ports = request_ports()
    for half in HALVES:
        seen = [seen_of(row, ports) for row in rows() if half_of(row["text"]) == half]
        print(f"\n{half}: {len(seen)} messages")
        for name, figure in figures(seen).items():
            print(f"  {name:<42} {shown(figure)}")
        if "--items" in sys.argv and half == "tune":
            _print_items(seen)
    _print_false_alarms(ports)
    _print_speed(ports)
    return 0


def request_ports() -> RequestPorts:
    """Return the sample company's actions, ready to be asked for."""
    specs = actions_in(DOCUMENT)
    return RequestPorts(
        catalogue=Catalogue({spec.name: spec for spec in specs}),
        sentences=EmbeddedSentences(specs, MiniLmEmbedder()),
        currency="EUR",
    )


def rows() -> tuple[dict[str, Any], ...]:
    """Return the written messages."""
    return tuple(json.loads(line) for line in DATA.read_text("utf-8").splitlines())


def figures(seen: Sequence[Seen]) -> dict[str, Figure]:
    """Return what was measured of these messages."""
    requests = [one for one in seen if one.expected is not None]
    questions = [one for one in seen if one.expected is None]
    taken = [one for one in seen if one.taken is not None]
    right = [one for one in requests if one.taken == one.expected]
    reached = [one for one in requests if one.expected in (one.taken, *one.offered)]
    return {
        "precision of the intent": figure_of(len(right), len(taken)),
        "recall of the intent": figure_of(len(right), len(requests)),
        "  taken, or asked whether": figure_of(len(reached), len(requests)),
        "questions taken for a request": figure_of(
            sum(one.taken is not None for one in questions), len(questions)
        ),
        "questions asked back `do it, or know?`": figure_of(
            sum(bool(one.offered) for one in questions), len(questions)
        ),
        "arguments right": figure_of(sum(o.right for o in right), sum(o.arguments for o in right)),
        "requests that end in a proposal": figure_of(
            sum(one.is_done for one in requests), len(requests)
        ),
        "questions asked back per request": mean_figure(
            [float(one.questions) for one in requests if one.is_done]
        ),
    }


def seen_of(row: Mapping[str, Any], ports: RequestPorts) -> Seen:
    """Return what becomes of a written message, and of the customer's answers after it."""
    outcome = understand_request(Requesting(text=row["text"]), ports).outcome
    taken, offered, read = _taken(outcome)
    wanted: Arguments = row.get("arguments", {})
    names = set(wanted) | set(read)
    asked, proposal = _carried_on(row, outcome, ports)
    return Seen(
        text=row["text"],
        expected=row["action"],
        kind=row.get("kind", ""),
        taken=taken,
        offered=offered,
        right=sum(wanted.get(name) == read.get(name) for name in names),
        arguments=len(names),
        questions=asked,
        is_done=proposal is not None and proposal.name == row["action"],
    )


def _taken(outcome: object) -> tuple[str | None, tuple[str, ...], Arguments]:
    match outcome:
        case Proposal(name=name, arguments=arguments):
            return name, (), arguments
        case AskBack(form=Form(step=Step.ARGUMENT, actions=(name,), arguments=arguments)):
            return name, (), arguments
        case AskBack(form=form):
            return None, form.actions, {}
        case _:
            return None, (), {}


def _carried_on(
    row: Mapping[str, Any], outcome: object, ports: RequestPorts
) -> tuple[int, Proposal | None]:
    """Answer what is asked as the customer would, and count the questions."""
    asked = 0
    while isinstance(outcome, AskBack) and asked < _MOST_TURNS:
        asked += 1
        said = Requesting(text=_answer(row, outcome.form), form=outcome.form)
        outcome = understand_request(said, ports).outcome
    return asked, outcome if isinstance(outcome, Proposal) else None


def _answer(row: Mapping[str, Any], form: Form) -> str:
    match form.step:
        case Step.WHETHER:
            return "yes" if form.actions[0] == row["action"] else "no"
        case Step.WHICH:
            return str(row["action"] or "none of them").replace("_", " ")
        case Step.ARGUMENT:
            return _ANSWERS[form.asked]
        case Step.PERSON:
            return "no"


def _print_items(seen: Sequence[Seen]) -> None:
    for one in seen:
        is_wrong = one.taken != one.expected or one.right < one.arguments
        if is_wrong or (one.expected is None and one.offered):
            print(f"    {one.expected} -> {one.taken} {one.offered}: {one.text!r}")


def _print_false_alarms(ports: RequestPorts) -> None:
    print("\nother companies' questions, taken for a request and asked `do it, or know?`")
    for name, messages in labelled_questions():
        taken: Counter[str] = Counter()
        offered = 0
        for label, text in messages:
            found = understand_request(Requesting(text=text), ports).outcome
            action, actions, _ = _taken(found)
            taken[label] += action is not None
            offered += bool(actions)
        total = taken.total()
        most = ", ".join(f"{label} {count}" for label, count in taken.most_common(3) if count)
        print(f"  {name:<24} taken {shown(figure_of(total, len(messages)))}; {most or 'none'}")
        print(f"  {'':<24} asked {shown(figure_of(offered, len(messages)))}")


def _print_speed(ports: RequestPorts) -> None:
    """Print what a message costs beyond its vector, which the search needs as well."""
    texts = [row["text"] for row in rows()]
    took = []
    for text in texts:
        ports.sentences.embedder.embed([text])
        start = time.thread_time()
        understand_request(Requesting(text=text), ports)
        took.append((time.thread_time() - start) * 1000)
    shown_ms = [f"{percentile(took, share):.2f}" for share in (0.5, 0.95)]
    print(f"\nprocessor ms beside the vector: p50 {shown_ms[0]}, p95 {shown_ms[1]}")


if __name__ == "__main__":
    sys.exit(main())
