"""Which statements have to be compared after an edit, and what stands of what was found before?

Two statements that stay as they are make of each other what they made the last time. Compared are
those that came, which is all of an article that got another title or language, and those of a
changed article that share a rare word with what came or went: by rare words they are brought
together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from handrail.domain.knowledge.health.blocking import rare_among
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Hold what is known of the statements that were there when some were last compared."""

    seen: Mapping[int, Statement] = field(default_factory=dict)
    """All of them, by identity; holding them keeps their identities theirs."""
    compared: Set[int] = frozenset()
    """Those of which each was compared with all that were seen."""
    clashes: Sequence[Clash] = ()
    """What was found of those that were compared."""

    @property
    def is_whole(self) -> bool:
        """Tell whether all that was there was compared."""
        return bool(self.seen) and len(self.compared) == len(self.seen)


class Memory(Protocol):
    """Remember what was carried on last, for one way to tell what sentences mean."""

    def known(
        self, knowledge: Knowledge, statements: Sequence[Statement], changed: Set[ArticleId] | None
    ) -> Carried:
        """Return what of it can be carried on."""
        ...

    def hold(self, carried: Carried, knowledge: Knowledge) -> None:
        """Remember this instead."""
        ...


class LastCarried:
    """Remember it while the process runs."""

    def __init__(self) -> None:
        self._held = Carried()

    def known(
        self,
        knowledge: Knowledge,  # noqa: ARG002 - a memory that outlives the process needs it
        statements: Sequence[Statement],
        changed: Set[ArticleId] | None,
    ) -> Carried:
        """Return what of it can be carried on."""
        return still_known(self._held, statements, changed)

    def hold(self, carried: Carried, knowledge: Knowledge) -> None:  # noqa: ARG002 - as above
        """Remember this instead."""
        self._held = carried


def still_known(
    before: Carried, statements: Sequence[Statement], changed: Set[ArticleId] | None
) -> Carried:
    """Return what can be carried on: nothing where more came than what changed brought along."""
    if changed is None:
        return Carried()
    came = (one for one in statements if id(one) not in before.seen)
    return Carried() if any(one.article not in changed for one in came) else before


def to_compare(
    statements: Sequence[Statement],
    changed: Set[ArticleId],
    counts: Mapping[str, int],
    before: Carried,
) -> list[int]:
    """Return the places of those statements of changed articles that have to be compared."""
    rare = rare_among(_moved(statements, before), counts)
    return [
        at
        for at, one in enumerate(statements)
        if one.article in changed
        and (id(one) not in before.compared or not rare.isdisjoint(one.keys))
    ]


def _moved(statements: Sequence[Statement], before: Carried) -> frozenset[str]:
    """Return the words that stand in more or in fewer statements than before."""
    if not before.seen:
        return frozenset()
    there = frozenset(map(id, statements))
    went = [one for ref, one in before.seen.items() if ref not in there]
    came = [one for one in statements if id(one) not in before.seen]
    counts = Counter(key for one in came for key in one.keys)
    counts.subtract(key for one in went for key in one.keys)
    return frozenset(key for key, count in counts.items() if count)


def carried_on(
    statements: Sequence[Statement],
    asked: Iterable[int],
    found: Sequence[Clash],
    before: Carried,
) -> Carried:
    """Return what is known once those that were asked for were compared with all."""
    anew = {id(statements[at]) for at in asked}
    seen = {id(one): one for one in statements}
    left = seen.keys() - anew
    stay = (one for one in before.clashes if {id(one.one), id(one.other)} <= left)
    return Carried(
        seen=seen,
        compared=(before.compared & seen.keys()) | anew,
        clashes=(*stay, *found),
    )
