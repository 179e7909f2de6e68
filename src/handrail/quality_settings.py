"""The settings of quality: how long a customer may take to come back, who judges answers."""

from typing import Annotated

from pydantic import Field, SecretStr

from handrail.model_settings import ModelName, Section


class QualitySettings(Section):
    """Say how it is judged how well it went."""

    recontact_days: Annotated[int, Field(ge=1, le=90)] = 7
    """Days in which a customer who asks about the same thing again has come back."""
    judge: ModelName | None = None
    """Model that judges answers after they were given, beside the local one; costs a call each."""
    drawn_share: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Share of the answers that chance draws for review: what all measuring rests on."""
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    """What Prometheus must show as `Authorization: Bearer …` at `/metrics`; nothing is told there
    without. At least 16 characters."""
