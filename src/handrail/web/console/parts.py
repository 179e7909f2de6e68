"""What every page has: who visits it, what it may read, and how it is put together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from handrail.app import App
from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.flow.log_in import session_of_cookie
from handrail.flow.login_ports import LoginSession
from handrail.kernel.errors import Forbidden, NotAuthenticated
from handrail.web.api.admission import Admission
from handrail.web.console.cookies import SAID, SESSION, THEME, Cookies, cookies_of
from handrail.web.console.figures import Figures
from handrail.web.console.log_check import LogCheck
from handrail.web.console.opened import Opened
from handrail.web.console.pulse import Pulse
from handrail.web.console.rendering import rendered
from handrail.web.console.wording import SAID_AFTER

_T = TypeVar("_T")
THEMES = ("auto", "light", "dark")
ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleParts:
    """Hold what the pages share: one of each for every server."""

    app: App
    work: Admission
    doors: Admission
    """Hashing passwords takes memory: few are hashed at once."""
    pulse: Pulse
    figures: Figures
    opened: Opened
    log_check: LogCheck
    on_news: Callable[[ConversationId], None]

    def close(self) -> None:
        """Take no more work, and end what is open."""
        self.pulse.close()
        self.work.close()
        self.doors.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Hold one request of somebody who is logged in."""

    request: Request
    parts: ConsoleParts
    cookies: Cookies
    session: LoginSession

    @property
    def app(self) -> App:
        """Return the project."""
        return self.parts.app

    @property
    def staff(self) -> StaffSession:
        """Return who visits."""
        return self.session.staff

    @property
    def is_live(self) -> bool:
        """Tell whether an open page asks by itself."""
        return _is_live(self.request)

    async def run(self, work: Callable[[], _T]) -> _T:
        """Do what may block; raises Busy where too much is asked at once."""
        return await self.parts.work.run(work)

    def page(self, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
        """Return a page, with what was said after the last step, once."""
        said = None if _is_live(self.request) else self.cookies.get(SAID)
        base = frame(self.request, self.cookies, self.parts) | {
            "me": self.staff,
            "said": SAID_AFTER.get(said or ""),
        }
        response = rendered(template, base | dict(values), status=status)
        if said is not None:
            self.cookies.drop(response, SAID)
        return response

    def back_to(self, path: str, said: str | None = None) -> Response:
        """Send the browser to a page after something was done."""
        response = RedirectResponse(path, status_code=303)
        if said is not None:
            self.cookies.put(response, SAID, said, seconds=60)
        return response


def frame(request: Request, cookies: Cookies, parts: ConsoleParts) -> dict[str, Any]:
    """Return what every page shows around its own part."""
    theme = cookies.get(THEME)
    return {
        "path": request.url.path,
        "query": request.query_params,
        "theme": theme if theme in THEMES else "auto",
        "title": parts.app.settings.serve.title,
        "now": parts.app.clock.now(),
        "me": None,
        "said": None,
        "mark": "",
    }


Work = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def for_staff(work: Work, least: Role = Role.AGENT) -> Endpoint:
    """Return an endpoint for those who are logged in and have at least this role."""

    async def endpoint(request: Request) -> Response:
        parts = parts_of(request)
        cookies = cookies_of(request.scope)
        is_used = not _is_live(request)
        try:
            session = await parts.work.run(session_in(cookies, parts, is_used=is_used))
        except NotAuthenticated:
            if not is_used:
                raise
            return _to_login(request)
        if ROLES.index(session.staff.role) < ROLES.index(least):
            raise Forbidden(f"This page is for the role {least.value}.", hint="Ask an admin.")
        return await work(Visit(request=request, parts=parts, cookies=cookies, session=session))

    return endpoint


async def session_here(scope: Scope, parts: ConsoleParts) -> LoginSession | None:
    """Return the session of a request's cookie, or None: other routes let the staff in by it, too.

    The guard stands before them, so no other page can make a browser ask in somebody's name.
    """
    cookies = cookies_of(scope)
    if cookies.get(SESSION) is None:
        return None
    try:
        return await parts.work.run(session_in(cookies, parts))
    except NotAuthenticated:
        return None


def session_in(
    cookies: Cookies, parts: ConsoleParts, *, is_used: bool = True
) -> Callable[[], LoginSession]:
    """Return the work that finds whose session it is; it raises NotAuthenticated for nobody's."""
    cookie = cookies.get(SESSION)
    return lambda: session_of_cookie(cookie, parts.app.console.logins, is_used=is_used)


def parts_of(request: Request) -> ConsoleParts:
    """Return what the pages share."""
    parts = request.app.state.parts
    assert isinstance(parts, ConsoleParts)
    return parts


def _is_live(request: Request) -> bool:
    """Tell whether an open page asks by itself: nobody reads then what is said only once."""
    return "handrail-live" in request.headers


def _to_login(request: Request) -> Response:
    """Send the browser to the login page, and back afterwards where it only looked."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = f"?next={quote(wanted, safe='')}" if request.method == "GET" else ""
    return RedirectResponse(f"/console/login{query}", status_code=303)


def own_page(wanted: str) -> str:
    """Return the page of ours that was wanted, or the inbox: no login sends anybody elsewhere."""
    is_own = wanted.startswith("/console/") and wanted.isprintable()
    return wanted if is_own and "\\" not in wanted and "//" not in wanted else "/console/inbox"
