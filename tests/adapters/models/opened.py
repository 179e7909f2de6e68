"""Models opened as the settings name them, against a provider on loopback."""

from dataclasses import dataclass
from typing import Any

from handrail.adapters.models.guarded import Wrap, as_it_is
from handrail.adapters.models.opening import OpeningPorts, open_models
from handrail.domain.decision.model import ModelCall
from handrail.flow.language_model import (
    Finished,
    LanguageModel,
    ModelPorts,
    ModelRequest,
    ModelTask,
    Spender,
)
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import RandomIds
from handrail.model_settings import ModelSettings
from tests.fakes import FakeLedger

NAME = "compatible:tiny"
_KEPT: list[ModelPorts] = []
"""As in a server, models last as long as the process: their connections are never collected."""
QUICK = {"first_token_seconds": 0.6, "total_seconds": 1.5, "retries": 2}


def settings_for(address: str, **changes: Any) -> ModelSettings:
    """Return settings that name one model of a provider, with short deadlines."""
    values = {"writer": NAME, "base_url": address, **QUICK}
    return ModelSettings.model_validate(values | changes)


def opened_models(
    address: str, ledger: FakeLedger | None = None, mask: Wrap = as_it_is, **changes: Any
) -> ModelPorts:
    """Open the models of a provider."""
    ports = OpeningPorts(
        ledger=ledger or FakeLedger(), clock=SystemClock(), ids=RandomIds(), mask=mask
    )
    _KEPT.append(open_models(settings_for(address, **changes), ports))
    return _KEPT[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold what a model said and what was noted of it."""

    text: str
    finished: Finished | None
    calls: list[ModelCall]


def a_request(calls: list[ModelCall] | None = None, **changes: Any) -> ModelRequest:
    """Build a request with a second and a half to go."""
    values: dict[str, Any] = {
        "task": ModelTask.WRITE,
        "prompt": "write.v1-abc",
        "instructions": "Say something.",
        "content": "Anything.",
        "most_tokens": 100,
        "until": SystemClock().monotonic() + 1.5,
        "spender": Spender(conversation="conv_1", customer="ada"),
        "note": (lambda _call: None) if calls is None else calls.append,
    }
    return ModelRequest(**(values | changes))


def heard_from(model: LanguageModel, **changes: Any) -> Heard:
    """Ask, and return all that was heard; faults are raised."""
    calls: list[ModelCall] = []
    pieces: list[str] = []
    finished = None
    for heard in model.stream(a_request(calls, **changes)):
        if isinstance(heard, str):
            pieces.append(heard)
        else:
            finished = heard
    return Heard(text="".join(pieces), finished=finished, calls=calls)
