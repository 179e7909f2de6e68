"""`handrail chat`: a conversation in the terminal."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import typer

from handrail.app import App, open_app
from handrail.cli.deciding import decide, ended, told
from handrail.cli.options import HERE, LocaleOption, ProductOption, ProjectOption, SiteOption
from handrail.cli.output import out, say
from handrail.cli.turn import print_turn
from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import Event, InboundMessage
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.kernel.errors import BadInput, Conflict

_PROMPT = "you> "
_CONFIRM, _DECLINE = "/confirm", "/decline"
_DECIDING = (_CONFIRM, _DECLINE)


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
    opening = InboundMessage(
        conversation=None, text="", locale=locale, product=product, site=site, channel="cli"
    )
    app = open_app(project)
    say("Ask your question. An empty line ends the conversation.")
    converse(Talk(opening=opening, ports=app.message_ports(), app=app))
    return 0


@dataclass(slots=True, kw_only=True)
class Talk:
    """Hold a conversation in the terminal, and the card that waits in it."""

    opening: InboundMessage
    ports: MessagePorts
    app: App | None = None
    """Decides on cards; without it none comes."""
    card: ActionRuled | None = None


def converse(talk: Talk) -> None:
    """Answer each typed line until an empty one."""
    for line in _lines():
        if line in _DECIDING:
            _decide(talk, is_approved=line == _CONFIRM)
            continue
        heard: list[Event] = []
        try:
            record = handle_message(
                replace(talk.opening, text=line), talk.ports, partial(_print_claim, heard)
            )
        except BadInput as error:
            say(str(error))
            continue
        talk.opening = replace(talk.opening, conversation=record.conversation)
        print_turn(record, has_been_told=bool(heard))
        _show_card(talk, record)
        say()


def _show_card(talk: Talk, record: TurnRecord) -> None:
    ruled = record.outcome
    if talk.app is None or not isinstance(ruled, ActionRuled) or ruled.action is None:
        return
    if ruled.state is ActionState.AWAITING_CUSTOMER:
        talk.card = ruled
        say(f"  Type {_CONFIRM} or {_DECLINE}: here they are the buttons on the card.")
    elif ruled.state is ActionState.APPROVED:
        say(f"  {told(ended(ruled.action, talk.app))}")


def _decide(talk: Talk, *, is_approved: bool) -> None:
    app, card, conversation = talk.app, talk.card, talk.opening.conversation
    if app is None or card is None or card.action is None or conversation is None:
        say("Nothing waits for you to confirm or decline it.")
        return
    try:
        decide(card, conversation, app, is_approved=is_approved)
    except (BadInput, Conflict) as error:
        say(str(error))
        return
    talk.card = None
    say(told(ended(card.action, app)))


def _print_claim(heard: list[Event], event: Event) -> None:
    """Print a claim as it is told, apart from the one before."""
    if heard:
        say()
    heard.append(event)
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
