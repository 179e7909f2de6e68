"""`handrail ask`: one question, one honest reply."""

from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.moments import AsOfOption
from handrail.cli.options import (
    HERE,
    JsonOption,
    LocaleOption,
    ProductOption,
    ProjectOption,
    SiteOption,
)
from handrail.cli.output import as_json
from handrail.cli.search import searching_past
from handrail.cli.turn import print_turn
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.reply_json import reply_as_json
from handrail.domain.retrieval.model import Scope
from handrail.flow.ask_the_past import ask_the_past
from handrail.flow.handle_message import handle_message


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="ask")(ask)


def ask(  # noqa: PLR0913 - one parameter per option
    question: Annotated[str, typer.Argument(metavar="Q", help="A customer's question.")],
    project: ProjectOption = HERE,
    locale: LocaleOption = None,
    product: ProductOption = None,
    site: SiteOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Answer one question with its source, or honestly do not."""
    app = open_app(project)
    inbound = InboundMessage(
        conversation=None, text=question, locale=locale, product=product, site=site, channel="cli"
    )
    record = (
        handle_message(inbound, app.message_ports())
        if as_of is None
        else _of_the_past(inbound, as_of, app)
    )
    if json:
        as_json(reply_as_json(record))
    else:
        print_turn(record)
    return 0


def _of_the_past(inbound: InboundMessage, as_of: str, app: App) -> TurnRecord:
    """Answer out of the articles of a moment; nothing is stored, and nothing can be done."""
    scope = Scope(locale=inbound.locale, product=inbound.product, site=inbound.site)
    search = searching_past(as_of, app)
    return ask_the_past(inbound.text, scope, search, app.think_ports(), app.store, app.clock)
