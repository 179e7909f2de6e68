"""Which of the team's saved replies fit a conversation, as one of the staff would send them?"""

from handrail.domain.actions.model import StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.saved_reply import SavedReply, filled, offered
from handrail.flow.desk_ports import DeskPorts
from handrail.kernel.errors import NotFound


def saved_replies(
    ref: ConversationId, staff: StaffSession, ports: DeskPorts
) -> list[tuple[SavedReply, str]]:
    """Return them with their words, those of the conversation's queue first; raises NotFound."""
    with ports.store.read() as reading:
        held = reading.conversation(ref)
        handoffs = reading.handoffs_of(ref)
        name = reading.shown_name(staff.staff)
    if held is None:
        raise NotFound(f"There is no conversation {ref!r}.")
    language = handoffs[-1].language if handoffs else held.locale or "en"
    fitting = offered(ports.handing.replies, language, handoffs[-1].queue if handoffs else "")
    return [(reply, filled(reply, name)) for reply in fitting]
