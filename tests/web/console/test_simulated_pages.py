"""Whoever works at the desk sees which customers are scripted."""

from handrail.app import App
from handrail.domain.conversation.model import ConversationId, InboundMessage, Origin
from handrail.flow.handle_message import handle_message
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from tests.web.console.site import ConsoleSite, conversation_path

BADGE = '<span class="badge simulated"'


def waiting(app: App, origin: Origin | None) -> ConversationId:
    ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
    ref = open_conversation(Opening(origin=origin), ports).id
    said = InboundMessage(conversation=ref, text="I want to talk to a person")
    handle_message(said, app.message_ports())
    return ref


def test_a_simulated_conversation_is_marked_in_the_inbox_and_on_its_page(
    console: ConsoleSite,
) -> None:
    real = waiting(console.app, None)
    kim = console.logged_in()
    before = kim.get("/console/inbox").text

    simulated = waiting(console.app, Origin.SIMULATION)

    after = kim.get("/console/inbox").text
    assert (before.count(BADGE), after.count(BADGE)) == (0, 1)
    assert BADGE in kim.get(conversation_path(simulated)).text
    assert BADGE not in kim.get(conversation_path(real)).text
