"""`handrail handoffs`: who is waiting for a person, and the desk for those who like a terminal."""

import os
from collections.abc import Mapping
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.actions import OPERATOR, STAFF_TOKEN, acting_staff
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.actions.model import StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.brief_json import brief_to_json
from handrail.domain.handoff.handoff_json import handoff_as_json, message_as_json
from handrail.domain.handoff.model import Brief, Handoff, HandoffId
from handrail.domain.handoff.note import note_as_json
from handrail.flow.find_conversations import (
    InboxQuestion,
    find_conversations,
    found_as_json,
)
from handrail.flow.inbox import Wanted, inbox
from handrail.flow.inbox_ports import View
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.read_conversation import ShownConversation, read_conversation
from handrail.flow.staff_notes import add_note, say_away
from handrail.flow.take_over import (
    close_conversation,
    return_to_assistant,
    say_as_agent,
    take_conversation,
)
from handrail.kernel.errors import BadInput, NotFound

_ENDS = {"return": return_to_assistant, "close": close_conversation}
_MOVES = ("take", "say", "pass", "note", "return", "close")
_PRESENCE = {"away": True, "back": False}

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MOVE] [CONVERSATION] [TEXT]",
        help="Show this conversation in full; or, after `take`, `say`, `pass`, `note`, `return` or "
        "`close`, do so. `find` looks for words. `away` and `back` stand alone: whoever is away is "
        "given nothing.",
    ),
]
ToOption = Annotated[str | None, typer.Option(help="With `pass`: the colleague who gets it.")]
ViewOption = Annotated[View, typer.Option(help="With `find`: where they stand.")]
QueueOption = Annotated[str | None, typer.Option(help="With `pass`: the queue in which it waits.")]


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="handoffs")(handoffs)


def handoffs(
    words: WordsArgument = None,
    to: ToOption = None,
    queue: QueueOption = None,
    view: ViewOption = View.ALL,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the conversations that wait for a person, show one in full, or work on one.

    Working on one takes your own token in HANDRAIL_STAFF_TOKEN. Who reads one is noted.
    """
    app = open_app(project)
    place = (to, queue)
    try:
        match words or []:
            case ["find", *text]:
                return _found(" ".join(text), view, app, is_json=json)
            case ["pass", ref, *text]:
                return _passed(ConversationId(ref), place, text, app, is_json=json)
            case [_, *_] if any(place):
                raise BadInput("--to and --queue say where `handrail handoffs pass` puts it.")
            case [where] if where in _PRESENCE:
                say_away(acting_staff(app), app.desk_ports(), is_away=_PRESENCE[where])
                return _told({"is_away": _PRESENCE[where]}, f"You are {where}.", is_json=json)
            case []:
                return _listed(app, is_json=json)
            case [move, ref, *text] if move in _MOVES:
                return _moved(move, ConversationId(ref), text, app, is_json=json)
            case [ref] if ref not in _MOVES:
                return _shown(ConversationId(ref), app, is_json=json)
            case _:
                raise BadInput(
                    "Name a conversation.", hint="`handrail handoffs` lists those that wait."
                )
    finally:
        app.close()


def _listed(app: App, *, is_json: bool) -> int:
    staff, ports = _reader(app), app.desk_ports()
    found = inbox(Wanted(), staff, ports)
    if is_json:
        shown = [(held, read_conversation(held.conversation, staff, ports)) for held in found]
        as_json([_as_json(held, page) for held, page in shown])
        return 0
    for held in found:
        who = "" if held.agent is None else f"  {held.agent} has it"
        why = f"{held.priority.value} · {held.queue} · {held.reason.value}"
        say(f"{held.conversation}  since {held.requested_at:%Y-%m-%d %H:%M}  {why}{who}")
    waiting = sum(held.agent is None for held in found)
    say(f"{waiting} waiting." if found else "Nobody is waiting.")
    return 0


def _found(text: str, view: View, app: App, *, is_json: bool) -> int:
    asked = InboxQuestion(view=view, words=text, limit=200)
    found = find_conversations(asked, _reader(app), app.desk_ports())
    if is_json:
        as_json(found_as_json(found))
        return 0
    for row in found.page.rows:
        held, handoff = row.conversation, row.handoff
        stands = held.state.value if handoff is None else handoff.state.value
        say(f"{held.id}  since {held.opened_at:%Y-%m-%d %H:%M}  {stands} · {held.channel}")
    is_more = found.is_cut or found.page.next is not None
    say("There are more: use more words." if is_more else f"{len(found.page.rows)} found.")
    return 0


def _shown(ref: ConversationId, app: App, *, is_json: bool) -> int:
    shown = read_conversation(ref, _reader(app), app.desk_ports())
    held = shown.handoffs[-1] if shown.handoffs else None
    if is_json:
        as_json([_as_json(held, shown)])
    else:
        _print_whole(held, shown)
    return 0


def _moved(move: str, ref: ConversationId, text: list[str], app: App, *, is_json: bool) -> int:
    staff, ports = acting_staff(app), app.desk_ports()
    if move == "say":
        said = say_as_agent(ref, " ".join(text), staff, ports)
        return _told(message_as_json(said), f"Said to {ref} as {said.by}.", is_json=is_json)
    if move == "note":
        note = add_note(ref, " ".join(text), staff, ports)
        return _told(note_as_json(note), f"Kept beside {ref} for the team.", is_json=is_json)
    if text:
        raise BadInput(f"`handoffs {move}` takes a conversation and nothing else.")
    if move == "take":
        moved = take_conversation(ref, staff, ports)
    else:
        moved = _ENDS[move](_open_handoff(ref, app), staff, ports)
    return _told(handoff_as_json(moved), f"{ref} is {moved.state.value}.", is_json=is_json)


def _passed(
    ref: ConversationId,
    place: tuple[str | None, str | None],
    text: list[str],
    app: App,
    *,
    is_json: bool,
) -> int:
    to, queue = place
    wanted = PassOn(to=None if to is None else StaffId(to), queue=queue, note=" ".join(text))
    passed = pass_on(_open_handoff(ref, app), wanted, acting_staff(app), app.desk_ports())
    held = passed.handoff
    goes = f"waits in the queue {held.queue}" if held.agent is None else f"is with {held.agent}"
    why = "" if passed.away is None else f" {passed.away} is away."
    body = {**handoff_as_json(held), "away": passed.away}
    return _told(body, f"{ref} {goes}.{why}", is_json=is_json)


def _open_handoff(ref: ConversationId, app: App) -> HandoffId:
    with app.store.read() as reading:
        held = reading.open_handoff_of(ref)
    if held is None:
        raise NotFound(f"{ref} waits for nobody.", hint="`handrail handoffs` lists those that do.")
    return held.id


def _reader(app: App) -> StaffSession:
    """Return who reads: one of the staff, or whoever may read the database's files anyway."""
    return acting_staff(app) if os.environ.get(STAFF_TOKEN) else OPERATOR


def _told(body: Mapping[str, object], line: str, *, is_json: bool) -> int:
    if is_json:
        as_json(body)
    else:
        say(line)
    return 0


def _print_whole(held: Handoff | None, shown: ShownConversation) -> None:
    found = shown.conversation
    say(f"{found.id} · {found.state.value} · {found.channel} · {found.opened_at.isoformat()}")
    if held is not None and held.brief is not None:
        _print_brief(held.brief)
    for message in found.messages:
        say(f"\n{message.by or message.author.value} · {message.at:%H:%M}")
        say(message.text)
    for note in shown.notes:
        where = note.to or note.queue
        passed = "" if where is None else f", passed on to {where}"
        say(f"\nfor the team · {note.by} · {note.at:%H:%M}{passed}")
        say(note.text)


def _print_brief(brief: Brief) -> None:
    for line in brief.lines:
        name = line.slot.value.replace("_", " ")
        say(f"  {name}: {'not known' if line.is_unknown else line.text}")


def _as_json(held: Handoff | None, shown: ShownConversation) -> dict[str, object]:
    found = shown.conversation
    brief = None if held is None else held.brief
    return {
        "conversation": found.id,
        "state": found.state.value,
        "channel": found.channel,
        "opened_at": found.opened_at.isoformat(),
        "handoff": None if held is None else handoff_as_json(held),
        "brief": None if brief is None else brief_to_json(brief),
        "messages": [message_as_json(message) for message in found.messages],
        "notes": [note_as_json(note) for note in shown.notes],
    }
