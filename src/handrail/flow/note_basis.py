"""Note what a turn stands on while it is thought: searches, models, facts, and who was there."""

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace

from handrail.domain.actions.card import plain_arguments
from handrail.domain.actions.gate import Asked as GateAsked
from handrail.domain.answering.model import Claim
from handrail.domain.decision.basis import (
    BEGINNING,
    Basis,
    Fault,
    FoundThen,
    HitThen,
    JudgedThen,
    ReadThen,
    RuledThen,
    WroteThen,
)
from handrail.domain.decision.presence import Presence
from handrail.domain.knowledge.passage_digest import passage_digest
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.contested_then import disputes_to_keep, look_to_keep
from handrail.flow.language_model import (
    ClaimJudge,
    ClaimWriter,
    MessageReader,
    ModelFault,
    ModelPorts,
    ModelTurn,
    Understood,
    Writing,
)
from handrail.flow.last_look import Looked
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import ModelUnavailable

_FIRST = 5
"""Candidates of which it counts whether they are still served."""
_READ = ("dense", "head_dense", "lexical")
"""Of a hit's signals, those that are read once it is ranked."""
Find = Callable[[str, Scope], SearchResult]


@dataclass(slots=True, kw_only=True)
class Notes:
    """Hold what was noted of one turn so far."""

    found: list[tuple[SearchResult, bool]] = field(default_factory=list)
    wrote: list[WroteThen] = field(default_factory=list)
    read: list[ReadThen] = field(default_factory=list)
    judged: list[JudgedThen] = field(default_factory=list)
    ruled: RuledThen | None = None
    presence: Presence | None = None
    looked: Looked | None = None
    asked: Asked | None = None
    """None where nothing was thought: a person had the word, or a part was down."""
    most_turns: int = 0
    had_models: bool = False
    is_given: bool = False

    def thought(self, asked: Asked, ports: ThinkPorts) -> Thought:
        """Think, and note what it stands on; nothing is kept of thinking that a fault ended."""
        found = think(asked, self._listening(ports))
        self.asked = asked
        return found

    def _listening(self, ports: ThinkPorts) -> ThinkPorts:
        self.most_turns = ports.most_turns
        self.had_models = ports.models is not None
        find_all = ports.find_all
        return replace(
            ports,
            find=self._noted(ports.find, is_all=False),
            find_all=None if find_all is None else self._noted(find_all, is_all=True),
            models=None if ports.models is None else _noted_models(ports.models, self),
        )

    def rule(self, asked: GateAsked, rules: str) -> None:
        """Note what the gate was told."""
        assert asked.session is not None, "nothing is proposed for a stranger"
        held = asked.resource
        self.ruled = RuledThen(
            rules=rules,
            action=asked.proposal.name,
            arguments=canonical_json(plain_arguments(asked.proposal.arguments)),
            proposed_by=asked.proposal.proposed_by,
            session=asked.session,
            resource=None if held is None else held.id,
            facts=canonical_json({} if held is None else plain_arguments(held.facts)),
            totals=asked.totals,
            switches=asked.switches,
            now=asked.now,
        )

    def basis(self, salt: str) -> Basis | None:
        """Return what the turn stood on; None where nothing was thought."""
        asked = self.asked
        if asked is None:
            return None
        return Basis(
            salt=salt,
            text=asked.text,
            history=asked.history,
            recent=tuple(record.id for record in asked.recent),
            scope=asked.scope,
            wants_person=asked.wants_person,
            has_failed_action=asked.has_failed_action,
            is_signed_in=asked.is_signed_in,
            calibration=None if asked.calibration is None else asked.calibration.id,
            most_turns=self.most_turns,
            found=tuple(_found(result, is_all=is_all) for result, is_all in self.found),
            wrote=tuple(self.wrote),
            read=tuple(self.read),
            judged=tuple(self.judged),
            ruled=self.ruled,
            presence=self.presence,
            looked=look_to_keep(self.looked),
            had_models=self.had_models,
            is_given=self.is_given,
        )

    def _noted(self, find: Find, *, is_all: bool) -> Find:
        def found(question: str, scope: Scope) -> SearchResult:
            result = find(question, scope)
            self.found.append((result, is_all))
            return result

        return found


def fault_of(error: ModelUnavailable) -> Fault:
    """Return a model's fault as it is kept."""
    kind = error.kind.value if isinstance(error, ModelFault) else ""
    return Fault(kind=kind, says=str(error))


def _found(result: SearchResult, *, is_all: bool) -> FoundThen:
    first = result.first_stage[:_FIRST]
    return FoundThen(
        question=result.question,
        is_all=is_all,
        snapshot=result.snapshot,
        hits=tuple(
            HitThen(
                passage=hit.passage.id,
                article=hit.passage.article,
                version=hit.passage.version,
                digest=passage_digest(hit.passage),
                score=float(hit.score),
                signals={name: float(hit.signals[name]) for name in _READ if name in hit.signals},
                unit_scores=tuple(map(float, hit.unit_scores)),
            )
            for hit in result.hits
        ),
        first=first,
        beyond=tuple(ref for ref in result.beyond if ref in first),
        offered="".join(ref[:BEGINNING] for ref in result.first_stage),
        term_weights=tuple((term, float(n)) for term, n in result.term_weights.items()),
        contested=disputes_to_keep(result.contested),
    )


def _noted_models(models: ModelPorts, notes: Notes) -> ModelPorts:
    return replace(
        models,
        writers=tuple(_NotedWriter(writer, notes) for writer in models.writers),
        reader=None if models.reader is None else _NotedReader(models.reader, notes),
        judge=None if models.judge is None else _NotedJudge(models.judge, notes),
    )


class _NotedWriter:
    def __init__(self, writer: ClaimWriter, notes: Notes) -> None:
        self._writer = writer
        self._notes = notes
        self.name = writer.name

    def claims(self, writing: Writing, turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield the writer's claims, and note them."""
        claims: list[Claim] = []
        fault = None
        try:
            for claim in self._writer.claims(writing, turn):
                claims.append(claim)
                yield claim
        except ModelUnavailable as error:
            fault = fault_of(error)
            raise
        finally:  # also where the reader has enough and closes
            refused = tuple(check.claim.text for check in writing.refused)
            self._notes.wrote.append(
                WroteThen(
                    writer=self.name,
                    question=writing.question,
                    refused=refused,
                    claims=tuple(claims),
                    fault=fault,
                )
            )


class _NotedReader:
    def __init__(self, reader: MessageReader, notes: Notes) -> None:
        self._reader = reader
        self._notes = notes
        self.name = reader.name

    def understood(self, text: str, history: tuple[str, ...], turn: ModelTurn) -> Understood:
        """Return what the reader understood, and note it."""
        try:
            found = self._reader.understood(text, history, turn)
        except ModelUnavailable as error:
            self._notes.read.append(ReadThen(fault=fault_of(error)))
            raise
        proposed = found.proposed
        self._notes.read.append(
            ReadThen(
                question=found.question,
                wants_person=found.wants_person,
                intent=found.intent,
                language=found.language,
                mood=found.mood,
                action="" if proposed is None else proposed.name,
                arguments="{}" if proposed is None else json.dumps(dict(proposed.arguments)),
                model="" if proposed is None else proposed.model,
            )
        )
        return found


class _NotedJudge:
    def __init__(self, judge: ClaimJudge, notes: Notes) -> None:
        self._judge = judge
        self._notes = notes
        self.name = judge.name

    def faults(self, claim: Claim, turn: ModelTurn) -> tuple[str, ...]:
        """Return what the judge says against a claim, and note it."""
        try:
            faults = self._judge.faults(claim, turn)
        except ModelUnavailable as error:
            self._notes.judged.append(JudgedThen(claim=claim.text, fault=fault_of(error)))
            raise
        self._notes.judged.append(JudgedThen(claim=claim.text, faults=faults))
        return faults
