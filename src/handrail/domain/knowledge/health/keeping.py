"""What becomes of findings when the knowledge is checked again?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handrail.domain.knowledge.health.model import (
    STANDING,
    Finding,
    FindingId,
    FindingKind,
    FindingState,
    KeptFinding,
)
from handrail.domain.knowledge.model import ArticleId

Compared = Mapping[FindingKind, frozenset[ArticleId] | None]
"""What was looked for anew: by kind, the articles it was compared for; None stands for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Hold what one check found, and what it needs to know to keep it."""

    found: Sequence[Finding]
    compared: Compared
    owners: Mapping[ArticleId, str | None]
    exposure: Mapping[FindingId, int]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Hold what a check changes."""

    new: tuple[KeptFinding, ...] = ()
    returned: tuple[KeptFinding, ...] = ()
    fixed: tuple[KeptFinding, ...] = ()
    reworded: tuple[KeptFinding, ...] = ()
    """Found again with other words or another owner; their state stays."""
    seen: Mapping[FindingId, int] = field(default_factory=dict)
    """The exposure of what is found again as it was."""

    @property
    def changed(self) -> tuple[KeptFinding, ...]:
        """Return every finding to store."""
        return (*self.new, *self.returned, *self.fixed, *self.reworded)


def settle(checked: Checked, kept: Mapping[FindingId, KeptFinding]) -> Settled:
    """Return what becomes of the findings kept so far, and which are new.

    What a person decided stands: accepted stays accepted, and intended stays intended until the
    words of a quoted side change. What is no longer found, where it was looked for, is fixed.
    """
    found = {finding.id: finding for finding in checked.found}
    again = [(kept[ref], finding) for ref, finding in found.items() if ref in kept]
    back = [(held, finding) for held, finding in again if _is_back(held, finding)]
    staying = [(held, finding) for held, finding in again if not _is_back(held, finding)]
    reworded = [
        now for held, finding in staying if _differs(held, now := _as_found(held, finding, checked))
    ]
    moved = {held.finding.id for held in reworded}
    return Settled(
        new=tuple(_new(finding, checked) for ref, finding in found.items() if ref not in kept),
        returned=tuple(_returned(held, finding, checked) for held, finding in back),
        fixed=tuple(
            replace(held, state=FindingState.FIXED)
            for ref, held in kept.items()
            if ref not in found and held.state in STANDING and _was_looked_for(held, checked)
        ),
        reworded=tuple(reworded),
        seen={
            held.finding.id: checked.exposure.get(held.finding.id, 0)
            for held, _ in staying
            if held.finding.id not in moved
        },
    )


def _is_back(held: KeptFinding, found: Finding) -> bool:
    match held.state:
        case FindingState.FIXED:
            return True
        case FindingState.INTENDED:
            return _words(held.finding) != _words(found)
        case FindingState.OPEN | FindingState.ACCEPTED:
            return False


def _words(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return what its sides say, as far as a reader sees a difference."""
    return tuple(sorted((q.article, " ".join(q.text.split()).lower()) for q in finding.quotes))


def _new(found: Finding, checked: Checked) -> KeptFinding:
    return KeptFinding(
        finding=found,
        state=FindingState.OPEN,
        owner=_owner(found, checked),
        exposure=checked.exposure.get(found.id, 0),
        first_seen=checked.at,
        last_seen=checked.at,
        version=0,
    )


def _as_found(held: KeptFinding, found: Finding, checked: Checked) -> KeptFinding:
    return replace(
        held,
        finding=found,
        owner=held.owner or _owner(found, checked),
        exposure=checked.exposure.get(found.id, 0),
        last_seen=checked.at,
    )


def _returned(held: KeptFinding, found: Finding, checked: Checked) -> KeptFinding:
    return replace(_as_found(held, found, checked), state=FindingState.OPEN)


def _differs(held: KeptFinding, now: KeptFinding) -> bool:
    return (held.finding, held.owner, held.severity) != (now.finding, now.owner, now.severity)


def _owner(found: Finding, checked: Checked) -> str | None:
    """Return who has to put it right: the older side of a contradiction is the one to change."""
    sides = sorted(found.articles, key=lambda article: article == found.newer)
    return next(filter(None, (checked.owners.get(article) for article in sides)), None)


def _was_looked_for(held: KeptFinding, checked: Checked) -> bool:
    compared = checked.compared.get(held.finding.kind, frozenset())
    return compared is None or not compared.isdisjoint(held.finding.articles)
