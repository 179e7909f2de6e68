"""`handrail actions settle|compensate|differences`: what the staff put in order by hand."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.actions import RefArgument, acting_staff
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.actions.action_json import action_as_json
from handrail.domain.actions.compare import Difference
from handrail.domain.actions.model import ActionId
from handrail.flow.compensate_action import compensate_action
from handrail.flow.reconcile_effects import close_difference
from handrail.flow.settle_by_person import settle_by_person
from handrail.kernel.errors import NotFound


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="settle")(settle)
    cli.command(name="compensate")(compensate)
    cli.command(name="differences")(differences)


def settle(
    action: RefArgument,
    done: Annotated[
        bool, typer.Option("--done/--not-done", help="What you found at the system itself.")
    ],
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Say what became of an action that nobody could settle; nothing is sent."""
    app = open_app(project)
    staff = acting_staff(app)
    with app.store.read() as reading:
        found = reading.action(ActionId(action))
    if found is None:
        raise NotFound(f"There is no action {action!r}.", hint="See `handrail actions pending`.")
    try:
        settled = settle_by_person(
            found.id, version=found.version, was_done=done, staff=staff, ports=app.action_ports()
        )
    finally:
        app.close()
    if json:
        as_json(action_as_json(settled))
    else:
        say(f"{settled.id} is {settled.state.value}.")
    return 0


def compensate(
    action: RefArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Ask for what makes good for an action that was done; the rules decide on it like any."""
    app = open_app(project)
    staff = acting_staff(app)
    try:
        proposed = compensate_action(ActionId(action), staff, app.action_ports()).action
    finally:
        app.close()
    if json:
        as_json(action_as_json(proposed))
    else:
        say(f"{proposed.id} {proposed.name} is {proposed.state.value}.")
    return 0


def differences(
    close: Annotated[
        str | None, typer.Option("--close", help="Note that you looked into this one, diff_….")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List where a system's own list of effects differs from what was done here."""
    app = open_app(project)
    if close is not None:
        staff = acting_staff(app)
        try:
            close_difference(close, staff, app.action_ports())
        finally:
            app.close()
    with app.store.read() as reading:
        found = reading.open_differences()
    if json:
        as_json({"differences": [_as_json(one) for one in found]})
        return 0
    for one in found:
        about = one.action or "no action of ours"
        say(
            f"{one.id}  {one.kind.value}  {one.name}  {about}  ours {one.ours}  theirs {one.theirs}"
        )
    if not found:
        say("No differences are open.")
    return 0


def _as_json(one: Difference) -> dict[str, object]:
    return {
        "difference": one.id,
        "kind": one.kind.value,
        "name": one.name,
        "action": one.action,
        "key": one.key,
        "ours": one.ours,
        "theirs": one.theirs,
    }
