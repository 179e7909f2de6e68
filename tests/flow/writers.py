"""Writers and readers that say what a test tells them to."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.model import Citation, Claim
from handrail.domain.decision.calibration import Threshold
from handrail.domain.knowledge.model import Passage
from handrail.flow.language_model import (
    ClaimJudge,
    MessageReader,
    ModelFault,
    ModelPorts,
    ModelTurn,
    Understood,
    Writing,
)
from tests.builders import a_calibration, an_entry
from tests.flow.desk import Desk

QUOTES = ExtractiveWriter().name
"""The writer that comes last: it quotes the articles."""
Said = tuple[str, str]
"""A claim's text and the quote that is to carry it."""


@dataclass
class ScriptedWriter:
    """Write one draft after the other; the last one is repeated."""

    drafts: list[Sequence[Said | ModelFault]]
    name: str = "scripted-1"
    asked: list[Writing] = field(default_factory=list)
    before_each: Callable[[], object] = lambda: None

    def claims(self, writing: Writing, _turn: ModelTurn) -> Generator[Claim, None, None]:
        self.asked.append(writing)
        draft = self.drafts.pop(0) if len(self.drafts) > 1 else self.drafts[0]
        for said in draft:
            self.before_each()
            if isinstance(said, ModelFault):
                raise said
            yield claim_of(said, writing.passages)


@dataclass
class ScriptedReader:
    """Understand what a test says."""

    says: Understood | ModelFault
    name: str = "reader-1"
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def understood(self, text: str, history: tuple[str, ...], _turn: ModelTurn) -> Understood:
        self.asked.append((text, history))
        if isinstance(self.says, ModelFault):
            raise self.says
        return self.says


@dataclass
class ScriptedJudge:
    """Refuse the claims that hold a word."""

    refuses: str | ModelFault
    name: str = "judge-1"
    asked: list[str] = field(default_factory=list)

    def faults(self, claim: Claim, _turn: ModelTurn) -> tuple[str, ...]:
        self.asked.append(claim.text)
        if isinstance(self.refuses, ModelFault):
            raise self.refuses
        return ("the judge: no",) if self.refuses in claim.text else ()


def claim_of(said: Said, passages: Sequence[Passage]) -> Claim:
    """Build a claim that cites the passage in which its quote stands, else the first."""
    text, quote = said
    found = next((passage for passage in passages if quote in passage.text), passages[0])
    citation = Citation(
        article=found.article,
        version=found.version,
        title=found.title,
        url=found.url,
        passage=found.id,
        headings=found.headings,
        quote=quote,
    )
    return Claim(text=text, citations=(citation,))


def gives_models(
    desk: Desk,
    *writers: ScriptedWriter,
    reader: MessageReader | None = None,
    judge: ClaimJudge | None = None,
) -> None:
    """Let a desk's answers be written by models."""
    models = ModelPorts(writers=writers, reader=reader, clock=desk.clock, seconds=4.0, judge=judge)
    bound_to = {"writer": writers[0].name if writers else QUOTES}
    think = replace(desk.ports.think, models=models, bound_to=bound_to)
    desk.ports = replace(desk.ports, think=think)


def calibrated(desk: Desk, writer: str, threshold: float) -> None:
    """Calibrate a desk for a writer."""
    held = Threshold(value=threshold, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(threshold=held, by_topic={}, bound_to={"writer": writer})
    with desk.store.write() as writing:
        writing.save_calibration(made, an_entry())
