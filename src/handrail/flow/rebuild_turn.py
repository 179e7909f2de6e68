"""Think a recorded turn again, from what it stood on: nothing is searched and nobody is asked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from handrail.domain.actions.gate import control_of
from handrail.domain.actions.model import ActionState, Control, Refuse, Ruling
from handrail.domain.decision.basis import Basis
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.commitment import basis_from_plain
from handrail.domain.decision.hand_over import Facts, called_afterwards
from handrail.domain.decision.model import (
    ActionRuled,
    HandOff,
    HandOffReason,
    Outcome,
    TurnRecord,
)
from handrail.domain.decision.presence import SOMEBODY
from handrail.domain.decision.progress import steps_of
from handrail.domain.decision.record_json import record_from_json
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.knowledge.passage_digest import passage_digest
from handrail.flow.answer_from_record import as_recorded, ruled_again
from handrail.flow.basis_ports import KeptTurn, PastRead
from handrail.flow.contested_then import Passages, looked_then, stood_on
from handrail.flow.judge_action import ActionPorts
from handrail.flow.last_look import after_look
from handrail.flow.record_turn import said
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought
from handrail.kernel.errors import NotKept, Tampered


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Hold a turn with what it stood on."""

    record: TurnRecord
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """Hold what comes of a turn when it is thought again."""

    outcome: Outcome
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildPorts:
    """Hold what thinks again: writer, checker, rules and policies as they are now."""

    think: ThinkPorts
    actions: ActionPorts | None = None


def recorded_turn(kept: KeptTurn) -> Recorded | None:
    """Return a turn as values; None where what it stood on was not kept."""
    if kept.basis is None:
        return None
    return Recorded(
        record=record_from_json(json.loads(kept.record)),
        basis=basis_from_plain(json.loads(kept.basis)),
    )


def rebuild_turn(turn: Recorded, past: PastRead, ports: RebuildPorts) -> Rebuilt:
    """Return what comes of a turn thought again; raises Tampered, NotKept, NotInRecord."""
    passages = passages_then(turn.basis, past)
    calibration = _calibration_then(turn.basis, past)
    asked = asked_then(turn.basis, calibration, recent_records(turn.basis, past))
    thought = think(asked, as_recorded(_bound(turn.record, ports.think), turn.basis, passages))
    thought = _after_look(thought, turn.basis, asked, passages)
    settled = replace(thought, outcome=_settled(thought, turn, asked, ports))
    reply = said(settled, turn.basis.presence or SOMEBODY)
    return Rebuilt(outcome=settled.outcome, reply=reply)


def asked_then(
    basis: Basis, calibration: Calibration | None, recent: tuple[TurnRecord, ...]
) -> Asked:
    """Return a message with what was known when it came, under a calibration."""
    return Asked(
        text=basis.text,
        history=basis.history,
        recent=recent,
        has_failed_action=basis.has_failed_action,
        scope=basis.scope,
        wants_person=basis.wants_person,
        calibration=calibration,
        is_signed_in=basis.is_signed_in,
    )


def recent_records(basis: Basis, past: PastRead) -> tuple[TurnRecord, ...]:
    """Return the records that a turn looked back at; raises NotKept."""
    return tuple(_recent(basis, past))


def passages_then(basis: Basis, past: PastRead) -> Passages:
    """Return the passages that a turn stood on, from the kept versions of their articles.

    Raises NotKept where a version is gone, Tampered where it says something else than then.
    """
    found: dict[tuple[PassageId, str], Passage] = {}
    for article, version in {(hit.article, hit.version) for hit in stood_on(basis)}:
        kept = past.kept_passages(article, version)
        if not kept:
            raise NotKept(f"Version {version[:12]} of {article} is not kept any more.")
        found |= {(passage.id, passage_digest(passage)): passage for passage in kept}
    for hit in stood_on(basis):
        if (hit.passage, hit.digest) not in found:
            raise Tampered(
                f"A passage of {hit.article}, version {hit.version[:12]}, is not what it was when "
                f"the reply was given: its content has another hash."
            )
    return found


def ruled_then(
    thought: Thought, turn: Recorded, asked: Asked, actions: ActionPorts | None
) -> Outcome | None:
    """Return what the gate says to a proposal with the facts of then; raises NotInRecord.

    None where it was told nothing then. Who was refused twice running gets a person.
    """
    if thought.proposal is None or turn.basis.ruled is None or actions is None:
        return None
    ruling = ruled_again(thought.proposal, turn.basis.ruled, actions)
    ruled = _ruled(ruling, thought, turn.record.outcome)
    facts = Facts(text=thought.question, steps=steps_of(asked.recent))
    return called_afterwards(ruled, facts) or ruled


def _calibration_then(basis: Basis, past: PastRead) -> Calibration | None:
    if basis.calibration is None:
        return None
    calibration = past.calibration_named(basis.calibration)
    if calibration is None:
        raise NotKept(f"The calibration {basis.calibration} is not kept any more.")
    return calibration


def _after_look(thought: Thought, basis: Basis, asked: Asked, passages: Passages) -> Thought:
    """Return what was thought after the last look; where the gate ruled, nobody looked."""
    looked = None if thought.proposal is not None else looked_then(basis.looked, passages)
    steps, most = steps_of(asked.recent), basis.most_turns
    facts = Facts(text=thought.question, steps=steps, most_turns=most)
    return after_look(thought, looked, facts, asked.scope)


def _recent(basis: Basis, past: PastRead) -> Iterable[TurnRecord]:
    for ref in basis.recent:
        kept = past.kept_turn(ref)
        if kept is None:
            raise NotKept(f"The earlier turn {ref} is not kept any more.")
        yield record_from_json(json.loads(kept.record))


def _bound(record: TurnRecord, ports: ThinkPorts) -> ThinkPorts:
    """Let a calibration hold for what had a part then."""
    bound = {role: name for role, name in record.models.items() if role != "wrote"}
    return replace(ports, bound_to=bound or ports.bound_to)


def _settled(thought: Thought, turn: Recorded, asked: Asked, ports: RebuildPorts) -> Outcome:
    """Return the outcome after the gate; what only the gate's row knows is the record's own."""
    ruled = ruled_then(thought, turn, asked, ports.actions)
    if ruled is None:
        is_of_gate = thought.proposal is not None or turn.basis.is_given
        return turn.record.outcome if is_of_gate else thought.outcome
    has_failed = turn.record.outcome == HandOff(reason=HandOffReason.TOOL_FAILURE)
    return turn.record.outcome if has_failed else ruled


def _ruled(ruling: Ruling, thought: Thought, then: Outcome) -> ActionRuled:
    """Return the ruling as the record tells of it, where it was the same action."""
    assert isinstance(thought.outcome, ActionRuled)
    is_same = isinstance(then, ActionRuled) and then.name == thought.outcome.name
    named = then if is_same and isinstance(then, ActionRuled) else thought.outcome
    if isinstance(ruling, Refuse):
        refused = ActionState.REFUSED
        return replace(named, state=refused, control=None, refusal=ruling.reason)
    control = control_of(ruling)
    if named.control is control:
        return replace(named, refusal=None)
    needs_nobody = control is Control.NONE
    state = ActionState.APPROVED if needs_nobody else ActionState.AWAITING_CUSTOMER
    return replace(named, state=state, control=control, refusal=None)
