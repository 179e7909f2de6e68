"""The part of the composition root that splits traffic while a canary runs; apart for its size."""

import json
from collections.abc import Callable

from handrail.domain.quality.canary import Canary
from handrail.flow.canary_ports import Splitting
from handrail.flow.thought import ThinkPorts
from handrail.settings import Settings
from handrail.trial_settings import trial_of


def splitting(settings: Settings, thinking_with: Callable[[Settings], ThinkPorts]) -> Splitting:
    """Return what splits the traffic; what a change thinks with is opened once."""
    opened: dict[str, ThinkPorts] = {}

    def changed(canary: Canary) -> ThinkPorts:
        if canary.id not in opened:
            tried = trial_of(json.loads(canary.values), settings)
            opened[canary.id] = thinking_with(tried.settings)
        return opened[canary.id]

    return Splitting(changed=changed)
