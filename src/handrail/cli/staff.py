"""`handrail staff`: who of the staff may look at actions and decide on them."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.actions.model import Role
from handrail.flow.staff import add_staff, all_staff, remove_staff, show_as, shown_names

_SHOWN = "The name that customers are told, such as “Kim L.”; their login where not said."
ShownOption = Annotated[str | None, typer.Option("--shown-as", metavar="TEXT", help=_SHOWN)]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Their name, such as kim.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_staff)
    cli.command(name="add")(add)
    cli.command(name="name")(name_as)
    cli.command(name="remove")(remove)


def list_staff(project: ProjectOption = HERE, json: JsonOption = False) -> int:  # noqa: FBT002 - a flag
    """List who works here."""
    ports = open_app(project).staff_ports()
    members, shown = all_staff(ports), shown_names(ports)
    if json:
        as_json(
            [
                {"name": m.staff, "role": m.role.value, "shown_as": shown.get(m.staff, m.staff)}
                for m in members
            ]
        )
        return 0
    for member in members:
        known = f"  {shown[member.staff]}" if member.staff in shown else ""
        say(f"{member.staff}  {member.role.value}{known}")
    if not members:
        say("Nobody yet. Add somebody with `handrail staff add NAME --role agent`.")
    return 0


def add(
    name: NameArgument,
    role: Annotated[Role, typer.Option("--role", help="What they may do.")] = Role.AGENT,
    shown_as: ShownOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Add one of the staff and print their token, once."""
    token = add_staff(name, role, open_app(project).staff_ports(), shown_as=shown_as)
    if json:
        as_json({"name": name, "role": role.value, "token": token})
        return 0
    say(f"{name} is {role.value}. Their token, shown once:")
    say(token)
    say("They set it as HANDRAIL_STAFF_TOKEN, or send it as `Authorization: Bearer …`.")
    return 0


def name_as(
    name: NameArgument,
    shown_as: ShownOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Set the name that customers are told of somebody; without one, it is their login."""
    show_as(name, shown_as, open_app(project).staff_ports())
    if json:
        as_json({"name": name, "shown_as": shown_as or name})
    else:
        say(f"Customers know {name} as {shown_as or name} from now on.")
    return 0


def remove(name: NameArgument, project: ProjectOption = HERE, json: JsonOption = False) -> int:  # noqa: FBT002 - a flag
    """Take somebody's token away; what they decided stays on record."""
    remove_staff(name, open_app(project).staff_ports())
    if json:
        as_json({"name": name, "removed": True})
    else:
        say(f"{name} can decide nothing any more.")
    return 0
