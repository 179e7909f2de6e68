"""`handrail staff password` and `link`: how somebody of the staff logs in to the console."""

import getpass
import sys
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.cli.staff import NameArgument
from handrail.flow.log_in import set_password
from handrail.flow.single_sign_on import link_staff
from handrail.kernel.errors import BadInput, BadSettings

SubjectArgument = Annotated[
    str, typer.Argument(metavar="SUBJECT", help="The `sub` that the identity provider gives them.")
]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="password")(password)
    cli.command(name="link")(link)


def password(name: NameArgument, project: ProjectOption = HERE, json: JsonOption = False) -> int:  # noqa: FBT002 - a flag
    """Set somebody's password for the console; it is read from the terminal or standard input."""
    app = open_app(project)
    set_password(name, _read(), app.console.logins)
    if json:
        as_json({"name": name, "password": "set"})
    else:
        say(f"{name} can log in to the console; whoever was logged in as {name} no longer is.")
    return 0


def link(
    name: NameArgument,
    subject: SubjectArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Let somebody in through single sign-on as the provider's SUBJECT."""
    app = open_app(project)
    said = app.settings.console.oidc
    if said is None:
        raise BadSettings("No identity provider is set up.", hint="Name one under [console.oidc].")
    link_staff(name, f"{said.issuer} {subject}", app.console.logins)
    if json:
        as_json({"name": name, "subject": subject})
    else:
        say(f"{name} comes in as {subject} of {said.issuer}.")
    return 0


def _read() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise BadInput("The two are not the same.", hint="Nothing was changed. Try again.")
    return first
