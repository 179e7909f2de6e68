"""What a candidate.toml may try, and what of it is meant: settings over the project's own."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from handrail.kernel.errors import BadSettings
from handrail.model_settings import Section
from handrail.settings import Settings, explained

_TRIED: Mapping[str, frozenset[str] | None] = {
    "answers": None,
    "models": None,
    "knowledge": None,
    "actions": frozenset({"policies", "limits"}),
    "handoff": frozenset({"most_turns_without_progress"}),
}
"""Sections, and which of their settings; None for all."""
_BY_NAME = "sources"
"""Of these, those that the file does not name stay as they are."""
_OWN = "replay"
_LIVE = frozenset({"answers", "models"})
_REPLAY_IT = "Try it on past conversations: `handrail replay --with FILE`."


class ReplaySettings(Section):
    """Say in a candidate's file what a replay lets pass."""

    meant: tuple[str, ...] = ()
    """Articles, actions and settings whose change is meant: what comes of it is listed apart."""
    certain_harm: Annotated[int, Field(ge=0)] = 0
    """Turns that may certainly become wrong or less safe."""
    lost: Annotated[float, Field(ge=0, lt=1)] = 0.02
    """Share of the conversations that may be lost, less those gained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Hold the settings of a trial, what differs, and what it may do."""

    values: Mapping[str, Any]
    """What the candidate says."""
    settings: Settings
    change: Mapping[str, str]
    replay: ReplaySettings


def read_trial(file: Path, settings: Settings) -> Tried:
    """Return the settings that a candidate's file makes of a project's; raises BadSettings."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Cannot read {file}: {error}.", hint="Name a candidate.toml.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{file} is not valid TOML: {error}.", hint="Correct it.") from error
    return trial_of(values, settings)


def read_canary(file: Path, settings: Settings) -> Tried:
    """Return the settings that a canary tries; raises BadSettings for what only a replay may.

    Articles, embedders and policies are of the whole project: an article that is retired must not
    be served to a share of the customers.
    """
    tried = read_trial(file, settings)
    if tried.settings.models.embedder != settings.models.embedder:
        raise BadSettings("An embedder cannot be tried on live traffic.", hint=_REPLAY_IT)
    if beyond := sorted(set(tried.change) - _LIVE):
        raise BadSettings(f"{beyond[0]} cannot be tried on live traffic.", hint=_REPLAY_IT)
    return tried


def trial_of(values: Mapping[str, Any], settings: Settings) -> Tried:
    """Return the settings that a candidate's values make of a project's; raises BadSettings."""
    own = values.get(_OWN, {})
    changes = {name: held for name, held in values.items() if name != _OWN}
    _require_triable(changes)
    try:
        tried = Settings.model_validate(_over(settings.model_dump(), changes))
        replay = ReplaySettings.model_validate(own)
    except ValidationError as error:
        raise explained(error) from error
    before, after = settings.spelled(), tried.spelled()
    change = {name: after[name] for name in after if after[name] != before[name]}
    return Tried(values=values, settings=tried, change=change, replay=replay)


def _require_triable(changes: Mapping[str, Any]) -> None:
    for section, held in changes.items():
        allowed = _TRIED.get(section, frozenset())
        names = set(held) if isinstance(held, dict) else {""}
        if allowed is not None and (beyond := sorted(names - allowed)):
            name = ".".join(filter(None, (section, beyond[0])))
            raise BadSettings(
                f"{name} cannot be tried on past conversations.",
                hint=f"Try settings of {', '.join(_TRIED)}.",
            )


def _over(held: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(held)
    for name, value in changes.items():
        below = merged.get(name)
        is_section = isinstance(value, dict) and isinstance(below, dict)
        merged[name] = _over(below, value) if is_section and below is not None else value
        if name == _BY_NAME and isinstance(value, list):
            merged[name] = _named(below or (), value)
    return merged


def _named(held: Iterable[Any], tried: Sequence[Any]) -> list[Any]:
    """Return what is held under other names, and what is tried."""
    names = {one.get("name") for one in tried if isinstance(one, dict)}
    return [*(one for one in held if one["name"] not in names), *tried]
