"""The routes of quality: rates that cannot be read without how good they are."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from handrail.domain.quality.judged import Slice
from handrail.flow.tell_rates import AskedRates, rates_for_staff
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.quality_shapes import Rates

routes = APIRouter(prefix="/api/v1")


@routes.get("/staff/quality/rates", response_model=Rates, responses=errors(401, 403, 404, 422, 503))
async def read_rates(
    parts: PartsHere,
    staff: StaffHere,
    since: Annotated[date | None, Query(description="First day; 28 days before the last.")] = None,
    until: Annotated[date | None, Query(description="Last day; today.")] = None,
    by: Annotated[Slice, Query(description="What they are told apart by.")] = Slice.ALL,
    simulated: Annotated[bool, Query(description="Of simulated conversations alone.")] = False,  # noqa: FBT002 - a flag
) -> Response:
    """Tell deflection and resolution, each with its quality. Takes a lead."""
    asked = AskedRates(since=since, until=until, by=by, is_simulated=simulated)
    told = await parts.readers.run(lambda: rates_for_staff(asked, staff, parts.rates()))
    return JSONResponse(told.as_json(), headers=UNSTORED)
