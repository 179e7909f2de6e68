"""What the guard costs: checking one claim, and weighing it, beside a model that takes a second."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.figures import median
from benchmarks.small_writer import SECONDS, SmallWriter
from handrail.app import App
from handrail.domain.answering.model import Claim, Draft
from handrail.domain.retrieval.model import PUBLIC, SearchResult
from handrail.flow.answer_question import sure_of_claim
from handrail.flow.language_model import ModelTurn, Writing
from handrail.flow.thought import ThinkPorts
from handrail.kernel.clock import SystemClock

MODEL_SECONDS = 1.0


def overhead(app: App, writer: SmallWriter, questions: Sequence[str]) -> dict[str, float]:
    """Return the middle time per claim in milliseconds, and the guard's share of a whole turn.

    A turn checks and weighs each claim when it comes, and again when the whole is decided.
    """
    times = _Times()
    for question in questions:
        result = app.find(question, PUBLIC)
        writing = Writing(question=question, passages=tuple(hit.passage for hit in result.hits))
        claims = tuple(writer.claims(writing, ModelTurn(SystemClock(), SECONDS)))
        if claims:
            times.turn(question, result, claims, app.think_ports())
    answered = sum(times.answered) / len(times.answered)
    return {
        "claims": len(times.checks),
        "check_p50_ms": _ms(median(times.checks)),
        "weighed": len(times.weighings),
        "weigh_p50_ms": _ms(median(times.weighings)),
        "turns": len(times.turns),
        "turn_p50_ms": _ms(median(times.turns)),
        "answered_turns": len(times.answered),
        "answered_turn_mean_ms": _ms(answered),
        "share_of_turn": round(answered / (MODEL_SECONDS + answered), 4),
    }


@dataclass
class _Times:
    """Hold what each step took, in seconds."""

    checks: list[float] = field(default_factory=list)
    weighings: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    """Of the turns in which something passed the check."""

    def turn(
        self, question: str, result: SearchResult, claims: Sequence[Claim], ports: ThinkPorts
    ) -> None:
        """Check and weigh the claims of a turn as it is done, twice."""
        passages = {hit.passage.id: hit.passage for hit in result.hits}
        weighed = len(self.weighings)
        began = time.perf_counter()
        for claim in (*claims, *claims):
            started = time.perf_counter()
            check = ports.checker.check(Draft(claims=(claim,), writer=""), passages).checks[0]
            checked = time.perf_counter()
            self.checks.append(checked - started)
            if check.is_supported:
                sure_of_claim(question, result, check, ports.embedder)
                self.weighings.append(time.perf_counter() - checked)
        self.turns.append(time.perf_counter() - began)
        if len(self.weighings) > weighed:
            self.answered.append(self.turns[-1])


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 2)
