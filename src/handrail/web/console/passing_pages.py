"""The steps by which a conversation changes hands, and what the staff tell each other beside it."""

from starlette.responses import Response

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import HandoffId
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.staff_notes import add_note, say_away
from handrail.kernel.errors import BadInput
from handrail.web.console.forms import Form, form_of
from handrail.web.console.parts import Visit

_COLLEAGUE, _QUEUE = "colleague", "queue"


async def take_pass(visit: Visit) -> Response:
    """Pass a conversation on to whom the form names."""
    form = await form_of(visit.request)
    ref, wanted = HandoffId(form.text("handoff", most=100)), _wanted(form)
    ports = visit.app.desk_ports()
    passed = await visit.run(lambda: pass_on(ref, wanted, visit.staff, ports))
    visit.parts.on_news(passed.handoff.conversation)
    said = "passed-away" if passed.away is not None else "passed"
    return visit.back_to(f"/console/conversations/{passed.handoff.conversation}", said)


async def take_note(visit: Visit) -> Response:
    """Keep a note that only the staff see."""
    text = (await form_of(visit.request)).text("note")
    ref = ConversationId(str(visit.request.path_params["conversation"]))
    ports = visit.app.desk_ports()
    await visit.run(lambda: add_note(ref, text, visit.staff, ports))
    return visit.back_to(f"/console/conversations/{ref}", "noted")


async def take_away(visit: Visit) -> Response:
    """Note that somebody is away, or is back."""
    is_away = (await form_of(visit.request)).text("away", most=3) == "yes"
    ports = visit.app.desk_ports()
    await visit.run(lambda: say_away(visit.staff, ports, is_away=is_away))
    return visit.back_to("/console/inbox", "away" if is_away else "back")


def _wanted(form: Form) -> PassOn:
    kind, _, name = form.text("to", most=200).partition(":")
    if kind not in {_COLLEAGUE, _QUEUE} or not name:
        raise BadInput("Choose a colleague or a queue.", hint="Go back and choose one.")
    return PassOn(
        to=StaffId(name) if kind == _COLLEAGUE else None,
        queue=name if kind == _QUEUE else None,
        note=form.text("note"),
        hands=form.text("hands", most=300),
    )
