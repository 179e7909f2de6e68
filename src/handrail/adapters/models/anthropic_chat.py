"""Models of Anthropic."""

from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

from handrail.adapters.models.endpoint import Endpoint


def open_anthropic(model: str, endpoint: Endpoint) -> Model:
    """Return a model of Anthropic, or of a transparent proxy to it."""
    provider = AnthropicProvider(api_key=endpoint.api_key, base_url=endpoint.base_url)
    return AnthropicModel(model, provider=provider)
