"""History of articles: what was served when, who changed it, and bringing it back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from handrail.domain.actions.model import Role
from handrail.domain.knowledge.history import Pin, Step
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.decide_approval import actor_of
from handrail.flow.look_back import Changed, difference_to
from handrail.flow.ports import untold
from handrail.flow.roll_back import RollBackPorts, lift_pin, roll_back
from handrail.kernel.errors import BadInput, Conflict
from handrail.web.console.forms import form_of
from handrail.web.console.parts import Visit

_SHOWN = 100
LEAST = Role.LEAD
"""Who may bring an earlier version back: it changes what every customer is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Hold what the page shows: one article's steps, or the newest of all."""

    article: ArticleId | None
    title: str
    steps: tuple[Step, ...]
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold what is to be brought back, and what that changes."""

    article: ArticleId
    to: datetime
    change: Changed | None
    """None: nothing would change."""


async def show_history(visit: Visit) -> Response:
    """Show the steps of one article, or what changed lately in all of them."""
    ref = visit.request.query_params.get("id")
    article = None if ref is None else ArticleId(ref)
    history = await visit.run(partial(_history, article, visit))
    return visit.page("history.html", {"history": history, "may_change": _may_change(visit)})


async def ask_to_roll_back(visit: Visit) -> Response:
    """Show what bringing a version back would change, and ask whether to."""
    query = visit.request.query_params
    article, to = ArticleId(query.get("id", "")), _moment(query.get("to", ""))
    asked = await visit.run(partial(_asked, article, to, visit))
    return visit.page("roll_back.html", {"asked": asked})


async def take_roll_back(visit: Visit) -> Response:
    """Serve again what was served at that moment; the source does not overrule it."""
    form = await form_of(visit.request)
    article, to = ArticleId(form.text("id", most=500)), _moment(form.text("to", most=40))
    seen = form.text("seen", most=200)
    await visit.run(partial(_roll_back, article, to, seen, visit))
    return visit.back_to(_path(article), "brought-back")


async def take_let_go(visit: Visit) -> Response:
    """Let the next sync take what the source holds."""
    article = ArticleId((await form_of(visit.request)).text("id", most=500))
    await visit.run(lambda: lift_pin(article, actor_of(visit.staff), _ports(visit)))
    return visit.back_to(_path(article), "let-go")


def _history(article: ArticleId | None, visit: Visit) -> History:
    with visit.app.store.read() as reading:
        steps = reading.steps(article=article, limit=_SHOWN)
        pins = reading.pins()
    named = next((step.title for step in steps if step.title), "")
    shown = pins.values() if article is None else (pins[ref] for ref in (article,) if ref in pins)
    return History(article=article, title=named or article or "", steps=steps, pins=tuple(shown))


def _asked(article: ArticleId, to: datetime, visit: Visit) -> Asked:
    return Asked(article=article, to=to, change=difference_to(article, to, visit.app.store))


def _roll_back(article: ArticleId, to: datetime, seen: str, visit: Visit) -> None:
    with visit.app.store.read() as reading:
        served = reading.live_versions().get(article, "")
    if served != seen:
        raise Conflict("This article has changed meanwhile.", hint="Look at it again.")
    roll_back((article,), to, actor_of(visit.staff), _ports(visit), untold)


def _ports(visit: Visit) -> RollBackPorts:
    app = visit.app
    return RollBackPorts(store=app.store, builder=app.index, clock=app.clock)


def _may_change(visit: Visit) -> bool:
    return visit.staff.role in (Role.LEAD, Role.ADMIN)


def _path(article: ArticleId) -> str:
    return f"/console/knowledge/history?id={quote(article, safe='')}"


def _moment(spelled: str) -> datetime:
    try:
        moment = datetime.fromisoformat(spelled)
    except ValueError as error:
        raise BadInput("This form is not complete.", hint="Load the page again.") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
