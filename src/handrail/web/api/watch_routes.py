"""The routes of watching: what changed, alerts, figures to take out, and metrics."""

import hmac
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from handrail.domain.quality.alert import AlertId
from handrail.domain.quality.judged import Slice
from handrail.flow.close_alert import close_alert
from handrail.flow.export_quality import AskedExport, Exports, export_quality
from handrail.flow.see_quality import require_lead, see_alert, see_changes
from handrail.kernel.errors import NotAuthenticated, NotFound
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.watch_shapes import AlertBody, AlertNote, Changed, Table

AlertRef = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
Simulated = Annotated[bool, Query(description="Of simulated conversations alone.")]
_LOOKS = errors(401, 403, 404, 422, 503)
_MOVES = errors(401, 403, 404, 409, 422, 503)

routes = APIRouter(prefix="/api/v1")
metrics_routes = APIRouter()


@routes.get("/staff/quality/changes", response_model=Changed, responses=_LOOKS)
async def read_changes(
    parts: PartsHere,
    staff: StaffHere,
    simulated: Simulated = False,  # noqa: FBT002 - a flag
) -> Response:
    """Tell what changed, who fares worse than the rest, and the alerts. Takes a lead."""
    seen = await parts.readers.run(
        lambda: see_changes(staff, parts.watching(), is_simulated=simulated)
    )
    return JSONResponse(seen.as_json(), headers=UNSTORED)


@routes.get("/staff/quality/alerts/{alert}", response_model=AlertBody, responses=_LOOKS)
async def read_alert(parts: PartsHere, staff: StaffHere, alert: AlertRef) -> Response:
    """Show an alert with every place where its measure got worse. Takes a lead."""
    held = await parts.readers.run(lambda: see_alert(AlertId(alert), staff, parts.watching()))
    return JSONResponse(held.as_json(), headers=UNSTORED)


@routes.post("/staff/quality/alerts/{alert}/close", response_model=AlertBody, responses=_MOVES)
async def close(parts: PartsHere, staff: StaffHere, alert: AlertRef, said: AlertNote) -> Response:
    """Close an alert with what was found. Takes a lead."""
    ref = AlertId(alert)
    done = await parts.turns.run(lambda: close_alert(ref, said.note, staff, parts.watching()))
    return JSONResponse(done.as_json(), headers=UNSTORED)


@routes.get("/staff/quality/export", response_model=Table, responses=_LOOKS)
async def export(  # noqa: PLR0913 - one parameter per query
    parts: PartsHere,
    staff: StaffHere,
    what: Annotated[Exports, Query(description="Figures by day, or rates.")] = Exports.FIGURES,
    by: Annotated[Slice | None, Query(description="Only this slice.")] = None,
    since: Annotated[date | None, Query(description="First day; 28 days before the last.")] = None,
    until: Annotated[date | None, Query(description="Last day; today.")] = None,
    simulated: Simulated = False,  # noqa: FBT002 - a flag
    csv: Annotated[bool, Query(description="As CSV instead of JSON.")] = False,  # noqa: FBT002 - a flag
) -> Response:
    """Take figures out, day by day, or rates that are whole. Takes a lead."""
    require_lead(staff)
    asked = AskedExport(what=what, by=by, since=since, until=until, is_simulated=simulated)
    table = await parts.readers.run(lambda: export_quality(asked, parts.watching()))
    if csv:
        return Response(table.as_csv(), media_type="text/csv", headers=UNSTORED)
    return JSONResponse({"rows": table.as_json()}, headers=UNSTORED)


@metrics_routes.get("/metrics", include_in_schema=False)
async def metrics(parts: PartsHere, request: Request) -> Response:
    """Tell Prometheus how the last whole day went; only to whoever shows the token."""
    if parts.metrics is None:
        raise NotFound("There are no metrics here.", hint="Set quality.metrics_token.")
    shown, due = request.headers.get("authorization", ""), f"Bearer {parts.metrics.token}"
    if not hmac.compare_digest(shown.encode(), due.encode()):
        raise NotAuthenticated("This takes a token.", hint="Authorization: Bearer …")
    text = await parts.readers.run(parts.metrics.tell)
    return Response(text, headers={**UNSTORED, "Content-Type": parts.metrics.content_type})
