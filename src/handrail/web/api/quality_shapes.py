"""What replies about quality look like."""

from pydantic import BaseModel, Field


class IntervalBody(BaseModel):
    """Hold a value with the interval that it lies in."""

    value: float
    low: float
    high: float


class FigureBody(IntervalBody):
    """Hold a share or a mean with its 95 % interval and the number of cases behind it."""

    n: int = Field(description="Cases; 0: nothing is known, whatever the value says.")


class BaselineBody(BaseModel):
    """Hold what people achieve in the conversations that they handle."""

    resolved: FigureBody
    recontact: FigureBody
    unknown: FigureBody


class RateBody(FigureBody):
    """Hold a rate with all that it must not be read without."""

    rate: str = Field(description="`deflection` or `resolution`.")
    slice: str
    of: str = Field(description="The slice's value; empty for all.")
    quality: FigureBody
    recontact: FigureBody
    unknown: FigureBody
    baseline: BaselineBody


class Rates(BaseModel):
    """Hold both rates of each value of a slice, that with the most conversations first."""

    since: str
    until: str
    simulated: bool = Field(description="Whether they are of simulated conversations.")
    rates: list[RateBody]
