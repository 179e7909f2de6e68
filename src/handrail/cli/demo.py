"""`handrail demo`: the sample company, ready to talk to."""

import time
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App
from handrail.cli.chat import converse
from handrail.cli.options import JsonOption
from handrail.cli.output import FOUND_SOMETHING, as_json, out, progress_bar, say
from handrail.cli.serve import serve_project
from handrail.cli.turn import print_turn
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.reply_json import public_name, reply_as_json
from handrail.flow.handle_message import handle_message
from handrail.sample.project import COMPANY, open_sample
from handrail.sample.script import SCRIPT, Line

_FOLDER = Path(".demo")
_QUESTIONS = (
    "How do I reset my password?",
    "How do I cancel?",
    "Can I take my violin as hand luggage on the plane?",
    "I want to talk to a person",
)


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="demo")(demo)


def demo(
    script: Annotated[bool, typer.Option("--script", help="Play a conversation and exit.")] = False,  # noqa: FBT002 - a flag
    serve: Annotated[bool, typer.Option("--serve", help="Serve the chat page.")] = False,  # noqa: FBT002 - a flag
    project: Annotated[
        Path, typer.Option("--project", help="Folder of the sample project.")
    ] = _FOLDER,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Talk to the assistant of a sample company: no key, no server, no download."""
    with progress_bar(is_quiet=json) as progress:
        app = open_sample(project, _quiet if json else say, progress)
    if serve:
        return serve_project(project, None, None)
    if script:
        return _play(app, json=json)
    say(f"\nYou are talking to the assistant of {COMPANY}, a shop for acoustic instruments.")
    say("Try:  " + "\n      ".join(_QUESTIONS))
    say("An empty line ends the conversation.\n")
    opening = InboundMessage(conversation=None, text="", locale="en", channel="demo")
    converse(opening, app.message_ports())
    return 0


def _play(app: App, *, json: bool) -> int:
    ports = app.message_ports()
    conversation: ConversationId | None = None
    turns: list[tuple[Line, TurnRecord, float]] = []
    for line in SCRIPT:
        began = time.perf_counter()
        inbound = InboundMessage(
            conversation=conversation, text=line.says, locale="en", channel="demo"
        )
        record = handle_message(inbound, ports)
        took = (time.perf_counter() - began) * 1000
        conversation = record.conversation
        turns.append((line, record, took))
        if not json:
            _print(line, record, took)
    if json:
        as_json([reply_as_json(record) for _, record, _ in turns])
    as_expected = sum(public_name(record.outcome) == line.outcome for line, record, _ in turns)
    if not json:
        _sum_up(turns, as_expected, app.project)
    return 0 if as_expected == len(turns) else FOUND_SOMETHING


def _print(line: Line, record: TurnRecord, took: float) -> None:
    out().print(f"\n── {line.shows}", style="dim", markup=False)
    out().print(f"Customer:  {line.says}", style="bold", markup=False)
    print_turn(record)
    out().print(f"  ({took:.0f} ms)", style="dim", markup=False)


def _sum_up(turns: list[tuple[Line, TurnRecord, float]], as_expected: int, project: Path) -> None:
    last = turns[-1][1]
    say(f"\n{as_expected} of {len(turns)} turns went as the script expects.")
    say(f"Why it said that:   handrail explain {turns[1][1].id} --project {project}")
    say(f"Who is waiting:     handrail handoffs --project {project}   ({last.conversation})")
    say("Talk to it:         make demo        In a browser:  make serve")


def _quiet(_text: str) -> None:
    return None
