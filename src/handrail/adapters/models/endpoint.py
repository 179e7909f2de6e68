"""Which model is meant by a spelling such as `openai:gpt-5-mini`, and where is it reached?"""

from dataclasses import dataclass, field
from importlib.util import find_spec

from handrail.kernel.errors import BadSettings
from handrail.model_settings import ModelSettings

_EMBEDDINGS = {"openai": "https://api.openai.com/v1", "ollama": "http://127.0.0.1:11434/v1"}
_NEED_A_KEY = frozenset(("openai", "anthropic", "google"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Hold where a provider is reached, and the key that opens it."""

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    mask_personal_data: bool = True


def kind_of(spelled: str) -> str:
    """Return the provider of a model."""
    return spelled.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingServer:
    """Hold where an embedder is reached, and as what."""

    spelled: str
    """As in the settings, for example `compatible:bge-m3`."""
    base_url: str
    api_key: str | None = field(default=None, repr=False)

    @property
    def model(self) -> str:
        """Return the model's name at the server."""
        return self.spelled.partition(":")[2]


def embedding_server(settings: ModelSettings) -> EmbeddingServer:
    """Return where the embedder is reached that the settings name; raises BadSettings."""
    endpoint = endpoint_of(settings.embedder, settings)
    base_url = endpoint.base_url or _EMBEDDINGS[kind_of(settings.embedder)]
    return EmbeddingServer(spelled=settings.embedder, base_url=base_url, api_key=endpoint.api_key)


def endpoint_of(spelled: str, settings: ModelSettings) -> Endpoint:
    """Return where a model is reached; raises BadSettings where that is not said."""
    kind = kind_of(spelled)
    own = next((held for name, held in settings.endpoints.items() if name == kind), None)
    if own is None and len(settings.kinds) > 1:
        raise BadSettings(
            f"Models of {' and '.join(settings.kinds)} are configured, and {kind} has no endpoint.",
            hint=f"Give each its own key: [models.endpoints.{kind}].",
        )
    held = settings if own is None else own
    where = "models" if own is None else f"models.endpoints.{kind}"
    if kind == "compatible" and held.base_url is None:
        raise BadSettings(
            f"Model {spelled!r} has no address.", hint=f"Set base_url under [{where}]."
        )
    if kind in _NEED_A_KEY and held.api_key is None:
        variable = f"HANDRAIL_{where.upper().replace('.', '__')}__API_KEY"
        raise BadSettings(f"Model {spelled!r} needs a key.", hint=f"Set {variable}.")
    return Endpoint(
        base_url=held.base_url,
        api_key=None if held.api_key is None else held.api_key.get_secret_value(),
        mask_personal_data=held.mask_personal_data,
    )


def require_packages() -> None:
    """Raise BadSettings where the packages for language models are not installed."""
    if find_spec("pydantic_ai") is None:
        raise packages_missing()


def packages_missing() -> BadSettings:
    """Return the error that says what to install."""
    return BadSettings(
        "A language model is configured, and the packages for it are not installed.",
        hint="Run `pip install 'handrail[models]'`.",
    )
