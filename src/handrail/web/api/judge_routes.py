"""The route of judges: how far automatic scores agree with people, and what they say, corrected."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from handrail.domain.quality.standing_json import standing_as_json
from handrail.flow.trust_judges import standings
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors
from handrail.web.api.quality_shapes import FigureBody

routes = APIRouter(prefix="/api/v1")


class JudgeBody(BaseModel):
    """Hold how a judge stands on one score."""

    judge: str
    score: str
    trusted: bool
    greyed: list[str] = Field(description="Why it is not to be believed; empty where it is.")
    judged: int
    verdicts: int = Field(description="Of people, on answers that chance drew for review.")
    last_verdict: str | None
    agreement: FigureBody
    kappa: FigureBody
    good_found: FigureBody
    bad_found: FigureBody
    corrected: FigureBody = Field(description="Share of good answers, corrected by people's.")
    uncorrected: FigureBody = Field(description="The judge's own share: not to be shown alone.")


class Judges(BaseModel):
    """Hold every judge and score."""

    judges: list[JudgeBody]


@routes.get("/staff/quality/judges", response_model=Judges, responses=errors(401, 404, 503))
async def read_judges(parts: PartsHere, _staff: StaffHere) -> Response:
    """Tell how far each judge agrees with people, and its share of good answers, corrected."""
    found = await parts.readers.run(lambda: standings(parts.judges()))
    return JSONResponse({"judges": [standing_as_json(one) for one in found]}, headers=UNSTORED)
