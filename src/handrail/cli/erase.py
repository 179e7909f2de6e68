"""`handrail erase`: take away what is kept of a customer."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say
from handrail.flow.erase_customer import Erasure, erase_customer


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="erase")(erase)


def erase(
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Id of the customer, as your server signs it.")
    ],
    project: ProjectOption = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Destroy a customer's key and all that was said with them; the audit log still verifies."""
    app = open_app(project)
    if not yes and not typer.confirm("Everything said with this customer is lost. Go on?"):
        say("Nothing was erased.")
        return FOUND_SOMETHING
    done = erase_customer(customer, app.audit.erasing, app.clock)
    if json:
        as_json(_as_json(done))
    else:
        _print(done)
    return OK


def _print(done: Erasure) -> None:
    talks = sum(held.conversations for held in done.erased)
    said = sum(held.messages for held in done.erased)
    say(f"Erased {', '.join(done.persons)}: {talks} conversations, {said} messages.")
    say("What is left elsewhere:")
    for left in done.left:
        say(f"- {left}")


def _as_json(done: Erasure) -> dict[str, object]:
    return {
        "persons": [
            {
                "person": person,
                "conversations": held.conversations,
                "messages": held.messages,
                "records": held.records,
                "events": held.events,
            }
            for person, held in zip(done.persons, done.erased, strict=True)
        ],
        "left": list(done.left),
    }
