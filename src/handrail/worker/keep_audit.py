"""Seal the audit log and send its heads, again and again; a failure is told once and tried again.

The first seal looks at every entry, so that nothing is passed over for good.
"""

import threading
from collections.abc import Callable

from handrail.flow.seal_audit import SealPorts, export_heads, seal_when_due
from handrail.kernel.errors import HandrailError

_LOOK_SECONDS = 0.25
"""Where entries come fast, so long may pass until the next hundred are sealed."""
_AFTER_FAILURE_SECONDS = 5.0


def keep_audit(
    ports: Callable[[], SealPorts],
    stop: threading.Event,
    tell: Callable[[str], None],
    *,
    once: bool = False,
) -> int:
    """Seal what is due and send what a sink lacks until `stop` is set; return 1 where it failed."""
    told: dict[str, str] = {}
    is_thorough = True
    while not stop.is_set():
        failures = _looked_after(ports, is_thorough=is_thorough)
        is_thorough = "log" in failures
        for name, why in failures.items():
            if told.get(name) != why:
                tell(f"Audit {name}: {why}")
        told = failures
        if once:
            break
        stop.wait(_AFTER_FAILURE_SECONDS if "log" in failures else _LOOK_SECONDS)
    return int(bool(told))


def _looked_after(ports: Callable[[], SealPorts], *, is_thorough: bool) -> dict[str, str]:
    try:
        opened = ports()
        seal_when_due(opened, is_thorough=is_thorough)
        return export_heads(opened)
    except HandrailError as error:
        return {"log": str(error)}
