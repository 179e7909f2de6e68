"""`handrail ask`: one question, one honest reply."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import (
    HERE,
    JsonOption,
    LocaleOption,
    ProductOption,
    ProjectOption,
    SiteOption,
)
from handrail.cli.output import as_json
from handrail.cli.turn import print_turn
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.reply_json import reply_as_json
from handrail.flow.handle_message import handle_message


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="ask")(ask)


def ask(
    question: Annotated[str, typer.Argument(metavar="Q", help="A customer's question.")],
    project: ProjectOption = HERE,
    locale: LocaleOption = None,
    product: ProductOption = None,
    site: SiteOption = None,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Answer one question with its source, or honestly do not."""
    app = open_app(project)
    inbound = InboundMessage(
        conversation=None, text=question, locale=locale, product=product, site=site, channel="cli"
    )
    record = handle_message(inbound, app.message_ports())
    if json:
        as_json(reply_as_json(record))
    else:
        print_turn(record)
    return 0
