"""handrail.toml and the environment, read once into one frozen value.

Every setting can be overridden by an environment variable: `HANDRAIL_` and the setting's path in
capitals, joined by two underscores, for example `HANDRAIL_ANSWERS__MAX_WRONG=0.02`.
"""

import difflib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

from handrail.action_settings import (
    ActionSettings,
    IdentitySettings,
)
from handrail.answer_settings import AnswerSettings
from handrail.audit_settings import AuditSettings, VaultSettings
from handrail.channel_settings import (
    ChannelSettings,
    HelpdeskSettings,
    NoticeSettings,
)
from handrail.console_settings import ConsoleSettings
from handrail.handoff_settings import HandoffSettings
from handrail.kernel.errors import BadSettings
from handrail.knowledge_settings import KnowledgeSettings
from handrail.model_settings import ModelSettings, Section, WebAddress, named_twice
from handrail.quality_settings import QualitySettings
from handrail.site_settings import (
    RateSettings,
    SiteSettings,
    WidgetSettings,
)

FILE_NAME = "handrail.toml"
PREFIX = "HANDRAIL_"
RESERVED = frozenset(
    {"HANDRAIL_DATA", "HANDRAIL_FAILPOINTS", "HANDRAIL_PROJECT", "HANDRAIL_STAFF_TOKEN"}
)
"""Variables of the tests and tools that are no settings."""

HelpdeskName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class StorageSettings(Section):
    """Say where Handrail keeps what it knows."""

    database: SecretStr = SecretStr("sqlite:///.handrail/handrail.db")
    """`sqlite:///path`, relative to handrail.toml, or `postgresql://user:password@host/name`."""
    index: str = ".handrail/index"
    """Folder of the search index: derived, may be deleted at any time."""


class ServeSettings(Section):
    """Say where `handrail serve` listens and who may talk to it."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Port to listen on; 0 takes a free one."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins whose pages may use the API, for example `https://shop.example`."""
    title: str = "Help"
    """Heading of the chat page."""


class WorkerSettings(Section):
    """Say how often `handrail worker` looks after the knowledge base."""

    sync_every_minutes: Annotated[float, Field(gt=0)] = 15.0
    """Pause between two syncs."""
    check_every_hours: Annotated[float, Field(gt=0)] = 24.0
    """Pause between two checks of all that is served; what a sync changed is checked after it."""


class McpSettings(Section):
    """Say how other agents reach `handrail mcp --http`."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8081
    """Port to listen on, on this machine only; 0 takes a free one."""
    token: Annotated[SecretStr, Field(min_length=16)] | None = None
    """What other agents must show as `Authorization: Bearer …`; at least 16 characters."""


class TelemetrySettings(Section):
    """Say whether turns are traced, as OpenTelemetry spans over OTLP and HTTP."""

    enabled: bool = False
    """Send a span for every turn; needs `handrail[telemetry]`."""
    endpoint: WebAddress = "http://127.0.0.1:4318"
    """Address of the collector; credentials go into `OTEL_EXPORTER_OTLP_HEADERS`."""
    content: bool = False
    """Record what customers write and what they are told, too: think of who can read the traces."""
    service_name: Annotated[str, Field(min_length=1)] = "handrail"
    """Name under which the spans are found."""


class Settings(Section):
    """Hold every setting of one project."""

    knowledge: KnowledgeSettings = KnowledgeSettings()
    storage: StorageSettings = StorageSettings()
    answers: AnswerSettings = AnswerSettings()
    models: ModelSettings = ModelSettings()
    serve: ServeSettings = ServeSettings()
    worker: WorkerSettings = WorkerSettings()
    mcp: McpSettings = McpSettings()
    audit: AuditSettings = AuditSettings()
    vault: VaultSettings = VaultSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
    actions: ActionSettings = ActionSettings()
    handoff: HandoffSettings = HandoffSettings()
    identity: IdentitySettings = IdentitySettings()
    console: ConsoleSettings = ConsoleSettings()
    sites: tuple[SiteSettings, ...] = ()
    widget: WidgetSettings = WidgetSettings()
    rates: RateSettings = RateSettings()
    channels: ChannelSettings = ChannelSettings()
    helpdesks: Mapping[HelpdeskName, HelpdeskSettings] = Field(default_factory=dict)
    notices: NoticeSettings = NoticeSettings()
    quality: QualitySettings = QualitySettings()

    @field_validator("sites")
    @classmethod
    def _keys_differ(cls, sites: tuple[SiteSettings, ...]) -> tuple[SiteSettings, ...]:
        if twice := named_twice([site.key for site in sites]):
            raise ValueError(f"two sites have the key {twice!r}; give each its own")
        return sites

    def drafts_on(self) -> dict[str, bool]:
        """Return, by brand, whether the assistant only drafts there; not where a site is silent."""
        return {s.brand: s.mode == "suggest" for s in self.sites if s.mode is not None}

    def spelled(self) -> dict[str, str]:
        """Return one text per section, secrets left out: equal settings, equal texts."""
        return {name: json.dumps(held) for name, held in self.model_dump(mode="json").items()}


def load_settings(project: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the project's handrail.toml and the environment; raises BadSettings."""
    values = _read(project / FILE_NAME)
    _overlay(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise explained(error) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadSettings(
            f"No {FILE_NAME} in {path.parent}.",
            hint="Run `handrail init DIR` to start a project, or name one with --project DIR.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Cannot read {path}: {error}.", hint="Check the file.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(
            f"{path} is not valid TOML: {error}.", hint="Correct that line."
        ) from error


def _overlay(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or variable in RESERVED:
            continue
        *sections, last = variable[len(PREFIX) :].lower().split("__")
        place: Any = values
        for section in sections:
            place = place.setdefault(section, {}) if isinstance(place, dict) else None
        if not sections or not isinstance(place, dict):
            raise BadSettings(
                f"The environment variable {variable} names no setting.",
                hint=f"Settings are spelt {PREFIX}SECTION__NAME, for example {PREFIX}SERVE__PORT.",
            )
        place[last] = environment[variable]


def explained(error: ValidationError) -> BadSettings:
    """Return what is wrong with settings in an operator's words, and what to do."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = _place(first["loc"])
    where = ".".join(place)
    if first["type"] == "extra_forbidden":
        close = difflib.get_close_matches(place[-1], sorted(_known_names(Settings)), n=1)
        hint = f"Did you mean {close[0]!r}?" if close else "See docs/reference/settings.md."
        return BadSettings(f"Unknown setting {where!r}.", hint=hint)
    message = str(first["msg"]).removeprefix("Value error, ")
    return BadSettings(f"Setting {where!r}: {message}.", hint="See docs/reference/settings.md.")


def _place(where: tuple[int | str, ...]) -> list[str]:
    """Return a setting's place as it is spelt in the file: a source's kind is no part of it."""
    kind = 3 if where[:2] == ("knowledge", "sources") and len(where) > 3 else len(where)
    return [str(part) for part in (*where[:kind], *where[kind + 1 :])]


def _known_names(section: type[Section]) -> set[str]:
    """Return the names of a section's settings, and of those of all sections inside it."""
    names = set(section.model_fields)
    for field in section.model_fields.values():
        for inner in _sections_in(field.annotation):
            names |= _known_names(inner)
    return names


def _sections_in(annotation: object) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for part in get_args(annotation):
        yield from _sections_in(part)
