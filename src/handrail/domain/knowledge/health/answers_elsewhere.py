"""What other sites answered for the addresses that articles lead to, and what is made of it.

Only what a site says clearly counts. One that turns programs away, is overloaded or cannot be
reached may be there for a customer, so nothing is known of its address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never
from urllib.parse import urlsplit


class Answer(StrEnum):
    """What came of opening an address."""

    THERE = "there"
    """The site has it."""
    NO_PAGE = "no_page"
    """The site says that it has no such page, asked twice in two ways."""
    NO_SITE = "no_site"
    """There is no host of that name, looked up twice."""
    TURNED_AWAY = "turned_away"
    """The site does not say it to a program, or not to one that is not logged in."""
    UNREACHED = "unreached"
    """It failed, broke off, took too long or could not be trusted."""
    BARRED = "barred"
    """It leads to where nobody may be asked: into the network that the check runs in."""


class Standing(StrEnum):
    """What is held to be true of an address."""

    THERE = "there"
    MISSED = "missed"
    """It was not there once; that may have been one bad evening of its site."""
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold what came of opening one address."""

    address: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Hold what is known of one address."""

    address: str
    standing: Standing
    answer: Answer
    """The newest one that the standing rests on."""
    since: datetime
    """When it first stood so."""
    heard_at: datetime
    """When it was last answered so."""
    asked_at: datetime
    """When it was last asked, answered or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Say how soon addresses are asked again, and how soon one counts as gone."""

    there_for: timedelta
    """So long what was there is not asked again."""
    others_for: timedelta
    """So long all else is not."""
    gone_after: timedelta
    """So long an address stays missed before it can count as gone."""


ON_A_SCHEDULE = Pace(
    there_for=timedelta(days=7), others_for=timedelta(hours=20), gone_after=timedelta(hours=20)
)
"""A day's check that begins an hour earlier than yesterday's still asks; one evening is not two."""
AT_ONCE = Pace(there_for=timedelta(days=1), others_for=timedelta(0), gone_after=timedelta(0))
"""For a person who waits: what was found wrong is asked anew, and believed."""
_MOST_WITNESSES = 20
_BELIEVED_FOR = timedelta(days=30)
"""A site that says nothing any more leaves standing for so long what it said last."""


def is_due(known: Known | None, now: datetime, pace: Pace) -> bool:
    """Tell whether an address is to be asked."""
    if known is None:
        return True
    was_answered = known.asked_at == known.heard_at
    is_fine = known.standing is Standing.THERE and was_answered
    return known.asked_at + (pace.there_for if is_fine else pace.others_for) <= now


def witnesses(known: Mapping[str, Known], due: Sequence[str]) -> tuple[str, ...]:
    """Return addresses of other hosts that were there, one of each, the latest heard first."""
    there = [held for held in known.values() if held.standing is Standing.THERE]
    there.sort(key=lambda held: (held.heard_at, held.address), reverse=True)
    taken = {urlsplit(address).hostname for address in due}
    found: list[str] = []
    for held in there:
        host = urlsplit(held.address).hostname
        if host not in taken and len(found) < _MOST_WITNESSES:
            taken.add(host)
            found.append(held.address)
    return tuple(found)


def settled(known: Known | None, heard: Heard, now: datetime, pace: Pace) -> Known:
    """Return what is known of an address after it was asked."""
    match heard.answer:
        case Answer.THERE:
            return _standing(Standing.THERE, known, heard, now)
        case Answer.NO_PAGE | Answer.NO_SITE:
            return _missed(known, heard, now, pace)
        case Answer.TURNED_AWAY | Answer.UNREACHED | Answer.BARRED:
            if known is None or known.heard_at + _BELIEVED_FOR <= now:
                return _standing(Standing.UNKNOWN, known, heard, now)
            if known.standing is Standing.UNKNOWN:
                return _standing(Standing.UNKNOWN, known, heard, now)
            return replace(known, asked_at=now)
        case other:
            assert_never(other)


def _missed(known: Known | None, heard: Heard, now: datetime, pace: Pace) -> Known:
    was_missed = known is not None and known.standing in {Standing.MISSED, Standing.GONE}
    since = known.since if known is not None and was_missed else now
    is_gone = (known is not None and known.standing is Standing.GONE) or (
        now - since >= pace.gone_after
    )
    return Known(
        address=heard.address,
        standing=Standing.GONE if is_gone else Standing.MISSED,
        answer=heard.answer,
        since=since,
        heard_at=now,
        asked_at=now,
    )


def _standing(standing: Standing, known: Known | None, heard: Heard, now: datetime) -> Known:
    is_same = known is not None and known.standing is standing
    return Known(
        address=heard.address,
        standing=standing,
        answer=heard.answer,
        since=known.since if known is not None and is_same else now,
        heard_at=now,
        asked_at=now,
    )
