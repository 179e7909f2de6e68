"""`handrail knowledge changes`, `roll-back` and `let-go`: what it was, and bringing it back."""

from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.moments import moment_of
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, progress_bar, say, warn
from handrail.domain.knowledge.history import Step
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.look_back import Changed, changes_between
from handrail.flow.roll_back import RollBackPorts, RolledBack, lift_pin, roll_back
from handrail.kernel.errors import BadInput

_OPERATOR = "operator"
_MomentOption = Annotated[str, typer.Option("--to", metavar="MOMENT", help="The moment to go to.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="changes")(changes)
    cli.command(name="roll-back")(bring_back)
    cli.command(name="let-go")(let_go)


def changes(
    since: Annotated[str, typer.Option("--since", metavar="MOMENT", help="After this moment.")],
    until: Annotated[
        str | None, typer.Option("--until", metavar="MOMENT", help="Up to this one.")
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="Show the words, too.")] = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show what changed in the knowledge base between two moments, and who changed it."""
    app = open_app(project)
    end = app.clock.now() if until is None else moment_of(until)
    found = changes_between(moment_of(since), end, app.store)
    if json:
        as_json(
            {
                "articles": [_as_json(one) for one in found.articles],
                "steps": [_step_as_json(step) for step in found.steps],
            }
        )
        return 0
    for one in found.articles:
        last = next(step for step in found.steps if step.article == one.article)
        say(f"{one.kind:<8} {one.article}  {last.at.isoformat(timespec='seconds')} by {last.by}")
        for mark, texts in (("-", one.gone), ("+", one.come)) if words else ():
            for line in (line for text in texts for line in text.splitlines()):
                say(f"  {mark} {line}")
    say(f"{len(found.articles)} articles differ, after {len(found.steps)} steps.")
    return 0


def bring_back(
    to: _MomentOption,
    article: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="For example help/refunds.md.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every article.")] = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Serve what was served at a moment, and keep it so until the source is changed."""
    if (article is None) is not everything:
        raise BadInput("Which articles?", hint="Name one, or say --all.")
    app = open_app(project)
    chosen = None if article is None else (ArticleId(article),)
    with progress_bar(is_quiet=json) as progress:
        done = roll_back(chosen, moment_of(to), _OPERATOR, _ports(app), progress)
        expired = app.calibrating.recheck(progress) if done.changed else None
    if json:
        as_json({"served": done.served, "retired": done.retired, "pinned": done.pinned})
    else:
        _print(done)
    if expired is not None:
        warn(expired)
    return 0


def let_go(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A pinned article.")],
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Let the next sync take again what the source holds of an article."""
    lift_pin(ArticleId(article), _OPERATOR, _ports(open_app(project)))
    if json:
        as_json({"article": article, "pinned": False})
    else:
        say(f"{article} follows its source again from the next sync on.")
    return 0


def _ports(app: App) -> RollBackPorts:
    return RollBackPorts(store=app.store, builder=app.index, clock=app.clock)


def _print(done: RolledBack) -> None:
    for ref in done.served:
        say(f"served again  {ref}")
    for ref in done.retired:
        say(f"taken away    {ref}")
    if not done.changed:
        say("Nothing was another way then.")
    if done.pinned:
        say(
            f"{len(done.pinned)} differ from their source. They stay as they are until the source "
            "changes, or until `handrail knowledge let-go ARTICLE`."
        )


def _as_json(one: Changed) -> dict[str, object]:
    return {
        "article": one.article,
        "title": one.title,
        "kind": one.kind,
        "before": one.before,
        "after": one.after,
        "gone": list(one.gone),
        "come": list(one.come),
    }


def _step_as_json(step: Step) -> dict[str, object]:
    return {
        "article": step.article,
        "at": step.at.isoformat(),
        "by": step.by,
        "version": step.version,
    }
