"""`handrail handoffs`: who is waiting for a person."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.waiting_customers import conversation_of, waiting_customers

_SHOWN_CHARACTERS = 100


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="handoffs")(handoffs)


def handoffs(
    conversation: Annotated[
        str | None, typer.Argument(metavar="CONVERSATION", help="Show this one in full.")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the conversations that wait for a person, or show one in full."""
    store = open_app(project).store
    if conversation is not None:
        found = [conversation_of(ConversationId(conversation), store)]
    else:
        found = list(waiting_customers(store))
    if json:
        as_json([_as_json(item) for item in found])
    elif conversation is not None:
        _print_whole(found[0])
    else:
        for item in found:
            first = item.questions[0] if item.questions else ""
            say(f"{item.id}  since {item.opened_at:%Y-%m-%d %H:%M}  {first[:_SHOWN_CHARACTERS]}")
        say(f"{len(found)} waiting." if found else "Nobody is waiting.")
    return 0


def _print_whole(found: Conversation) -> None:
    say(f"{found.id} · {found.state.value} · {found.channel} · {found.opened_at.isoformat()}")
    for message in found.messages:
        say(f"\n{message.author.value} · {message.at:%H:%M}")
        say(message.text)


def _as_json(found: Conversation) -> dict[str, object]:
    return {
        "conversation": found.id,
        "state": found.state.value,
        "channel": found.channel,
        "opened_at": found.opened_at.isoformat(),
        "messages": [
            {"author": m.author.value, "text": m.text, "at": m.at.isoformat()}
            for m in found.messages
        ],
    }
