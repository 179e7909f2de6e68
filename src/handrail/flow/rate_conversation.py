"""A customer says how they were helped."""

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.events import rated_event
from handrail.domain.handoff.rating import BEST, WORST, Rating
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.open_turn import readable_text
from handrail.kernel.errors import BadInput


def rate_conversation(
    ref: ConversationId, score: int, comment: str | None, ports: DeskPorts
) -> Rating:
    """Keep what a customer says of a conversation; a later rating takes the place of this one.

    Raises BadInput for a score that is none, NotFound.
    """
    if not WORST <= score <= BEST:
        raise BadInput(f"A rating is a number from {WORST} to {BEST}.")
    said = readable_text(comment) if comment and comment.strip() else None
    rating = Rating(conversation=ref, score=score, comment=said, at=ports.clock.now())
    entry = AuditEntry(
        kind="conversation.rated",
        actor="customer",
        subject=ref,
        at=rating.at,
        facts={"score": score},
    )
    with ports.store.decide() as tx:
        tx.hold_conversation(ref)
        tx.save_rating(rating, entry, (rated_event(rating),))
    return rating
