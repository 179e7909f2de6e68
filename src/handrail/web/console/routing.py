"""Every page of the console with who may open it; the table of forged requests is made of this."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from handrail.app import App
from handrail.domain.actions.model import Role
from handrail.domain.conversation.model import ConversationId
from handrail.web.api.admission import Admission
from handrail.web.console import (
    action_pages,
    admin_pages,
    audit_pages,
    conversation_pages,
    finding_pages,
    gap_pages,
    history_pages,
    inbox_pages,
    knowledge_pages,
    login_pages,
    passing_pages,
    quality_pages,
    review_pages,
    source_pages,
)
from handrail.web.console.error_pages import HANDLERS
from handrail.web.console.figures import Figures
from handrail.web.console.guard import PREFIX
from handrail.web.console.log_check import LogCheck
from handrail.web.console.opened import Opened
from handrail.web.console.parts import ConsoleParts, Endpoint, Work, for_staff
from handrail.web.console.pulse import Pulse
from handrail.web.own_files import served

_FILES = ("console.css", "console.js", "icon.svg")
_CONVERSATION, _ACTION = "/conversations/{conversation}", "/actions/{action}"
_FINDING = "/findings/{finding}"


@dataclass(frozen=True, slots=True)
class Door:
    """Hold one page: where it is, what it takes, and who may open it."""

    path: str
    work: Work
    least: Role = Role.AGENT
    method: str = "GET"


DOORS = (
    Door("/inbox", inbox_pages.show_inbox),
    Door("/live", inbox_pages.show_live),
    Door(_CONVERSATION, conversation_pages.show_conversation),
    Door(f"{_CONVERSATION}/take", conversation_pages.take, method="POST"),
    Door(f"{_CONVERSATION}/say", conversation_pages.say, method="POST"),
    Door(f"{_CONVERSATION}/suggest", conversation_pages.suggest, method="POST"),
    Door(f"{_CONVERSATION}/return", conversation_pages.give_back, method="POST"),
    Door(f"{_CONVERSATION}/close", conversation_pages.close, method="POST"),
    Door(f"{_CONVERSATION}/pass", passing_pages.take_pass, method="POST"),
    Door(f"{_CONVERSATION}/note", passing_pages.take_note, method="POST"),
    Door("/away", passing_pages.take_away, method="POST"),
    Door("/actions", action_pages.show_actions),
    Door("/actions/switch", action_pages.switch, method="POST"),
    Door(_ACTION, action_pages.show_action),
    Door(f"{_ACTION}/approve", action_pages.approve, method="POST"),
    Door(f"{_ACTION}/decline", action_pages.decline, method="POST"),
    Door(f"{_ACTION}/settle", action_pages.settle, method="POST"),
    Door("/knowledge", knowledge_pages.show_knowledge),
    Door("/knowledge/article", knowledge_pages.show_one_article),
    Door("/knowledge/search", knowledge_pages.try_search),
    Door("/knowledge/history", history_pages.show_history),
    Door("/knowledge/roll-back", history_pages.ask_to_roll_back, history_pages.LEAST),
    Door("/knowledge/roll-back/now", history_pages.take_roll_back, history_pages.LEAST, "POST"),
    Door("/knowledge/let-go", history_pages.take_let_go, history_pages.LEAST, "POST"),
    Door("/knowledge/sources", source_pages.show_sources),
    Door("/knowledge/sources/allow-deletion", source_pages.allow, Role.LEAD, "POST"),
    Door("/findings", finding_pages.show_findings),
    Door("/findings/check", finding_pages.check_now, Role.LEAD, "POST"),
    Door(_FINDING, finding_pages.show_finding),
    Door(f"{_FINDING}/accept", finding_pages.accept, method="POST"),
    Door(f"{_FINDING}/intend", finding_pages.intend, method="POST"),
    Door(f"{_FINDING}/assign", finding_pages.assign, method="POST"),
    Door(f"{_FINDING}/reopen", finding_pages.reopen, method="POST"),
    Door("/gaps", gap_pages.show_gaps),
    Door("/gaps/find", gap_pages.find_now, Role.LEAD, "POST"),
    Door("/gaps/{gap}", gap_pages.show_gap),
    Door("/gaps/{gap}/draft", gap_pages.draft, method="POST"),
    Door("/drafts/{draft}", gap_pages.show_draft),
    Door("/drafts/{draft}/approve", gap_pages.approve, Role.LEAD, "POST"),
    Door("/drafts/{draft}/decline", gap_pages.decline, Role.LEAD, "POST"),
    Door("/quality", quality_pages.show_quality, quality_pages.LEAST),
    Door("/quality/slice", quality_pages.show_place, quality_pages.LEAST),
    Door("/quality/tried", quality_pages.show_tried, quality_pages.LEAST),
    Door("/quality/alerts/{alert}", quality_pages.show_alert, quality_pages.LEAST),
    Door("/quality/alerts/{alert}/close", quality_pages.close, quality_pages.LEAST, "POST"),
    Door("/review", review_pages.show_reviews, review_pages.LEAST),
    Door("/review/{record}", review_pages.show_turn, review_pages.LEAST),
    Door("/review/{record}/verdict", review_pages.give_verdict, review_pages.LEAST, "POST"),
    Door("/audit", audit_pages.show_audit, Role.LEAD),
    Door("/audit/verify", audit_pages.show_verdict, Role.LEAD),
    Door("/audit/verify", audit_pages.verify_now, Role.LEAD, "POST"),
    Door("/staff", admin_pages.show_staff, Role.ADMIN),
    Door("/staff/end-logins", admin_pages.end_logins, Role.ADMIN, "POST"),
    Door("/staff/name", admin_pages.name_staff, Role.ADMIN, "POST"),
    Door("/staff/remove", admin_pages.remove, Role.ADMIN, "POST"),
    Door("/settings", admin_pages.show_settings, Role.ADMIN),
    Door("/account", login_pages.show_account),
    Door("/account/password", login_pages.take_password, method="POST"),
)
"""Pages for those who are logged in."""

OPEN_DOORS: tuple[tuple[str, Endpoint, str], ...] = (
    ("/login", login_pages.show_login, "GET"),
    ("/login", login_pages.take_login, "POST"),
    ("/login/elsewhere", login_pages.begin_elsewhere, "GET"),
    ("/login/callback", login_pages.finish_elsewhere, "GET"),
    ("/logout", login_pages.leave, "POST"),
    ("/theme", login_pages.choose_theme, "POST"),
)
"""Pages that open without a login."""


def console_parts(
    app: App, on_news: Callable[[ConversationId], None], *, tick: float
) -> ConsoleParts:
    """Return what the pages share."""
    work = Admission("console", threads=6, waiting=128)
    return ConsoleParts(
        app=app,
        work=work,
        doors=Admission("door", threads=2, waiting=32),
        pulse=Pulse(work, tick=tick),
        figures=Figures(work, app.clock),
        opened=Opened(),
        log_check=LogCheck(work, app.clock),
        on_news=on_news,
    )


def console_routes(parts: ConsoleParts) -> tuple[BaseRoute, ...]:
    """Return the routes of the console, to be put into the application."""
    inner = Starlette(routes=_inner(), exception_handlers=HANDLERS)
    inner.state.parts = parts
    return (Route(PREFIX, _to_inbox), Mount(PREFIX, app=inner))


def _inner() -> list[BaseRoute]:
    routes: list[BaseRoute] = [Route("/", _to_inbox)]
    routes += [Route(path, open_, methods=[method]) for path, open_, method in OPEN_DOORS]
    routes += [
        Route(door.path, for_staff(door.work, door.least), methods=[door.method]) for door in DOORS
    ]
    folder = files("handrail.web.console") / "static"
    routes += [
        Route(f"/static/{name}", served((folder / name).read_bytes(), name.rpartition(".")[2], {}))
        for name in _FILES
    ]
    return routes


async def _to_inbox(_request: Request) -> Response:
    return RedirectResponse(f"{PREFIX}/inbox", status_code=303)
