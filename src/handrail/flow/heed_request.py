"""A message may ask for something to be done: understand that before it is answered.

What comes out of it is a proposal, a question back, or nothing. It permits nothing: the gate rules
on a proposal when the turn is written, from the customer's session and not from their words.
"""

from dataclasses import dataclass, field
from typing import assert_never

from handrail.domain.actions.form import Form, Step
from handrail.domain.actions.model import ActionState, Proposal, RefusalReason
from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.decision.model import (
    ActionRuled,
    AskForAction,
    HandOff,
    HandOffReason,
    NothingDone,
    Outcome,
)
from handrail.flow.understand_request import (
    AskBack,
    Left,
    NotARequest,
    Requesting,
    RequestPorts,
    WantsPerson,
    understand_request,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """Hold what is done about a request; `outcome` is None where the message is to be answered."""

    outcome: Outcome | None = None
    proposal: Proposal | None = None
    """The gate rules on it when the turn is written."""
    question: str | None = None
    """What to answer instead of the message."""
    form: Form | None = None
    afterwards: str = ""
    """What to say after the answer."""
    dropped: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold what a request is understood from."""

    text: str
    form: Form | None = None
    is_signed_in: bool = False
    proposed: ModelProposal | None = None
    language: str = "en"


def heed_request(message: Message, ports: RequestPorts) -> Heeded:
    """Return what to do about a message that may ask for an action."""
    asked = Requesting(
        text=message.text,
        form=message.form,
        proposed=message.proposed,
        language=message.language,
    )
    understood = understand_request(asked, ports)
    dropped = understood.dropped
    match understood.outcome:
        case Proposal() as proposal:
            ruled = _proposed(proposal.name, ports, is_signed_in=message.is_signed_in)
            may_go_on = proposal if message.is_signed_in else None
            return Heeded(outcome=ruled, proposal=may_go_on, dropped=dropped)
        case AskBack(text=text, form=form):
            if form.step is Step.ARGUMENT and not message.is_signed_in:
                ruled = _proposed(form.actions[0], ports, is_signed_in=False)
                return Heeded(outcome=ruled, dropped=dropped)
            return Heeded(outcome=AskForAction(text=text), form=form, dropped=dropped)
        case Left(text=text):
            return Heeded(outcome=NothingDone(text=text), dropped=dropped)
        case WantsPerson():
            wanted = HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=message.language)
            return Heeded(outcome=wanted, dropped=dropped)
        case NotARequest(question=question, form=form, afterwards=afterwards):
            return Heeded(question=question, form=form, afterwards=afterwards, dropped=dropped)
        case other:
            assert_never(other)


def _proposed(name: str, ports: RequestPorts, *, is_signed_in: bool) -> ActionRuled:
    """Return the ruling that stands until the gate has ruled: nothing for a stranger."""
    spec = ports.catalogue.find(name)
    title = name if spec is None else spec.title
    if not is_signed_in:
        refusal = RefusalReason.NOT_IDENTIFIED
        return ActionRuled(name=name, title=title, state=ActionState.REFUSED, refusal=refusal)
    return ActionRuled(name=name, title=title, state=ActionState.PROPOSED)
