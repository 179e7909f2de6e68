"""The part of the composition root that hands over to people.

Apart from app.py for its size.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from handrail.domain.actions.model import StaffId
from handrail.domain.decision.topics import Topic
from handrail.domain.handoff.hours import OfficeHours, Span
from handrail.domain.handoff.queue import Queue
from handrail.domain.handoff.saved_reply import SavedReply
from handrail.flow.desk_ports import DeskPorts, DeskStore, Handing, WriteBrief
from handrail.flow.inbox_ports import InboxStore
from handrail.flow.thought import ThinkPorts
from handrail.handoff_settings import HandoffSettings, HoursSettings
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids
from handrail.settings import Settings


class _Inbox(Protocol):
    """What holds the memory of what was said, loaded when somebody first looks."""

    @property
    def inbox(self) -> InboxStore:
        """Return what conversations are looked through by."""
        ...


class DeskShared(Protocol):
    """What the desk shares with the rest of the project."""

    clock: Clock
    ids: Ids
    settings: Settings

    @property
    def store(self) -> DeskStore:
        """Return the database."""
        ...

    @property
    def handing(self) -> Handing:
        """Return how conversations are handed over to people."""
        ...

    @property
    def console(self) -> _Inbox:
        """Return what the staff look through."""
        ...

    def think_ports(self) -> ThinkPorts:
        """Return what drafting a reply needs."""
        ...


def desk_ports_of(shared: DeskShared) -> DeskPorts:
    """Return what the desk of a project needs, where people work."""
    return DeskPorts(
        store=shared.store,
        clock=shared.clock,
        ids=shared.ids,
        handing=shared.handing,
        idle=shared.settings.console.idle,
        inbox=lambda: shared.console.inbox,
        think=shared.think_ports,
    )


def handing_of(
    settings: HandoffSettings,
    *,
    drafts_on: Mapping[str, bool],
    drafted_topics: tuple[Topic, ...],
    brief: WriteBrief | None = None,
) -> Handing:
    """Return how conversations are handed over, as the settings say."""
    hours, minutes = settings.hours, settings.first_response_minutes
    return Handing(
        queues=tuple(
            Queue(
                name=queue.name,
                words=queue.words,
                reasons=frozenset(queue.reasons),
                languages=frozenset(language.lower() for language in queue.languages),
                priority=queue.priority,
                skills=frozenset(queue.skills),
            )
            for queue in settings.queues
        ),
        hours=None if hours is None else _hours_of(hours),
        place="" if hours is None else _place_of(hours.timezone),
        first_response=None if minutes is None else timedelta(minutes=minutes),
        brief=brief,
        skills={StaffId(name): frozenset(has) for name, has in settings.skills.items()},
        replies=tuple(
            SavedReply(name=one.name, text=one.text, topic=one.topic, locale=one.locale)
            for one in settings.saved_replies
        ),
        drafts_everywhere=settings.mode == "suggest",
        drafts_on=drafts_on,
        drafted_topics=drafted_topics,
    )


def _hours_of(said: HoursSettings) -> OfficeHours:
    week = (
        said.monday,
        said.tuesday,
        said.wednesday,
        said.thursday,
        said.friday,
        said.saturday,
        said.sunday,
    )
    return OfficeHours(
        zone=ZoneInfo(said.timezone),
        week=tuple(tuple(map(_span_of, day)) for day in week),
        holidays=frozenset(said.holidays),
    )


def _span_of(spelled: str) -> Span:
    begins, _, ends = spelled.partition("-")
    return Span(begins=_minutes(begins), ends=_minutes(ends))


def _minutes(spelled: str) -> int:
    hours, _, minutes = spelled.partition(":")
    return int(hours) * 60 + int(minutes)


def _place_of(timezone: str) -> str:
    """Return how customers are told by which clock: the city, for `Europe/Berlin`."""
    return timezone.rpartition("/")[2].replace("_", " ")
