"""Answer what thinking asks for from the record of the turn: searches, models, the gate's facts.

What the record does not hold is never made up: NotInRecord says what was asked for.
"""

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from handrail.domain.actions.card import arguments_of
from handrail.domain.actions.gate import Asked as GateAsked
from handrail.domain.actions.gate import authorise
from handrail.domain.actions.model import Proposal, Resource, Ruling
from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.answering.model import Claim
from handrail.domain.decision.basis import (
    Basis,
    Fault,
    FoundThen,
    JudgedThen,
    ReadThen,
    RuledThen,
    WroteThen,
)
from handrail.domain.retrieval.model import Hit, Scope, SearchResult
from handrail.flow.contested_then import Passages, contested_then
from handrail.flow.judge_action import ActionPorts
from handrail.flow.language_model import (
    FaultKind,
    ModelFault,
    ModelPorts,
    ModelTurn,
    Understood,
    Writing,
)
from handrail.flow.thought import ThinkPorts
from handrail.kernel.errors import ModelUnavailable, NotInRecord

_NOT_THEN = Fault(kind=FaultKind.TOO_SLOW.value, says="The model was not asked for this then.")


def as_recorded(ports: ThinkPorts, basis: Basis, passages: Passages) -> ThinkPorts:
    """Return ports whose searches and models answer as they did then."""
    return replace(
        ports,
        find=_finding(basis.found, passages, is_all=False),
        find_all=_finding(basis.found, passages, is_all=True),
        models=models_then(basis, ports.models),
        most_turns=basis.most_turns,
    )


def models_then(basis: Basis, now: ModelPorts | None) -> ModelPorts | None:
    """Return models that say what they said then; None where there were none."""
    if not basis.had_models:
        return None
    writers = tuple(dict.fromkeys(wrote.writer for wrote in basis.wrote))
    return ModelPorts(
        writers=tuple(RecordedWriter(name, basis.wrote) for name in writers),
        reader=RecordedReader(basis.read[0]) if basis.read else None,
        clock=_StoppedClock() if now is None else now.clock,
        seconds=_AMPLE,
        judge=RecordedJudge(basis.judged) if basis.judged else None,
    )


def ruled_again(proposal: Proposal, then: RuledThen, ports: ActionPorts) -> Ruling:
    """Let the gate rule on a proposal with the facts of then; raises NotInRecord."""
    spec = ports.catalogue.find(proposal.name)
    asked = proposal.arguments
    known = arguments_of(json.loads(then.arguments))
    is_the_same = proposal.name == then.action
    if spec is None or not is_the_same or any(known.get(n) != v for n, v in asked.items()):
        raise NotInRecord("The order system's answer to this was not recorded.")
    facts = arguments_of(json.loads(then.facts))
    owner = then.session.customer
    held = None if then.resource is None else Resource(id=then.resource, owner=owner, facts=facts)
    return authorise(
        GateAsked(
            proposal=replace(proposal, arguments=known),
            spec=spec,
            session=then.session,
            resource=held,
            totals=then.totals,
            limits=ports.limits,
            switches=then.switches,
            now=then.now,
        ),
        ports.rules,
    )


def _finding(
    found: Sequence[FoundThen], passages: Passages, *, is_all: bool
) -> Callable[[str, Scope], SearchResult]:
    held = {then.question: then for then in found if then.is_all is is_all}

    def find(question: str, _scope: Scope) -> SearchResult:
        if question not in held:
            raise NotInRecord(f"{question!r} was not searched then.")
        return _result(held[question], passages)

    return find


def _result(then: FoundThen, passages: Passages) -> SearchResult:
    return SearchResult(
        question=then.question,
        hits=tuple(
            Hit(
                passage=passages[hit.passage, hit.digest],
                rank=rank,
                score=hit.score,
                signals=hit.signals,
                unit_scores=hit.unit_scores,
            )
            for rank, hit in enumerate(then.hits, start=1)
        ),
        snapshot=then.snapshot,
        beyond=then.beyond,
        first_stage=then.first,
        contested=contested_then(then.contested, passages),
        term_weights=dict(then.term_weights),
    )


class RecordedWriter:
    """Write what a model wrote then."""

    def __init__(self, name: str, wrote: Sequence[WroteThen]) -> None:
        self.name = name
        self._left = [then for then in wrote if then.writer == name]

    def claims(self, writing: Writing, _turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield the claims of then; what was not asked for then brings nothing."""
        refused = tuple(check.claim.text for check in writing.refused)
        for then in self._left:
            if (then.question, then.refused) == (writing.question, refused):
                self._left.remove(then)
                yield from then.claims
                _raise(then.fault)
                return
        _raise(_NOT_THEN)


class RecordedReader:
    """Understand what a model understood then."""

    name = "the record"

    def __init__(self, then: ReadThen) -> None:
        self._then = then

    def understood(self, _text: str, _history: tuple[str, ...], _turn: ModelTurn) -> Understood:
        """Return what was understood then."""
        then = self._then
        _raise(then.fault)
        proposed = ModelProposal(
            name=then.action, arguments=json.loads(then.arguments), model=then.model
        )
        return Understood(
            question=then.question,
            wants_person=then.wants_person,
            intent=then.intent,
            language=then.language,
            mood=then.mood,
            proposed=proposed if then.action else None,
        )


class RecordedJudge:
    """Judge as a model judged then."""

    name = "the record"

    def __init__(self, judged: Sequence[JudgedThen]) -> None:
        self._judged = {then.claim: then for then in judged}

    def faults(self, claim: Claim, _turn: ModelTurn) -> tuple[str, ...]:
        """Return what was said against a claim then."""
        then = self._judged.get(claim.text)
        _raise(_NOT_THEN if then is None else then.fault)
        return () if then is None else then.faults


_AMPLE = 3600.0  # seconds: what was not asked for want of time then is not in the record


class _StoppedClock:
    """Let no time pass."""

    def now(self) -> datetime:
        """Return a moment."""
        return datetime.min.replace(tzinfo=UTC)

    def monotonic(self) -> float:
        """Return always the same."""
        return 0.0


def _raise(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.kind:
        raise ModelFault(FaultKind(fault.kind), fault.says)
    raise ModelUnavailable(fault.says)
