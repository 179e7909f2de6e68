"""Models that speak OpenAI's chat format: OpenAI itself, Ollama, and any compatible server."""

from pydantic_ai.models import Model
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from handrail.adapters.models.endpoint import Endpoint

_OLLAMA = "http://127.0.0.1:11434/v1"
_NO_KEY = "none"  # servers without keys ignore it, and the library insists on one


def open_openai(model: str, endpoint: Endpoint) -> Model:
    """Return a model of OpenAI, or of a transparent proxy to it."""
    provider = OpenAIProvider(api_key=endpoint.api_key, base_url=endpoint.base_url)
    return OpenAIChatModel(model, provider=provider)


def open_ollama(model: str, endpoint: Endpoint) -> Model:
    """Return a model of an Ollama server."""
    base_url = endpoint.base_url or _OLLAMA
    provider = OllamaProvider(api_key=endpoint.api_key or _NO_KEY, base_url=base_url)
    return OllamaModel(model, provider=provider)


def open_compatible(model: str, endpoint: Endpoint) -> Model:
    """Return a model of any server that speaks the same format."""
    provider = OpenAICompatibleProvider(
        "compatible", base_url=endpoint.base_url or "", api_key=endpoint.api_key or _NO_KEY
    )
    return OpenAIChatModel(model, provider=provider)
