"""Play a gap in the sample company: asked in vain, answered by people, and drafted."""

from handrail.app import App
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import InboundMessage
from handrail.flow.find_gaps import find_gaps
from handrail.flow.handle_message import handle_message
from handrail.flow.propose_article import propose_article
from handrail.flow.take_over import close_conversation, say_as_agent, take_conversation

ASKED = (
    "Can I hire a canoe from you for a weekend?",
    "Do you hire out canoes for a weekend?",
    "I want to hire a canoe for the weekend, is that possible?",
    "How much is it to hire a canoe for two days?",
)
TOLD = (
    "We hire out canoes from April to October. A canoe costs 45 euros a day, paddles and"
    " buoyancy aids included. Collect it at the shop in Galway before eleven in the morning."
)
_AGENT = StaffSession(staff=StaffId("ada"), role=Role.AGENT)


def a_drafted_gap(app: App) -> tuple[str, str]:
    """Ask what no article answers, answer it at the desk and draft it; return gap and draft."""
    messages, desk = app.message_ports(), app.desk_ports()
    asked = [
        handle_message(InboundMessage(conversation=None, text=text), messages) for text in ASKED
    ]
    for record in asked[:2]:
        handoff = take_conversation(record.conversation, _AGENT, desk)
        say_as_agent(record.conversation, f"Hello! {TOLD}", _AGENT, desk)
        close_conversation(handoff.id, _AGENT, desk)
    topics = find_gaps(app.health.gaps)
    refs = {record.id for record in asked}
    gap = max(topics, key=lambda topic: len(refs & set(topic.questions)))
    return gap.id, propose_article(gap.id, _AGENT, app.health.gaps).id
