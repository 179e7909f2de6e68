"""Is somebody there, and what may be said of how long it takes? Told in the customer's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.domain.decision.presence_phrases import (
    AWAY,
    BACK,
    DRAFTED,
    NOT_KNOWN,
    PASSED_ON,
    WEEKDAYS,
    WITHIN,
)
from handrail.kernel.language_tag import in_language, language_of

_A_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Hold what is known, when a person is asked for, of who is there."""

    is_staffed: bool = True
    now: datetime | None = None
    back_at: datetime | None = None
    """When somebody is there again, by the clock of the place; None where nobody knows."""
    place: str = ""
    """By the clock of which place."""
    wait_seconds: int | None = None
    """Nine of ten waited no longer for a person's first word; None where that is not known."""
    is_drafted: bool = False
    """A person answers here by the operator's choice, and an AI drafts for them."""


SOMEBODY = Presence()
"""Somebody may be there, and nothing is known of how long it takes."""


def handed_over(language: str, presence: Presence) -> str:
    """Return what tells that a person takes over; no time is promised that is not known."""
    said = [in_language(language, PASSED_ON)]
    if presence.is_drafted:
        said.append(in_language(language, DRAFTED))
    said.append(_how_long(language, presence))
    return ("" if language_of(language) in ("zh", "ja") else " ").join(said)


def _how_long(language: str, presence: Presence) -> str:
    if presence.is_staffed:
        if presence.wait_seconds is None:
            return in_language(language, NOT_KNOWN)
        minutes = max(1, -(-presence.wait_seconds // 60))
        return in_language(language, WITHIN).format(minutes=minutes)
    if presence.back_at is None:
        return in_language(language, AWAY)
    return in_language(language, BACK).format(
        day=_day(language, presence.back_at, presence.now),
        time=f"{presence.back_at:%H:%M}",
        place=presence.place,
    )


def _day(language: str, at: datetime, now: datetime | None) -> str:
    weekday = in_language(language, WEEKDAYS)[at.weekday()]
    is_soon = now is not None and at - now < _A_WEEK
    return weekday if is_soon else f"{weekday}, {at:%Y-%m-%d}"
