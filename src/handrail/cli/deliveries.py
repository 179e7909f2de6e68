"""`handrail deliveries`: what was to reach helpdesks, mailboxes and chat rooms, and did not."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.flow.delivery import Delivery, DeliveryId
from handrail.flow.list_deliveries import list_deliveries, retry_delivery


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_)
    cli.command(name="retry")(retry)


def list_(
    project: ProjectOption = HERE,
    all_: Annotated[bool, typer.Option("--all", help="Also what was delivered.")] = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List what is due and what failed, and why."""
    found = list_deliveries(open_app(project).channels.store, are_all=all_)
    if json:
        as_json([_as_json(delivery) for delivery in found])
        return 0
    for one in found:
        why = f"  {one.why}" if one.why else ""
        say(f"{one.id}  {one.state.value:<9} {one.sink} {one.kind.value}, try {one.attempts}{why}")
    say(f"{len(found)} deliveries." if found else "Nothing waits to be delivered.")
    return 0


def retry(
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY", help="One that failed.")],
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Try a failed delivery again; `handrail worker` does so at once."""
    app = open_app(project)
    again = retry_delivery(DeliveryId(delivery), "operator", app.channels.store, app.clock)
    if json:
        as_json(_as_json(again))
    else:
        say(f"{again.id} is due again.")
    return 0


def _as_json(one: Delivery) -> dict[str, object]:
    return {
        "id": one.id,
        "sink": one.sink,
        "kind": one.kind.value,
        "conversation": one.conversation,
        "about": one.about,
        "state": one.state.value,
        "attempts": one.attempts,
        "why": one.why,
        "made_at": one.made_at.isoformat(),
        "next_at": one.next_at.isoformat(),
        "ended_at": None if one.ended_at is None else one.ended_at.isoformat(),
    }
