"""Approvals: what waits for the staff, on cards made of rows, and the switches."""

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.actions.card import Card, card_of, money
from handrail.domain.actions.model import Action, ActionId, ActionState, Approval, Control, Switches
from handrail.domain.actions.spec import ActionSpec
from handrail.domain.actions.states import FOR_STAFF
from handrail.flow.confirm_action import Click
from handrail.flow.decide_approval import decide_approval
from handrail.flow.judge_action import ActionPorts
from handrail.flow.settle_by_person import settle_by_person
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import BadInput, NotFound
from handrail.web.console.forms import Form, form_of
from handrail.web.console.inbox_pages import mark_of
from handrail.web.console.parts import Visit
from handrail.web.console.wording import said

_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Hold an action as a list names it."""

    action: Action
    title: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Listed):
    """Hold an action as it is decided on: rows of the database, no word of a model."""

    card: Card | None
    """None where the action is declared no more."""
    approvals: tuple[Approval, ...]
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Hold what the page of approvals shows."""

    waiting: tuple[Case, ...]
    lately: tuple[Listed, ...]
    specs: tuple[ActionSpec, ...]
    switches: Switches
    shadow: frozenset[str]
    """Actions that the settings put into shadow mode."""
    mark: str


async def show_actions(visit: Visit) -> Response:
    """Show what waits for the staff, and what was asked for lately."""
    desk = None if visit.app.acting is None else await visit.run(partial(_read, visit))
    values = {"desk": desk, "mark": "" if desk is None else desk.mark}
    return visit.page("actions.html", values)


async def show_action(visit: Visit) -> Response:
    """Show one action: its card, where it stands, and who decided what."""
    case = await visit.run(partial(_one, _ref(visit), visit))
    return visit.page("action.html", {"case": case})


async def approve(visit: Visit) -> Response:
    """Approve exactly what the card showed."""
    return await _decide(visit, is_approved=True)


async def decline(visit: Visit) -> Response:
    """Decline what the card showed."""
    return await _decide(visit, is_approved=False)


async def settle(visit: Visit) -> Response:
    """Note what somebody found at the operator's system."""
    form = await form_of(visit.request)
    found = form.text("found")
    if found not in ("done", "not-done"):
        raise BadInput("This form is not complete.", hint="Load the page again.")
    settled = await visit.run(
        partial(
            settle_by_person,
            _ref(visit),
            version=form.number("version"),
            was_done=found == "done",
            staff=visit.staff,
            ports=visit.app.action_ports(),
        )
    )
    visit.parts.on_news(settled.conversation)
    return visit.back_to("/console/actions", "settled")


async def switch(visit: Visit) -> Response:
    """Switch one action, or all of them, on, off or into shadow mode."""
    form = await form_of(visit.request)
    ports = visit.app.action_ports()
    name, position = form.text("action", most=100), form.text("position", most=20)
    await visit.run(lambda: switch_actions(name, position, visit.staff, ports))
    return visit.back_to("/console/actions#switches", "switched")


async def _decide(visit: Visit, *, is_approved: bool) -> Response:
    click = _click(await form_of(visit.request), _ref(visit), is_approved=is_approved)
    ports = visit.app.action_ports()
    decided = await visit.run(lambda: decide_approval(click, visit.staff, ports))
    visit.parts.on_news(decided.conversation)
    if not is_approved:
        return visit.back_to("/console/actions", "declined")
    is_first = decided.state is ActionState.AWAITING_STAFF
    return visit.back_to("/console/actions", "approved-first" if is_first else "approved")


def _click(form: Form, ref: ActionId, *, is_approved: bool) -> Click:
    return Click(
        action=ref,
        version=form.number("version"),
        digest=form.text("digest", most=64),
        is_approved=is_approved,
    )


def _read(visit: Visit) -> Desk:
    ports = visit.app.action_ports()
    with ports.store.read() as reading:
        waiting = reading.actions(FOR_STAFF, limit=_SHOWN)
        lately = reading.actions((), limit=_SHOWN, newest_first=True)
        decided = reading.approvals_of([action.id for action in waiting])
        switches = reading.switches()
        mark = mark_of(reading)
    return Desk(
        waiting=tuple(_case(one, decided.get(one.id, ()), ports) for one in waiting),
        lately=tuple(
            Listed(action=action, title=_title(action, ports), amount=_amount(action, ports))
            for action in lately
            if action.state not in FOR_STAFF
        ),
        specs=tuple(sorted(ports.catalogue.specs.values(), key=lambda spec: spec.title)),
        switches=switches,
        shadow=frozenset(ports.shadow),
        mark=mark,
    )


def _one(ref: ActionId, visit: Visit) -> Case:
    ports = visit.app.action_ports()
    with ports.store.read() as reading:
        found, approvals = reading.action(ref), reading.approvals(ref)
    if found is None:
        raise NotFound("There is no such action.", hint="See what waits for approval.")
    return _case(found, approvals, ports)


def _case(action: Action, approvals: tuple[Approval, ...], ports: ActionPorts) -> Case:
    spec = ports.catalogue.find(action.name)
    return Case(
        action=action,
        title=_title(action, ports),
        amount=_amount(action, ports),
        card=None if spec is None else card_of(action, spec, ports.currency),
        approvals=approvals,
        needed=2 if action.control is Control.TWO_STAFF else 1,
    )


def _title(action: Action, ports: ActionPorts) -> str:
    spec = ports.catalogue.find(action.name)
    return said(action.name) if spec is None else spec.title


def _amount(action: Action, ports: ActionPorts) -> str:
    return money(action.amount, ports.currency) if action.amount else ""


def _ref(visit: Visit) -> ActionId:
    return ActionId(str(visit.request.path_params["action"]))
