"""`handrail chat`: a conversation in the terminal."""

import sys
from collections.abc import Iterator
from functools import partial

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, LocaleOption, ProductOption, ProjectOption, SiteOption
from handrail.cli.output import out, say
from handrail.cli.turn import print_turn
from handrail.domain.conversation.model import ConversationId, Event, InboundMessage
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.kernel.errors import BadInput

_PROMPT = "you> "


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="chat")(chat)


def chat(
    project: ProjectOption = HERE,
    locale: LocaleOption = None,
    product: ProductOption = None,
    site: SiteOption = None,
) -> int:
    """Talk with the assistant; an empty line or Ctrl-D ends the conversation."""
    app = open_app(project)
    opening = InboundMessage(
        conversation=None, text="", locale=locale, product=product, site=site, channel="cli"
    )
    say("Ask your question. An empty line ends the conversation.")
    converse(opening, app.message_ports())
    return 0


def converse(opening: InboundMessage, ports: MessagePorts) -> None:
    """Answer each typed line until an empty one."""
    conversation: ConversationId | None = None
    for line in _lines():
        inbound = InboundMessage(
            conversation=conversation,
            text=line,
            locale=opening.locale,
            product=opening.product,
            site=opening.site,
            channel=opening.channel,
        )
        told: list[Event] = []
        try:
            record = handle_message(inbound, ports, partial(_print_claim, told))
        except BadInput as error:
            say(str(error))
            continue
        conversation = record.conversation
        print_turn(record, has_been_told=bool(told))
        say()


def _print_claim(told: list[Event], event: Event) -> None:
    """Print a claim as it is told, apart from the one before."""
    if told:
        say()
    told.append(event)
    out().print(str(event.facts["text"]), markup=False)


def _lines() -> Iterator[str]:
    while True:
        if sys.stdin.isatty():
            sys.stdout.write(_PROMPT)
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line.strip():
            return
        yield line.strip()
