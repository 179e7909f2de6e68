"""Models of Google."""

from pydantic_ai.models import Model
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from handrail.adapters.models.endpoint import Endpoint


def open_google(model: str, endpoint: Endpoint) -> Model:
    """Return a model of Google, or of a transparent proxy to it."""
    provider = GoogleProvider(api_key=endpoint.api_key or "", base_url=endpoint.base_url)
    return GoogleModel(model, provider=provider)
