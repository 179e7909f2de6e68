"""Does a calibration still hold, and which confidence does a question need now?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from handrail.domain.decision.calibration import Calibration, Promise, Threshold
from handrail.domain.decision.topics import Topic, topic_of
from handrail.domain.knowledge.model import ArticleId

CONSERVATIVE_THRESHOLD = 0.9
"""Needed while no promise stands: at nine right in ten by the shipped model's own reckoning, a
help centre that the model misjudges by a factor of two still gets four right in five."""

_RECALIBRATE = "Run `handrail calibrate` with labelled questions."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Hold how the labelled questions fared at the stored thresholds when they were run again."""

    threshold: Threshold
    by_topic: Mapping[str, Threshold] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valid:
    """Say that a calibration holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Say why a calibration no longer holds, in an operator's words."""

    why: str


Validity = Valid | Expired


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveThreshold:
    """Hold the confidence that an answer needs now, where it comes from, and what to warn of."""

    value: float
    source: str
    """Id of the calibration, with `/topic` where a topic's threshold applies; or `default`."""
    warning: str | None = None


def validity(
    calibration: Calibration,
    fingerprint: Mapping[str, str],
    recheck: Recheck | None = None,
    promises: Mapping[str, Promise] | None = None,
) -> Validity:
    """Tell whether the calibration was made with what runs now and, if re-run, still holds.

    `fingerprint` names the models, cutting rules and settings that run now; `promises` gives each
    topic's promise where topics were re-run.
    """
    if calibration.expired_because is not None:
        return Expired(why=calibration.expired_because)
    changed = _changed(calibration.bound_to, fingerprint)
    if changed is not None:
        return Expired(why=changed)
    broken = None if recheck is None else _broken(calibration, recheck, promises or {})
    return Valid() if broken is None else Expired(why=broken)


def threshold_for(
    question: str,
    cited: Collection[ArticleId],
    calibration: Calibration | None,
    topics: Sequence[Topic],
    fingerprint: Mapping[str, str],
) -> EffectiveThreshold:
    """Return the threshold that the calibration sets for this question, or the conservative one."""
    if calibration is None:
        return _conservative(f"Not calibrated: no error rate is promised. {_RECALIBRATE}")
    standing = validity(calibration, fingerprint)
    if isinstance(standing, Expired):
        return _conservative(f"Calibration expired: {standing.why} {_RECALIBRATE}")
    topic = topic_of(question, cited, topics)
    if topic is None:
        return EffectiveThreshold(value=calibration.threshold.value, source=calibration.id)
    if topic.name not in calibration.by_topic:
        return _conservative(f"Topic {topic.name!r} is not calibrated. {_RECALIBRATE}")
    return EffectiveThreshold(
        value=calibration.by_topic[topic.name].value, source=f"{calibration.id}/{topic.name}"
    )


def _conservative(warning: str) -> EffectiveThreshold:
    return EffectiveThreshold(value=CONSERVATIVE_THRESHOLD, source="default", warning=warning)


def _changed(was: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            before, after = was.get(name, "nothing"), now.get(name, "nothing")
            return f"{name} changed from {before} to {after} since it was made."
    return None


def _broken(
    calibration: Calibration, recheck: Recheck, promises: Mapping[str, Promise]
) -> str | None:
    parts = {"": (recheck.threshold, calibration.promise.max_wrong)}
    for name in calibration.by_topic:
        if name not in recheck.by_topic or name not in promises:
            return f"topic {name!r} could not be checked again."
        parts[name] = (recheck.by_topic[name], promises[name].max_wrong)
    for name, (found, allowed) in parts.items():
        if found.upper_bound > allowed:
            where = f" on topic {name!r}" if name else ""
            return (
                f"asked again, {found.wrong} of {found.answered} labelled questions{where} were "
                f"answered wrong: up to {found.upper_bound:.1%}, where {allowed:.1%} was promised."
            )
    return None
