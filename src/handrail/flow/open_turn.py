"""The reading part of a turn: what the message says and where its conversation stands."""

import unicodedata
from dataclasses import dataclass, replace

from handrail.domain.actions.model import CustomerSession
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    InboundMessage,
)
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import HandOffReason, TurnRecord
from handrail.domain.quality.canary import Canary
from handrail.flow.ports import Reading, Store
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict, NotFound
from handrail.kernel.ids import Ids

_LOOKED_BACK = 8  # turns; whether a conversation gets anywhere shows in fewer
LONGEST_MESSAGE = 4_000
"""Characters; a longer message is refused with a clear word rather than cut in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTurn:
    """Hold what one reading transaction found."""

    conversation: Conversation
    is_new: bool
    recent: tuple[TurnRecord, ...] = ()
    """The newest records before this message, oldest first."""
    repeated: TurnRecord | None = None
    """The record of this very message, where it came before."""
    calibration: Calibration | None = None
    canary: Canary | None = None
    """The canary that runs."""
    session: CustomerSession | None = None
    """Who the customer is, from a token that was shown; None where nobody knows any more."""
    why_handed_over: HandOffReason | None = None
    """None where nobody has the word but the assistant."""

    @property
    def last(self) -> TurnRecord | None:
        """Return the newest record before this message."""
        return self.recent[-1] if self.recent else None


def readable(inbound: InboundMessage) -> str:
    """Return a customer's text in one normal form; raises BadInput where it cannot be read."""
    if inbound.wants_person and not inbound.text.strip():
        return ""
    return readable_text(inbound.text)


def readable_text(text: str) -> str:
    """Return any question in one normal form; raises BadInput where it cannot be read."""
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    clean = (whole if whole.isprintable() else _without_controls(whole)).strip()
    if not clean:
        raise BadInput("The message is empty.", hint="Write a question.")
    if len(clean) > LONGEST_MESSAGE:
        raise BadInput(
            f"The message has {len(clean)} characters; at most {LONGEST_MESSAGE} are read.",
            hint="Ask in fewer words.",
        )
    return clean


def _without_controls(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def open_turn(inbound: InboundMessage, store: Store, clock: Clock, ids: Ids) -> OpenTurn:
    """Return the conversation that a message belongs to, or a new one; raises NotFound."""
    with store.read() as reading:
        calibration, canary = reading.calibration(), reading.running_canary()
        if inbound.conversation is None:
            fresh = _fresh(inbound, clock, ids)
            return OpenTurn(conversation=fresh, is_new=True, calibration=calibration, canary=canary)
        found = reading.conversation(inbound.conversation)
        if found is None or _is_somebody_elses(found, inbound):
            raise NotFound(
                f"There is no conversation {inbound.conversation!r}.", hint="Open a new one."
            )
        return OpenTurn(
            conversation=replace(found, customer=found.customer or inbound.customer),
            is_new=False,
            recent=reading.recent_records(found.id, _LOOKED_BACK),
            repeated=_repeated(inbound, found.id, reading),
            calibration=calibration,
            canary=canary,
            session=_session(found.id, reading, clock),
            why_handed_over=_why_handed_over(found, reading),
        )


def _why_handed_over(found: Conversation, reading: Reading) -> HandOffReason | None:
    if found.state is not ConversationState.HANDED_OFF:
        return None
    handoff = reading.open_handoff_of(found.id)
    return None if handoff is None else handoff.reason


def _session(ref: ConversationId, reading: Reading, clock: Clock) -> CustomerSession | None:
    session = reading.session_of(ref)
    return session if session is not None and session.expires_at > clock.now() else None


def _is_somebody_elses(found: Conversation, inbound: InboundMessage) -> bool:
    """Tell whether two different customers are known; whoever asks learns nothing of the other."""
    known = (found.customer, inbound.customer)
    return None not in known and found.customer != inbound.customer


def said_before(inbound: InboundMessage, turn: OpenTurn, store: Store) -> TurnRecord:
    """Return what was said to the same message sent twice at once; anything else is a Conflict."""
    with store.read() as reading:
        repeated = _repeated(inbound, turn.conversation.id, reading)
    if repeated is None:
        raise Conflict(
            "The conversation moved on while the reply was being written.",
            hint="Nothing was said; send the message again.",
        )
    return repeated


def _repeated(
    inbound: InboundMessage, conversation: ConversationId, reading: Reading
) -> TurnRecord | None:
    if inbound.idempotency_key is None:
        return None
    return reading.record_of_key(conversation, inbound.idempotency_key)


def _fresh(inbound: InboundMessage, clock: Clock, ids: Ids) -> Conversation:
    return Conversation(
        id=ConversationId(ids.new("conv")),
        state=ConversationState.OPEN,
        version=0,
        opened_at=clock.now(),
        site=inbound.site,
        channel=inbound.channel,
        token_digest=inbound.token_digest,
        customer=inbound.customer,
    )
