"""A message asked for something to be done: the gate rules as the turn is written, all or nothing.

One transaction holds the message, the proposal, the ruling, the reply that tells of it and every
audit entry. Where a person took over meanwhile, none of it is there.
"""

from dataclasses import dataclass, replace

from handrail.domain.actions.card import card_of
from handrail.domain.actions.model import CustomerSession, Proposal
from handrail.domain.decision.hand_over import Facts, called_afterwards
from handrail.domain.decision.model import (
    ActionRuled,
    HandOff,
    HandOffReason,
    TurnRecord,
)
from handrail.domain.decision.progress import Step
from handrail.flow.judge_action import ActionPorts, Case, on_fresh_facts
from handrail.flow.propose_action import Proposed, case_of, place
from handrail.flow.record_turn import Turned, open_where_new, write_turn
from handrail.flow.thought import Thought
from handrail.kernel.errors import StorageUnavailable, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Hold who asks for what."""

    proposal: Proposal
    session: CustomerSession
    steps: tuple[Step, ...] = ()
    """What was said before: who is refused twice running is passed to a person."""


def act_in_turn(asking: Asking, thought: Thought, turned: Turned, ports: ActionPorts) -> TurnRecord:
    """Rule on a proposal and write the turn that tells of it; raises Conflict as `save_turn` does.

    Where the operator's system does not answer, a person is asked for and nothing is proposed.
    """

    def decide() -> TurnRecord:
        case = case_of(asking.proposal, asking.session, ports)
        with ports.store.decide() as tx:
            open_where_new(turned, tx)
            placed = place(case, turned.turn.conversation.id, tx, ports)
            if placed.asked is not None:
                turned.notes.rule(placed.asked, ports.rules.name)
            ruled = _told(placed, case, ports)
            facts = Facts(text=thought.question, steps=asking.steps)
            outcome = called_afterwards(ruled, facts) or ruled
            return write_turn(replace(thought, outcome=outcome), turned, tx, placed.events)

    try:
        return on_fresh_facts(decide)
    except StorageUnavailable:
        raise
    except Unavailable as fault:
        return _handed_over(thought, turned, str(fault), ports)


def _handed_over(thought: Thought, turned: Turned, fault: str, ports: ActionPorts) -> TurnRecord:
    outcome = HandOff(reason=HandOffReason.TOOL_FAILURE)
    with ports.store.decide() as tx:
        open_where_new(turned, tx)
        return write_turn(replace(thought, outcome=outcome, fault=fault), turned, tx)


def _told(placed: Proposed, case: Case, ports: ActionPorts) -> ActionRuled:
    action = placed.action
    if action.refusal is not None:  # a refusal shows nothing that could tell one from another
        return ActionRuled(
            name=action.name,
            title=case.spec.title,
            state=action.state,
            action=action.id,
            refusal=action.refusal,
        )
    card = card_of(action, case.spec, ports.currency)
    return ActionRuled(
        name=action.name,
        title=case.spec.title,
        state=action.state,
        action=action.id,
        control=action.control,
        is_repeated=placed.is_repeated,
        version=card.version,
        digest=card.digest,
        rows=card.rows,
        expires_at=card.expires_at,
    )
