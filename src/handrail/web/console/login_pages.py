"""The door: log in with a password or at the company's provider, and log out."""

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handrail.flow.log_in import (
    Attempt,
    LoggedIn,
    log_in,
    log_out,
    require_strong,
    set_password,
)
from handrail.flow.single_sign_on import Returned, SignOnPorts, begin_sign_on, finish_sign_on
from handrail.kernel.errors import BadInput, Busy, HandrailError, NotAuthenticated, NotFound
from handrail.web.console.cookies import SESSION, SIGN_ON, THEME, Cookies, cookies_of
from handrail.web.console.forms import form_of
from handrail.web.console.parts import (
    THEMES,
    ConsoleParts,
    Visit,
    frame,
    own_page,
    parts_of,
    session_in,
)
from handrail.web.console.rendering import rendered

_SIGN_ON_SECONDS = 600
_THEME_SECONDS = 365 * 24 * 3600
_TOO_MANY = 429


async def show_login(request: Request) -> Response:
    """Show the form, or the inbox to whom is logged in already."""
    parts, cookies = parts_of(request), cookies_of(request.scope)
    wanted = own_page(request.query_params.get("next", ""))
    try:
        await parts.work.run(session_in(cookies, parts))
    except NotAuthenticated:
        return _form(request, cookies, wanted)
    return RedirectResponse(wanted, status_code=303)


async def take_login(request: Request) -> Response:
    """Let somebody in, or say in the same words whatever is wrong that it is."""
    parts, cookies, form = parts_of(request), cookies_of(request.scope), await form_of(request)
    attempt = Attempt(
        name=form.text("name").strip().lower(),
        password=form.text("password"),
        address=_address(request),
    )
    wanted = own_page(form.text("next"))
    begin = partial(log_in, attempt, parts.app.console.logins, before=cookies.get(SESSION))
    try:
        came = await parts.doors.run(begin)
    except NotAuthenticated as error:
        return _form(request, cookies, wanted, error, name=attempt.name, status=401)
    except Busy as error:
        return _form(request, cookies, wanted, error, name=attempt.name, status=_TOO_MANY)
    return _let_in(came, wanted, cookies)


async def begin_elsewhere(request: Request) -> Response:
    """Send the browser to the company's provider; nothing of ours changes by that."""
    parts, cookies = parts_of(request), cookies_of(request.scope)
    ports = _sign_on(parts)
    secret, address = await parts.doors.run(partial(begin_sign_on, _back_to(request), ports))
    response = RedirectResponse(address, status_code=303)
    cookies.put(response, SIGN_ON, secret, seconds=_SIGN_ON_SECONDS)
    return response


async def finish_elsewhere(request: Request) -> Response:
    """Let somebody in for whom the provider vouches: the one way in by GET, bound to a cookie."""
    parts, cookies, asked = parts_of(request), cookies_of(request.scope), request.query_params
    ports = _sign_on(parts)
    returned = Returned(
        code=asked.get("code"),
        state=asked.get("state"),
        issuer=asked.get("iss"),
        error=asked.get("error"),
    )
    finish = partial(
        finish_sign_on,
        cookies.get(SIGN_ON),
        returned,
        _back_to(request),
        ports,
        before=cookies.get(SESSION),
    )
    try:
        came = await parts.doors.run(finish)
    except HandrailError as error:
        response = _form(request, cookies, own_page(""), error, status=401)
    else:
        response = _let_in(came, own_page(""), cookies)
    cookies.drop(response, SIGN_ON)
    return response


async def leave(request: Request) -> Response:
    """End the session at once."""
    parts, cookies = parts_of(request), cookies_of(request.scope)
    held = cookies.get(SESSION)
    if held:
        await parts.work.run(partial(log_out, held, parts.app.console.logins))
    response = RedirectResponse("/console/login", status_code=303)
    cookies.drop(response, SESSION)
    return response


async def choose_theme(request: Request) -> Response:
    """Keep which colours somebody likes, in their browser alone."""
    cookies, form = cookies_of(request.scope), await form_of(request)
    theme = form.text("theme")
    response = RedirectResponse(own_page(form.text("next")), status_code=303)
    if theme in THEMES:
        cookies.put(response, THEME, theme, seconds=_THEME_SECONDS)
    return response


async def show_account(visit: Visit) -> Response:
    """Show who one is here, and let them change their password."""
    return visit.page("account.html", {"fault": None, "session": visit.session})


async def take_password(visit: Visit) -> Response:
    """Change one's own password; whoever does so shows the old one first."""
    form = await form_of(visit.request)
    name = str(visit.staff.staff)
    fresh = form.text("fresh")
    attempt = Attempt(
        name=name,
        password=form.text("held"),
        address=_address(visit.request),
    )
    try:
        _require_same(fresh, form.text("again"))
        require_strong(name, fresh)
        came = await visit.parts.doors.run(partial(_changed, attempt, fresh, visit))
    except (BadInput, Busy) as error:
        return visit.page(
            "account.html", {"fault": str(error), "session": visit.session}, status=422
        )
    response = visit.back_to("/console/account", "password")
    visit.cookies.put(response, SESSION, came.cookie)
    return response


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _sign_on(parts: ConsoleParts) -> SignOnPorts:
    ports = parts.app.console.sign_on
    if ports is None:
        raise NotFound("Single sign-on is not set up here.", hint="Log in with your password.")
    return ports


def _require_same(fresh: str, again: str) -> None:
    if fresh != again:
        raise BadInput("The two new passwords are not the same.", hint="Type them again.")


def _changed(attempt: Attempt, fresh: str, visit: Visit) -> LoggedIn:
    logins = visit.app.console.logins
    log_in(attempt, logins)  # ends with all other sessions of theirs when the password is set
    set_password(attempt.name, fresh, logins, actor=f"staff:{attempt.name}")
    again = Attempt(name=attempt.name, password=fresh, address=attempt.address)
    return log_in(again, logins)


def _let_in(came: LoggedIn, wanted: str, cookies: Cookies) -> Response:
    response = RedirectResponse(wanted, status_code=303)
    cookies.put(response, SESSION, came.cookie)
    return response


def _form(
    request: Request,
    cookies: Cookies,
    wanted: str,
    fault: HandrailError | None = None,
    *,
    name: str = "",
    status: int = 200,
) -> Response:
    parts = parts_of(request)
    said = parts.app.settings.console.oidc
    values = frame(request, cookies, parts) | {
        "wanted": wanted,
        "fault": None if fault is None else str(fault),
        "name": name,
        "elsewhere": None if said is None else said.label,
    }
    return rendered("login.html", values, status=status)


def _back_to(request: Request) -> str:
    said = parts_of(request).app.settings.console.address
    base = said or f"{request.url.scheme}://{request.headers.get('host', '')}"
    return f"{base}/console/login/callback"
