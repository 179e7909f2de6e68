"""`handrail demo`: the sample company, ready to talk to."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App
from handrail.cli.chat import Talk, converse
from handrail.cli.demo_script import play
from handrail.cli.options import JsonOption
from handrail.cli.output import progress_bar, say
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.flow.identify_customer import identify_customer
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.sample.desk_scenes import open_desk
from handrail.sample.host import CUSTOMER, identity_token
from handrail.sample.project import (
    COMPANY,
    fresh_copy,
    open_sample,
    open_shop,
    sample_company,
    shared_secrets,
)
from handrail.sample.simulation.beside import month_beside
from handrail.worker.carry_out import carrying_out

_FOLDER = Path(".demo")
_SCRIPT = "Play a conversation and a clean-up, and exit."
_PAGES = "Open the shop, the chat and the desk where people work, as pages."
_QUESTIONS = (
    "How do I reset my password?",
    "Can I take my violin as hand luggage on the plane?",
    "Refund 10 euros for order CC-4410287",
    "I want to talk to a person",
)


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="demo")(demo)


def demo(
    script: Annotated[bool, typer.Option("--script", help=_SCRIPT)] = False,  # noqa: FBT002 - a flag
    serve: Annotated[bool, typer.Option("--serve", help=_PAGES)] = False,  # noqa: FBT002 - a flag
    project: Annotated[
        Path, typer.Option("--project", help="Folder of the sample project.")
    ] = _FOLDER,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Talk to the assistant of a sample company: no key, no server, no download."""
    tell = _quiet if json else say
    place = project
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: it takes its parts along
    with progress_bar(is_quiet=json) as progress:
        if script:
            place = fresh_copy(open_sample(project, tell, progress), project / "script")
        with sample_company(place, tell, progress) as app:
            stop = threading.Event()
            with carrying_out(app, stop, tell):
                if serve:
                    return _serve(app)
                conversation = signed_in(app)
                if script:
                    return play(app, conversation, json=json)
                return _talk(app, conversation)


def signed_in(app: App) -> ConversationId:
    """Open a conversation in which the sample's customer is signed in, as on the shop's page."""
    ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
    opened = open_conversation(Opening(locale="en", channel="demo"), ports)
    secret = shared_secrets(app).identity
    token = identity_token(secret, CUSTOMER, app.clock.now(), app.ids)
    identify_customer(opened.id, token, "", app.identity_ports())
    return opened.id


def _talk(app: App, conversation: ConversationId) -> int:
    say(f"\nYou are talking to the assistant of {COMPANY}, a shop for acoustic instruments.")
    say("Try:  " + "\n      ".join(_QUESTIONS))
    say("An empty line ends the conversation.\n")
    opening = InboundMessage(conversation=conversation, text="", locale="en", channel="demo")
    converse(Talk(opening=opening, ports=app.message_ports(), app=app))
    return 0


def _serve(app: App) -> int:
    command = [sys.executable, "-m", "handrail.web", "--project", str(app.project)]
    address = f"http://{app.settings.serve.host}:{app.settings.serve.port}"
    logins = open_desk(app)
    with open_shop(app) as shop, month_beside(app, say):
        say(f"\nThe shop of {COMPANY}, with the chat in its corner:   {shop}")
        say(f"The chat alone:   {address}")
        say(f"The console, where people work:   {address}/console")
        for login in logins:
            say(f"    {login.name}, {login.role.value}:   {login.password}")
        say("Sign in to the shop to let the assistant see to your orders. Ctrl-C ends it all.\n")
        try:
            return subprocess.call(command)  # noqa: S603 - our own interpreter and module
        except KeyboardInterrupt:
            return 0


def _quiet(_text: str) -> None:
    return None
