"""The settings of handoffs: who answers what, when somebody is there, and how soon they answer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator

from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Priority
from handrail.model_settings import Section, named_twice

Mode = Literal["answer", "suggest"]
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


def _span(spelled: str) -> str:
    if not _SPAN.fullmatch(spelled):
        raise ValueError(f"{spelled!r} is no span of a day; write 09:00-17:00")
    begins, _, ends = spelled.partition("-")
    if begins == ends:
        raise ValueError(f"{spelled!r} is empty; write 00:00-24:00 for a whole day")
    return spelled


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}; write Europe/Berlin") from error
    return name


Spans = tuple[Annotated[str, AfterValidator(_span)], ...]
Skill = Annotated[str, Field(pattern=r"^[\w][\w -]{0,62}$")]
StaffName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
_OFFICE: Spans = ("09:00-17:00",)


class HoursSettings(Section):
    """Say when somebody is there, by the clock of one place; a span may end on the next day."""

    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    """Name of the time zone: `Europe/Berlin`."""
    monday: Spans = _OFFICE
    """Spans of the day: `["09:00-12:30", "13:00-17:00"]`."""
    tuesday: Spans = _OFFICE
    wednesday: Spans = _OFFICE
    thursday: Spans = _OFFICE
    friday: Spans = _OFFICE
    saturday: Spans = ()
    sunday: Spans = ()
    holidays: tuple[date, ...] = ()
    """Days on which nobody is there: `["2026-12-25"]`."""


class QueueSettings(Section):
    """Say what comes to one team, and how soon somebody is to look."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    """Name of the queue; what no queue takes comes to `support`."""
    words: tuple[str, ...] = ()
    """What the customer wrote: a word or phrase, `refund*` with every ending."""
    reasons: tuple[HandOffReason, ...] = ()
    """Why it was handed over."""
    languages: tuple[str, ...] = ()
    """In which language a person was asked for."""
    priority: Priority | None = None
    """`urgent`, `high`, `normal` or `low`; without one the reason decides."""
    skills: tuple[Skill, ...] = ()
    """Shown first to those who have all of them."""


class ReplySettings(Section):
    """Save a reply that the team sends often; `{agent}` and `{customer}` stand for names."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    """What it is called in the reply box."""
    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    """What is sent, once whoever sends it has written in what `{customer}` stands for."""
    topic: Annotated[str, Field(max_length=80)] = ""
    """Under which it is found; one that is called as a queue comes first in that queue."""
    locale: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")] | None = None
    """Its language; offered for every language without one."""


class HandoffSettings(Section):
    """Say how conversations are handed to people."""

    mode: Mode = "answer"
    """`answer`, or `suggest`: people answer, and the assistant drafts for them."""
    first_response_minutes: Annotated[float, Field(gt=0)] | None = None
    """Until a person's first word, counted while somebody is there; nothing is promised without."""
    most_turns_without_progress: Annotated[int, Field(ge=1, le=10)] = 2
    """After so many turns without progress a person takes over."""
    hours: HoursSettings | None = None
    """When somebody is there; without it, nothing is said of that."""
    queues: tuple[QueueSettings, ...] = ()
    skills: Mapping[StaffName, tuple[Skill, ...]] = Field(default_factory=dict)
    """What each of the staff can do: `{kim = ["billing"]}`."""

    saved_replies: tuple[ReplySettings, ...] = ()
    """What is offered in the reply box beside what the assistant suggests."""

    @field_validator("saved_replies")
    @classmethod
    def _replies_differ(cls, replies: tuple[ReplySettings, ...]) -> tuple[ReplySettings, ...]:
        if twice := named_twice([f"{one.name} ({one.locale})" for one in replies]):
            raise ValueError(f"two saved replies are called {twice}; give each its own name")
        return replies

    @field_validator("queues")
    @classmethod
    def _names_differ(cls, queues: tuple[QueueSettings, ...]) -> tuple[QueueSettings, ...]:
        if twice := named_twice([queue.name for queue in queues]):
            raise ValueError(f"two queues are called {twice!r}; give each its own name")
        return queues
