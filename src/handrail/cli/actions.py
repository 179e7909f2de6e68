"""`handrail actions`: what was asked for, what waits for a decision, and the switch."""

import os
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.actions.action_json import action_as_json
from handrail.domain.actions.card import Card, card_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    CustomerId,
    Role,
    StaffId,
    StaffSession,
)
from handrail.domain.actions.states import FOR_STAFF
from handrail.flow.confirm_action import Click
from handrail.flow.decide_approval import decide_approval
from handrail.flow.staff import staff_of
from handrail.flow.switch_actions import ALL, switch_actions
from handrail.kernel.errors import BadInput, NotFound

STAFF_TOKEN = "HANDRAIL_STAFF_TOKEN"  # noqa: S105 - the name of the variable, not a token
OPERATOR = StaffSession(staff=StaffId("operator"), role=Role.ADMIN)
"""Whoever may read and write the project's files, and shows no token."""

RefArgument = Annotated[str, typer.Argument(metavar="ACTION", help="Id of the action, act_….")]
NameArgument = Annotated[
    str | None, typer.Argument(metavar="NAME", help="One action, such as refund; all without it.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Decide without being asked once more.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_actions)
    cli.command(name="pending")(pending)
    cli.command(name="show")(show)
    cli.command(name="approve")(approve)
    cli.command(name="decline")(decline)
    cli.command(name="kill")(kill)
    cli.command(name="restore")(restore)
    cli.command(name="shadow")(shadow)


def acting_staff(app: App) -> StaffSession:
    """Return who of the staff runs the command; raises NotAuthenticated without their token."""
    return staff_of(os.environ.get(STAFF_TOKEN), app.staff_ports())


def list_actions(
    state: Annotated[
        list[ActionState] | None, typer.Option("--state", help="Only in this state; repeatable.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", help="Only this customer's.")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List what was asked for, oldest first, with what became of it."""
    whose = None if customer is None else CustomerId(customer)
    with open_app(project).store.read() as reading:
        newest = reading.actions(state or (), whose, newest_first=True)
    return _listed(newest[::-1], "No actions.", is_json=json)


def pending(project: ProjectOption = HERE, json: JsonOption = False) -> int:  # noqa: FBT002 - a flag
    """List what waits for one of the staff: approvals, and what nobody could settle."""
    with open_app(project).store.read() as reading:
        found = reading.actions(FOR_STAFF)
    return _listed(found, "Nothing waits for a decision.", is_json=json)


def show(
    action: RefArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show an action: its card, who decided what, and where it stands."""
    app = open_app(project)
    found, approvals = _found(action, app)
    if json:
        as_json(action_as_json(found, approvals))
        return 0
    _print_card(_card(found, app))
    _print_standing(found, approvals)
    return 0


def approve(
    action: RefArgument,
    yes: YesOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Approve an action that waits for the staff, with your own token in HANDRAIL_STAFF_TOKEN."""
    return _decide(action, project, is_approved=True, is_sure=yes, is_json=json)


def decline(
    action: RefArgument,
    yes: YesOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Decline an action that waits for the staff."""
    return _decide(action, project, is_approved=False, is_sure=yes, is_json=json)


def kill(
    name: NameArgument = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Switch one action off, or all of them, at once: nothing new is sent from now on."""
    return _switched(name, "off", project, is_json=json)


def restore(
    name: NameArgument = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Switch one action on again, or all; takes a lead's own token in HANDRAIL_STAFF_TOKEN."""
    return _switched(name, "on", project, is_json=json)


def shadow(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The action, such as refund.")],
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Let an action be decided and recorded, and never done; takes a lead, as `restore` does."""
    return _switched(name, "shadow", project, is_json=json)


def _listed(found: tuple[Action, ...], none: str, *, is_json: bool) -> int:
    if is_json:
        as_json({"actions": [action_as_json(action) for action in found]})
        return 0
    for action in found:
        what = f"{action.name} {action.resource}"
        say(f"{action.id}  {action.proposed_at:%Y-%m-%d %H:%M}  {action.state.value}  {what}")
    if not found:
        say(none)
    return 0


def _decide(
    ref: str, project: ProjectOption, *, is_approved: bool, is_sure: bool, is_json: bool
) -> int:
    app = open_app(project)
    staff = acting_staff(app)
    found, _ = _found(ref, app)
    card = _card(found, app)
    if not is_sure:
        _print_card(card)
        word = "Approve" if is_approved else "Decline"
        typer.confirm(f"{word} this as {staff.staff}?", abort=True)
    click = Click(
        action=card.action, version=card.version, digest=card.digest, is_approved=is_approved
    )
    try:
        decided = decide_approval(click, staff, app.action_ports())
    finally:
        app.close()
    if is_json:
        as_json(action_as_json(decided))
    else:
        say(f"{decided.id} is {decided.state.value}.")
    return 0


def _switched(name: str | None, position: str, project: ProjectOption, *, is_json: bool) -> int:
    app = open_app(project)
    staff = OPERATOR  # whoever reaches the machine may stop it
    if position != "off":
        staff = acting_staff(app)
    switch_actions(name or ALL, position, staff, app.action_ports())
    if is_json:
        as_json({"action": name, "position": position})
        return 0
    what = "All actions are" if name is None else f"{name} is"
    where = {"off": "off", "on": "on", "shadow": "in shadow mode"}[position]
    say(f"{what} {where}.")
    return 0


def _found(ref: str, app: App) -> tuple[Action, tuple[Approval, ...]]:
    with app.store.read() as reading:
        found = reading.action(ActionId(ref))
        if found is None:
            raise NotFound(
                f"There is no action {ref!r}.", hint="`handrail actions list` shows what there is."
            )
        return found, reading.approvals(found.id)


def _card(found: Action, app: App) -> Card:
    ports = app.action_ports()
    spec = ports.catalogue.find(found.name)
    if spec is None:
        raise BadInput(f"Action {found.name!r} is not declared any more.", hint="Declare it again.")
    return card_of(found, spec, ports.currency)


def _print_card(card: Card) -> None:
    say(card.title)
    for label, value in card.rows:
        say(f"  {label}: {value}")
    say(f"  {card.action} · version {card.version} · SHA-256 {card.digest[:16]}…")


def _print_standing(found: Action, approvals: tuple[Approval, ...]) -> None:
    control = "refused" if found.control is None else f"control: {found.control.value}"
    say(f"For customer {found.customer}, in {found.conversation}.")
    say(f"Proposed by {found.proposed_by} at {found.proposed_at:%Y-%m-%d %H:%M}.")
    say(f"Ruled by {', '.join(found.policies) or 'no policy'}; {control}.")
    for approval in approvals:
        word = "confirmed" if approval.is_approved else "declined"
        say(f"{approval.by} {word} at {approval.at:%Y-%m-%d %H:%M}.")
    say(f"It is {found.state.value}." + (f" {found.why}" if found.why else ""))
