"""The settings of language models and embedders: who takes part, where, and for how much."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

Provider = Literal["openai", "anthropic", "google", "ollama", "compatible"]
_MODEL = re.compile(rf"({'|'.join(get_args(Provider))}):\S+")
_EMBEDDER = re.compile(r"bundled|(openai|ollama|compatible):\S+")


def _model(name: str) -> str:
    if not _MODEL.fullmatch(name):
        providers = ", ".join(get_args(Provider))
        raise ValueError(f"{name!r} names no model; write PROVIDER:NAME with one of {providers}")
    return name


def _writer(name: str) -> str:
    return name if name == "extractive" else _model(name)


def _embedder(name: str) -> str:
    if not _EMBEDDER.fullmatch(name):
        raise ValueError(f"{name!r} is none of bundled, openai:NAME, ollama:NAME, compatible:NAME")
    return name


ModelName = Annotated[str, AfterValidator(_model)]
WriterName = Annotated[str, AfterValidator(_writer)]
EmbedderName = Annotated[str, AfterValidator(_embedder)]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s@/]+(/[^\s@]*)?$")]
"""Without login: that would be a secret in the file."""


class Section(BaseModel):
    """Refuse unknown keys and changes after the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def named_twice(names: Sequence[str]) -> str | None:
    """Return the first name, by the alphabet, that stands there twice, or None."""
    return min((name for name in names if names.count(name) > 1), default=None)


class PriceSettings(Section):
    """Say what a model costs, so that spending is told in money and can be limited."""

    input_per_million: Annotated[float, Field(ge=0)]
    """Price of a million tokens that the model reads."""
    output_per_million: Annotated[float, Field(ge=0)]
    """Price of a million tokens that it writes."""


class EndpointSettings(Section):
    """Say where one provider is reached, where models of several are configured."""

    base_url: str | None = None
    """Address, for example `https://models.example/v1`; the provider's own where none is set."""
    api_key: SecretStr | None = None
    """Key; set it in the environment, not in the file."""
    mask_personal_data: bool = True
    """Replace personal data before this provider sees it."""


class ModelSettings(Section):
    """Say which language models take part, and what they may take. Without any, none is called."""

    writer: WriterName = "extractive"
    """Who drafts answers: `extractive` quotes the articles word for word; `openai:NAME`,
    `anthropic:NAME`, `google:NAME`, `ollama:NAME` or `compatible:NAME` (any server that speaks
    OpenAI's format) writes, and the articles are quoted where it cannot."""
    base_url: str | None = None
    """Address of the models' server; the provider's own where none is set."""
    api_key: SecretStr | None = None
    """Key of the models' provider; set it in the environment, not in the file."""
    mask_personal_data: bool = True
    """Replace personal data before a provider sees it, and put it back into what it says."""
    reader: ModelName | None = None
    """Model that reads messages: follow-ups, intent, mood, a wish for a person; none: rules do."""
    judge: ModelName | None = None
    """Model that looks at each claim after the check and may refuse it; costs a call a claim."""
    fallbacks: tuple[ModelName, ...] = ()
    """Models that write where the first cannot; after them the articles are quoted."""
    embedder: EmbedderName = "bundled"
    """Who turns text into vectors: `bundled`, or `openai:NAME`, `ollama:NAME` or `compatible:NAME`;
    changing it needs a new sync and a new calibration."""
    endpoints: Mapping[Provider, EndpointSettings] = Field(default_factory=dict)
    first_token_seconds: Annotated[float, Field(gt=0, le=60)] = 2.5
    """A model that has not begun by then is given up."""
    total_seconds: Annotated[float, Field(gt=0, le=60)] = 4.0
    """All models of a turn together may take as long."""
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    """A failed call is tried again so often, within that time."""
    max_output_tokens: Annotated[int, Field(ge=50, le=8_000)] = 600
    """Longest reply that a model may write."""
    tokens_per_conversation: Annotated[int, Field(ge=0)] = 60_000
    """Budget of one conversation; beyond it the articles are quoted."""
    tokens_per_customer_day: Annotated[int, Field(ge=0)] = 200_000
    """Budget of one customer for a day."""
    tokens_per_day: Annotated[int, Field(ge=0)] = 5_000_000
    """Budget of the whole project for a day, in UTC."""
    cost_per_day: Annotated[float, Field(ge=0)] | None = None
    """The same in the currency of the prices."""
    prices: Mapping[str, PriceSettings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_work_for_each(self) -> "ModelSettings":
        for name in ("fallbacks", "judge"):
            if self.writer == "extractive" and getattr(self, name):
                raise ValueError(f"{name} is set, and no model writes; name one as writer")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """Return the language models that are named, each once."""
        held = (self.writer, *self.fallbacks, self.reader, self.judge)
        return tuple(dict.fromkeys(name for name in held if name and name != "extractive"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the providers that are named, each once, the embedder's too."""
        held = (*self.named, *(() if self.embedder == "bundled" else (self.embedder,)))
        return tuple(dict.fromkeys(name.partition(":")[0] for name in held))
