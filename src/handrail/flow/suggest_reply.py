"""The assistant drafts a reply for one of the staff: it thinks as for a customer, and says nothing.

What it finds is checked as everything it says is; the person edits it and sends it, or does not.
Nothing is proposed to be done: who has the word does that themselves.
"""

from dataclasses import replace

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.conversation.wants_person import person_request
from handrail.domain.decision.model import HandOff, HandOffReason, RecordId
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.desk_ports import DeskPorts, DeskRead
from handrail.flow.language_model import Spender
from handrail.flow.record_turn import Noted, recorded, said
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought
from handrail.kernel.errors import NotFound, StorageUnavailable, Unavailable


def suggest_reply(ref: ConversationId, ports: DeskPorts) -> Suggestion:
    """Return a draft for what the customer asked last; it is empty where nothing can be answered.

    Raises NotFound where there is no such conversation, or nothing was asked in it; Unavailable
    where nothing drafts replies here.
    """
    if ports.think is None:
        raise Unavailable("Nothing drafts replies here.")
    started = ports.clock.monotonic()
    with ports.store.read() as reading:
        held = reading.conversation(ref)
        if held is None:
            raise NotFound(f"There is no conversation {ref!r}.")
        asked = _asked(held, reading)
    thought = _thought(asked, replace(ports.think(), requests=None))
    return _kept(thought, held, started, ports)


def _asked(held: Conversation, reading: DeskRead) -> Asked:
    """Return what is to be answered: the newest message that asks for more than a person."""
    questions = [text for text in held.questions if text and person_request(text) is None]
    if not questions:
        raise NotFound("The customer has not asked anything yet.", hint="Ask them what they need.")
    scope = Scope(
        audiences=PUBLIC.audiences, locale=held.locale, product=held.product, site=held.site
    )
    return Asked(
        text=questions[-1],
        history=tuple(questions[:-1]),
        scope=scope,
        calibration=reading.calibration(),
        spender=Spender(conversation=held.id, customer=held.customer or held.id),
    )


def _thought(asked: Asked, ports: ThinkPorts) -> Thought:
    try:
        return think(asked, ports)
    except StorageUnavailable:
        raise
    except Unavailable as fault:
        outcome = HandOff(reason=HandOffReason.MODEL_FAILURE)
        return Thought(question=asked.text, searched="", outcome=outcome, fault=str(fault))


def _kept(thought: Thought, held: Conversation, started: float, ports: DeskPorts) -> Suggestion:
    noted = Noted(
        id=RecordId(ports.ids.new("rec")),
        conversation=held.id,
        at=ports.clock.now(),
        elapsed_ms=(ports.clock.monotonic() - started) * 1000,
        reply=said(thought),
    )
    suggestion = Suggestion(
        id=SuggestionId(ports.ids.new("sug")),
        conversation=held.id,
        at=noted.at,
        record=recorded(thought, noted),
    )
    entry = AuditEntry(
        kind="suggestion.drafted",
        actor="assistant",
        subject=suggestion.id,
        at=noted.at,
        facts={"conversation": held.id, "is_empty": not suggestion.text},
    )
    with ports.store.decide() as tx:
        tx.add_suggestion(suggestion, entry)
    return suggestion
