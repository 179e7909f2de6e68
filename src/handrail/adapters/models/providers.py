"""Load a provider's library when one of its models is named, and not before.

Each takes a second to load; importing them by name is what keeps a project with one provider from
paying for three.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from pydantic_ai.models import Model

from handrail.adapters.models.endpoint import Endpoint, packages_missing

_OPENERS = {
    "openai": ("openai_chat", "open_openai"),
    "ollama": ("openai_chat", "open_ollama"),
    "compatible": ("openai_chat", "open_compatible"),
    "anthropic": ("anthropic_chat", "open_anthropic"),
    "google": ("google_chat", "open_google"),
}


def provider_of(kind: str) -> Callable[[str, Endpoint], Model]:
    """Return what opens the models of a provider; raises BadSettings without its library."""
    module, opener = _OPENERS[kind]
    try:
        loaded = import_module(f"handrail.adapters.models.{module}")
    except ImportError as error:
        raise packages_missing() from error
    return cast(Callable[[str, Endpoint], Model], getattr(loaded, opener))
