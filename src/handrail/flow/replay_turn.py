"""Think one recorded turn again under other settings, articles, models or policies."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from handrail.domain.actions.form import Form
from handrail.domain.answering.model import Claim
from handrail.domain.decision.basis import Basis, WroteThen
from handrail.domain.decision.calibration import Calibration, Promise
from handrail.domain.decision.model import Outcome, TurnRecord
from handrail.domain.decision.presence import SOMEBODY
from handrail.domain.decision.validity import Expired, validity
from handrail.flow.answer_from_record import (
    RecordedJudge,
    RecordedReader,
    RecordedWriter,
)
from handrail.flow.basis_ports import PastRead
from handrail.flow.judge_action import ActionPorts
from handrail.flow.language_model import ClaimWriter, ModelPorts, ModelTurn, Writing
from handrail.flow.rebuild_turn import Recorded, asked_then, ruled_then
from handrail.flow.record_turn import said
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought
from handrail.kernel.errors import NotInRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Hold a project to think with: as it would be, or as it is."""

    think: ThinkPorts
    actions: ActionPorts | None
    calibration: Calibration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTurn:
    """Hold what would come of a message."""

    outcome: Outcome
    reply: str
    searched: str
    form: Form | None
    confidence: float
    keeps_promise: bool


def try_turn(
    turn: Recorded, recent: tuple[TurnRecord, ...], past: PastRead, trial: Trial
) -> TriedTurn:
    """Return what would come of a message that came then; raises NotInRecord."""
    basis = turn.basis
    asked = asked_then(basis, trial.calibration, recent)
    ports = replace(trial.think, models=_remembering(trial.think.models, turn))
    thought = think(asked, ports)
    settled = replace(thought, outcome=_settled(thought, turn, asked, trial))
    return TriedTurn(
        outcome=settled.outcome,
        reply=said(settled, basis.presence or SOMEBODY),
        searched=thought.searched,
        form=thought.form,
        confidence=0.0 if thought.confidence is None else thought.confidence.value,
        keeps_promise=_keeps_promise(basis, past, trial),
    )


def _settled(thought: Thought, turn: Recorded, asked: Asked, trial: Trial) -> Outcome:
    if thought.proposal is None:
        return thought.outcome
    ruled = ruled_then(thought, turn, asked, trial.actions)
    if ruled is None:
        raise NotInRecord("Nothing was asked of the order system then.")
    return ruled


def _keeps_promise(basis: Basis, past: PastRead, trial: Trial) -> bool:
    """Tell whether at least as much is promised as then, by a calibration that holds."""
    now = trial.calibration
    if now is None or isinstance(validity(now, trial.think.bound_to), Expired):
        return False
    then = None if basis.calibration is None else past.calibration_named(basis.calibration)
    return then is None or _is_as_strict(now.promise, then.promise)


def _is_as_strict(now: Promise, then: Promise) -> bool:
    return now.max_wrong <= then.max_wrong and now.confidence >= then.confidence


def _remembering(models: ModelPorts | None, turn: Recorded) -> ModelPorts | None:
    """Return models of which those that had a part then say what they said, if asked the same."""
    if models is None:
        return None
    then, basis = turn.record.models, turn.basis
    reader, judge = models.reader, models.judge
    if reader is not None and then.get("reader") == reader.name and basis.read:
        reader = RecordedReader(basis.read[0])
    if judge is not None and then.get("judge") == judge.name and basis.judged:
        judge = RecordedJudge(basis.judged)
    writers = tuple(_Remembering(writer, basis) for writer in models.writers)
    return replace(models, writers=writers, reader=reader, judge=judge)


class _Remembering:
    """Write what was written then to the same question over the same passages; else write anew."""

    def __init__(self, writer: ClaimWriter, basis: Basis) -> None:
        self.name = writer.name
        self._live = writer
        self._then = RecordedWriter(writer.name, basis.wrote)
        self._basis = basis

    def claims(self, writing: Writing, turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield the claims of then, or new ones."""
        writer: ClaimWriter = self._then if self._is_same(writing) else self._live
        yield from writer.claims(writing, turn)

    def _is_same(self, writing: Writing) -> bool:
        shown = [(passage.id, passage.version) for passage in writing.passages]
        refused = tuple(check.claim.text for check in writing.refused)
        return any(
            shown == [(hit.passage, hit.version) for hit in found.hits]
            for found in self._basis.found
            if found.question == writing.question
        ) and _was_asked(self._basis.wrote, self.name, (writing.question, refused))


def _was_asked(wrote: Sequence[WroteThen], writer: str, asked: tuple[str, tuple[str, ...]]) -> bool:
    return any(then.writer == writer and (then.question, then.refused) == asked for then in wrote)
