"""For admins: who works here and is logged in, and what the settings say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import BaseModel, SecretStr
from starlette.responses import Response

from handrail.domain.actions.model import StaffSession
from handrail.flow.decide_approval import actor_of
from handrail.flow.log_in import end_sessions
from handrail.flow.login_ports import LoginSession
from handrail.flow.staff import LONGEST_NAME, all_staff, remove_staff, show_as, shown_names
from handrail.kernel.errors import Forbidden
from handrail.web.console.forms import form_of
from handrail.web.console.parts import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Hold one of the staff with their logins that are under way."""

    staff: StaffSession
    sessions: tuple[LoginSession, ...]
    shown_as: str
    """The name that customers are told; empty where it is the login."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hold one setting as it is in force."""

    name: str
    value: str
    is_secret: bool


async def show_staff(visit: Visit) -> Response:
    """List who works here, and where they are logged in."""
    members = await visit.run(partial(_members, visit))
    return visit.page("staff.html", {"members": members, "longest_name": LONGEST_NAME})


async def end_logins(visit: Visit) -> Response:
    """End every session of one person."""
    name = (await form_of(visit.request)).text("name", most=100)
    logins = visit.app.console.logins
    await visit.run(lambda: end_sessions(name, visit.staff, logins))
    return visit.back_to("/console/staff", "sessions-ended")


async def remove(visit: Visit) -> Response:
    """Take somebody's token, login and sessions away."""
    name = (await form_of(visit.request)).text("name", most=100)
    if name == visit.staff.staff:
        raise Forbidden("Nobody removes themselves.", hint="Ask another admin.")
    ports, actor = visit.app.staff_ports(), actor_of(visit.staff)
    await visit.run(lambda: remove_staff(name, ports, actor=actor))
    return visit.back_to("/console/staff", "removed")


async def name_staff(visit: Visit) -> Response:
    """Let customers know somebody under another name."""
    form = await form_of(visit.request)
    name, shown = form.text("name", most=100), form.text("shown_as", most=LONGEST_NAME)
    ports, actor = visit.app.staff_ports(), actor_of(visit.staff)
    await visit.run(lambda: show_as(name, shown, ports, actor=actor))
    return visit.back_to("/console/staff", "named")


async def show_settings(visit: Visit) -> Response:
    """Show what the settings say; secrets are shown to be set, and never what they are."""
    return visit.page("settings.html", {"sections": settings_shown(visit.app.settings)})


def settings_shown(settings: BaseModel) -> dict[str, tuple[Setting, ...]]:
    """Return every setting by its section, secrets hidden."""
    return {name: tuple(_flat("", getattr(settings, name))) for name in type(settings).model_fields}


def _flat(path: str, value: object) -> Iterator[Setting]:
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from _flat(f"{path}.{name}" if path else name, getattr(value, name))
        case Mapping() if value:
            for name, held in value.items():
                yield from _flat(f"{path}.{name}", held)
        case tuple() if any(isinstance(item, BaseModel) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _flat(f"{path}[{number}]", item)
        case SecretStr():
            yield Setting(name=path, value="set, and not shown", is_secret=True)
        case _:
            yield Setting(name=path or "all", value=_spelled(value), is_secret=False)


def _spelled(value: object) -> str:
    match value:
        case None:
            return "not set"
        case bool():
            return "yes" if value else "no"
        case tuple() | frozenset():
            return ", ".join(str(item) for item in value) or "none"
        case Mapping():
            return "none"
        case _:
            return str(value)


def _members(visit: Visit) -> tuple[Member, ...]:
    with visit.app.console.logins.store.read() as reading:
        sessions = reading.login_sessions()
    now, idle = visit.app.clock.now(), visit.app.console.logins.idle
    alive = [s for s in sessions if s.until > now and s.seen_at + idle > now]
    ports = visit.app.staff_ports()
    shown = shown_names(ports)
    return tuple(
        Member(
            staff=one,
            sessions=tuple(s for s in alive if s.staff.staff == one.staff),
            shown_as=shown.get(one.staff, ""),
        )
        for one in all_staff(ports)
    )
