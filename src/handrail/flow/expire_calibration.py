"""Store a calibration, also one that holds no longer, with the reason in the audit log."""

from dataclasses import replace
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.calibration import Calibration, CalibrationId
from handrail.flow.ports import Store
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


class KeepsCalibrations(Protocol):
    """What storing a calibration needs."""

    @property
    def store(self) -> Store:
        """Return the database."""
        ...

    @property
    def clock(self) -> Clock:
        """Return what tells the time."""
        ...

    @property
    def ids(self) -> Ids:
        """Return what names things."""
        ...


def expire_calibration(calibration: Calibration, why: str, ports: KeepsCalibrations) -> None:
    """Let a calibration expire: from now on only very sure answers are given."""
    expired = replace(
        calibration,
        id=CalibrationId(ports.ids.new("cal")),
        at=ports.clock.now(),
        expired_because=why,
    )
    save_calibration(expired, "calibration.expired", "system", ports)


def save_calibration(
    calibration: Calibration, kind: str, actor: str, ports: KeepsCalibrations
) -> None:
    """Store a calibration as the newest."""
    entry = AuditEntry(
        kind=kind,
        actor=actor,
        subject=calibration.id,
        at=calibration.at,
        facts={
            "max_wrong": calibration.promise.max_wrong,
            "confidence": calibration.promise.confidence,
            "threshold": calibration.threshold.value,
            "answered": calibration.threshold.answered,
            "wrong": calibration.threshold.wrong,
            "topics": len(calibration.by_topic),
            "expired_because": calibration.expired_because,
        },
    )
    with ports.store.write() as writing:
        writing.save_calibration(calibration, entry)
