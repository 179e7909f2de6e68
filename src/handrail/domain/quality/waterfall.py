"""At which stage was the right article lost? Indexed, first stage, ranked, in prompt, cited, said.

A bad answer is charged to the first stage that the right article did not pass. Where it passed all
of them, what was said is wrong although it was cited: that is charged to the last.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handrail.domain.decision.basis import BEGINNING, Basis
from handrail.domain.decision.model import Outcome
from handrail.domain.knowledge.model import ArticleId, PassageId
from handrail.domain.quality.worth import cited
from handrail.domain.retrieval.model import READ


class Stage(StrEnum):
    """Where the right article was lost, in the order of the stages."""

    NOT_INDEXED = "not_indexed"
    """It was not served then: a gap in the help centre, or a sync that was due."""
    FIRST_STAGE = "first_stage"
    """Neither its words nor its meaning were near enough to the question."""
    RANKED = "ranked"
    """It was offered, and others were ranked before it."""
    IN_PROMPT = "in_prompt"
    """It was found too far down for the writer to see it."""
    CITED = "cited"
    """The writer saw it, and cited another or none: a threshold, a check, or a choice."""
    SAID = "said"
    """It was cited, and what was said is wrong all the same."""


STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """Hold a bad answer with the stage that it is charged to."""

    record: str
    at: datetime
    stage: Stage
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Count the bad answers of a week that begins on this day, by stage."""

    begins: date
    by_stage: Mapping[Stage, int]


def stage_of(
    right: Collection[ArticleId],
    served: Collection[PassageId],
    basis: Basis,
    outcome: Outcome,
) -> Stage:
    """Return where the right articles were lost; `served` are their passages as they were then."""
    if not served:
        return Stage.NOT_INDEXED
    if set(cited(outcome)) & set(right):
        return Stage.SAID
    hits = [placed for found in basis.found for placed in enumerate(found.hits)]
    ranks = [place for place, hit in hits if hit.article in right]
    if any(place < READ for place in ranks):
        return Stage.CITED
    if ranks:
        return Stage.IN_PROMPT
    beginnings = {ref[:BEGINNING] for ref in served}
    return Stage.RANKED if beginnings & _offered(basis) else Stage.FIRST_STAGE


def by_week(charged: Iterable[Charged]) -> tuple[Week, ...]:
    """Return how many were lost at each stage, week by week, the oldest first."""
    weeks: dict[date, dict[Stage, int]] = {}
    for one in charged:
        day = one.at.date()
        counts = weeks.setdefault(day - timedelta(days=day.weekday()), dict.fromkeys(STAGES, 0))
        counts[one.stage] += 1
    return tuple(Week(begins=begins, by_stage=weeks[begins]) for begins in sorted(weeks))


def _offered(basis: Basis) -> set[str]:
    """Return the beginnings of the names of all candidates."""
    return {
        found.offered[at : at + BEGINNING]
        for found in basis.found
        for at in range(0, len(found.offered), BEGINNING)
    }
