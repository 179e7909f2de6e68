"""The settings of quality: how long a customer may take to come back."""

from typing import Annotated

from pydantic import Field, SecretStr

from handrail.model_settings import Section


class QualitySettings(Section):
    """Say how it is judged how well it went."""

    recontact_days: Annotated[int, Field(ge=1, le=90)] = 7
    """Days in which a customer who asks about the same thing again has come back."""
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    """What Prometheus must show as `Authorization: Bearer …` at `/metrics`; nothing is told there
    without. At least 16 characters."""
