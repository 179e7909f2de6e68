"""What requests and replies about watching look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.flow.close_alert import LONGEST_NOTE
from handrail.web.api.quality_shapes import FigureBody, IntervalBody
from handrail.web.api.shapes import Request

Note = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]


class ShiftBody(BaseModel):
    """Say how the last week differs from the weeks before it."""

    measure: str
    slice: str
    of: str
    before: FigureBody
    now: FigureBody
    chance: float = Field(description="How likely so much worse a week is by chance alone.")
    since: str = Field(description="The day it most likely began.")
    excess: float = Field(description="Cases that fared worse than usual.")


class ComparedBody(BaseModel):
    """Say how a slice fares beside the rest."""

    measure: str
    slice: str
    of: str
    here: FigureBody
    rest: FigureBody
    apart: IntervalBody = Field(
        description="Here less the rest, corrected for all comparisons; wholly above 0: worse."
    )
    excess: float
    is_worse: bool


class AlertBody(BaseModel):
    """Hold a measure that got worse, with every place where it did."""

    id: str
    measure: str
    at: str
    simulated: bool
    shifts: list[ShiftBody]
    closed_at: str | None
    closed_by: str | None
    note: str


class Changed(BaseModel):
    """Hold what the last look found, and the alerts of the last weeks."""

    looked_at: str | None
    simulated: bool
    series: int
    worse: list[ShiftBody]
    better: list[ShiftBody]
    compared: int
    slices: list[ComparedBody]
    alerts: list[AlertBody]


class AlertNote(Request):
    """Say what an alert was."""

    note: Note


class Table(BaseModel):
    """Hold rows; their columns depend on what was asked for."""

    rows: list[dict[str, object]]
