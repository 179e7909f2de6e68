"""How long does a customer wait? Whole turns, each stored durably, and searches alone.

A child process asks a warm project, one question after another, so that nothing that was measured
before weighs on it.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, median, percentile
from benchmarks.machine import load
from handrail.app import App, open_app
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.handle_message import handle_message

TARGETS = {2_000: 15.0, 100_000: 40.0}
"""Most milliseconds that half of the asks may take, by passages."""
_WARM_UP = 30
# The program's entry point comes first: it may set what numeric libraries read when they start.
_CHILD = """\
import sys
import handrail.__main__
from benchmarks.ask_latency import main
main(sys.argv[1:])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Hold what one size of project gave, in milliseconds."""

    wanted: int
    passages: int
    ask_p50: float
    ask_p95: float
    ask_p99: float
    ask_processor_p50: float
    search_p50: float
    search_p95: float
    search_p99: float
    embed_p50: float
    """Embedding the question: part of both."""
    write_p50: float
    """Storing the turn so that it survives a power cut: part of an ask."""
    stages_p50: dict[str, float]
    load: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of this size."""
        size = f"{self.passages:,} passages"
        target = TARGETS.get(self.wanted)
        return (
            Figure(
                name=f"ask p50, {size}",
                value=self.ask_p50,
                unit="ms",
                target=target,
                load=self.load,
            ),
            Figure(name=f"ask p95, {size}", value=self.ask_p95, unit="ms"),
            Figure(name=f"ask p99, {size}", value=self.ask_p99, unit="ms"),
            Figure(
                name=f"ask p50 ÷ embedding the question, {size}",
                value=self.ask_p50 / self.embed_p50,
                unit="×",
            ),
            Figure(name=f"search p50, {size}", value=self.search_p50, unit="ms"),
            Figure(name=f"search p95, {size}", value=self.search_p95, unit="ms"),
            Figure(name=f"search p99, {size}", value=self.search_p99, unit="ms"),
        )


def measure(
    project: Path, *, wanted: int, passages: int, questions: Sequence[str], asks: int
) -> Latency:
    """Ask a project in a process of its own."""
    command = [sys.executable, "-c", _CHILD, str(project), str(asks)]
    told = subprocess.run(
        command, input=json.dumps(questions), stdout=subprocess.PIPE, text=True, check=True
    )
    return Latency(wanted=wanted, passages=passages, load=load(), **json.loads(told.stdout))


_APART = 40  # questions; the embedder keeps its last 32 readings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    wall: float
    processor: float
    record: TurnRecord


def _asked(question: str, app: App) -> _Turn:
    inbound = InboundMessage(conversation=None, text=question, channel="cli")
    wall, processor = time.perf_counter(), time.process_time()
    record = handle_message(inbound, app.message_ports())
    return _Turn(
        wall=_ms_since(wall),
        processor=(time.process_time() - processor) * 1e3,
        record=record,
    )


def _searched(question: str, app: App) -> float:
    began = time.perf_counter()
    app.find(question, PUBLIC)
    return _ms_since(began)


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1e3


def _told(app: App, questions: Sequence[str], asks: int) -> dict[str, object]:
    for question in questions[:_WARM_UP]:
        _asked(question, app)
    chosen = [questions[number % len(questions)] for number in range(asks)]
    searches, turns = [], []
    # Taking turns, so that both see the same machine; never the question just read, which is kept.
    for searched, asked in zip(chosen, [*chosen[_APART:], *chosen[:_APART]], strict=True):
        searches.append(_searched(searched, app))
        turns.append(_asked(asked, app))
    walls = [turn.wall for turn in turns]
    stages = sorted({stage for turn in turns for stage in turn.record.timings_ms})
    return {
        **_shares("ask", walls),
        **_shares("search", searches),
        "ask_processor_p50": median([turn.processor for turn in turns]),
        "embed_p50": _stage_p50(turns, "embed"),
        "write_p50": median([turn.wall - turn.record.timings_ms["total"] for turn in turns]),
        "stages_p50": {stage: _stage_p50(turns, stage) for stage in stages},
    }


def _stage_p50(turns: Sequence[_Turn], stage: str) -> float:
    timings = [turn.record.timings_ms for turn in turns]
    return median([taken[stage] for taken in timings if stage in taken])


def _shares(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p{share}": percentile(values, share / 100) for share in (50, 95, 99)}


def main(arguments: Sequence[str]) -> None:
    """Ask as the command line says, and print what it took as JSON."""
    app = open_app(Path(arguments[0]))
    print(json.dumps(_told(app, json.load(sys.stdin), int(arguments[1]))))
