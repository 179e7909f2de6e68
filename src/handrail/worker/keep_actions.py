"""Let actions expire that nobody decided, and compare the systems' own lists with ours each day."""

import threading
from collections.abc import Callable

from handrail.flow.expire_actions import expire_actions
from handrail.flow.judge_action import ActionPorts
from handrail.flow.reconcile_effects import reconcile_effects

_EXPIRE_SECONDS = 15.0
_DAY, _HOUR = 86_400.0, 3_600.0


def keep_actions(ports: ActionPorts, stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Look after actions until `stop` is set; a failure is told and tried again."""
    next_comparison = ports.clock.monotonic()
    while not stop.is_set():
        try:
            expire_actions(ports)
            if ports.clock.monotonic() >= next_comparison:
                next_comparison = ports.clock.monotonic() + compare_effects(ports, tell)
        except Exception as error:  # noqa: BLE001 - the thread's edge: what comes next goes on
            tell(f"Actions cannot be looked after: {error}")
        stop.wait(_EXPIRE_SECONDS)


def compare_effects(ports: ActionPorts, tell: Callable[[str], None]) -> float:
    """Compare once; return in how many seconds to compare again."""
    compared = reconcile_effects(ports)
    if compared.found:
        tell(
            f"{len(compared.found)} effects differ from the systems' own lists: "
            + ", ".join(f"{d.kind.value} {d.action or d.key}" for d in compared.found[:5])
        )
    for name, why in compared.not_listed.items():
        tell(f"The list of effects behind {name} could not be compared: {why}")
    return _HOUR if compared.not_listed else _DAY
