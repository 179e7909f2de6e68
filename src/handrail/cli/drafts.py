"""`handrail drafts`: articles that were drafted for gaps, and what a lead decides on them."""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.actions import acting_staff
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.knowledge.health.drafting import ArticleDraft, DraftId, DraftState
from handrail.domain.knowledge.health.gap_json import draft_as_json
from handrail.flow.decide_draft import (
    Edited,
    approve_draft,
    decline_draft,
    draft_of,
    drafts,
)
from handrail.kernel.errors import BadInput

DraftArgument = Annotated[str, typer.Argument(metavar="DRAFT", help="For example draft_01k….")]
TitleOption = Annotated[str | None, typer.Option("--title", help="Another title.")]
TextOption = Annotated[
    Path | None, typer.Option("--text", help="A Markdown file to serve in the draft's place.")
]

DecidedOption = Annotated[bool, typer.Option("--all", help="Also those that were decided.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_drafts)
    cli.command(name="show")(show)
    cli.command(name="approve")(approve)
    cli.command(name="decline")(decline)


def list_drafts(
    decided: DecidedOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the drafts that wait for a decision, the newest first."""
    states = () if decided else (DraftState.PROPOSED,)
    found = drafts(open_app(project).health.gaps, states)
    if json:
        as_json([draft_as_json(held) for held in found])
        return 0
    for held in found:
        say(f"{held.id}  {held.state.value:<9} {held.at:%Y-%m-%d}  {held.title}")
    say(f"{len(found)} drafts." if found else "No draft waits.")
    return 0


def show(
    draft: DraftArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show a draft with the messages that each line rests on."""
    held = draft_of(DraftId(draft), open_app(project).health.gaps)
    if json:
        as_json(draft_as_json(held))
    else:
        print_draft(held)
    return 0


def approve(
    draft: DraftArgument,
    title: TitleOption = None,
    text: TextOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Serve a draft as an article, and ask its questions again. Takes a lead's token."""
    app = open_app(project)
    ports = app.health.gaps
    held = draft_of(DraftId(draft), ports)
    edited = Edited(title=title or None, text=None if text is None else _read(text))
    done = approve_draft(held.id, held.version, acting_staff(app), ports, edited)
    if json:
        as_json({**draft_as_json(done.draft), "is_answered": done.is_answered})
        return 0
    say(f"{done.draft.article} is served.")
    say("Its questions are answered now." if done.is_answered else "Its questions still are not.")
    return 0


def decline(
    draft: DraftArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Decline a draft; the gap stays. Takes a lead's token."""
    app = open_app(project)
    held = draft_of(DraftId(draft), app.health.gaps)
    declined = decline_draft(held.id, held.version, acting_staff(app), app.health.gaps)
    if json:
        as_json(draft_as_json(declined))
    else:
        say(f"{declined.id} is declined.")
    return 0


def print_draft(draft: ArticleDraft) -> None:
    """Print a draft, line by line with its sources."""
    say(f"{draft.id}  {draft.state.value}  for {draft.topic}")
    say(f"# {draft.title}")
    for line in draft.lines:
        say(f"  {line.text}")
        for by in line.sources:
            say(f"      {by.message} in {by.conversation}")
    for added in draft.unsourced:
        say(f"  {added}   (no agent said so)")
    if draft.article is not None:
        say(f"Served as {draft.article}.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as text.") from error
