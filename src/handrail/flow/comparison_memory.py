"""Remember what was compared beyond the process: another one carries on where this one ended."""

from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from handrail.domain.knowledge.health.carried_on import Carried, still_known
from handrail.domain.knowledge.health.comparison import (
    Comparison,
    comparison_of,
    read_back,
    versions_gone,
)
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import ArticleId, Passage, VersionId
from handrail.kernel.errors import Conflict


class ComparisonStore(Protocol):
    """Keep what was compared last; what is lost is only compared again."""

    def kept(self) -> Comparison | None:
        """Return it, or None where nothing is kept that can be read."""
        ...

    def keep(self, comparison: Comparison) -> None:
        """Keep this instead."""
        ...

    def passages_of(self, versions: Mapping[ArticleId, VersionId]) -> tuple[Passage, ...]:
        """Return the passages of these article versions, served or not."""
        ...


class ComparisonMemory:
    """Remember what this process compared, or else what the last one did that compared all."""

    def __init__(self, store: ComparisonStore, by: str) -> None:
        self._store, self._by = store, by
        self._held = Carried()
        self._kept: Comparison | None = None

    def known(
        self, knowledge: Knowledge, statements: Sequence[Statement], changed: Set[ArticleId] | None
    ) -> Carried:
        """Return what can be carried on."""
        own = still_known(self._held, statements, changed)
        if changed is None or own.is_whole:
            return own
        kept = still_known(self._read_back(knowledge, statements), statements, changed)
        return kept if kept.is_whole else own

    def hold(self, carried: Carried, knowledge: Knowledge) -> None:
        """Remember this instead, and keep it where everything was compared."""
        self._held = carried
        new = comparison_of(carried, knowledge, self._by)
        if new is None or new == self._kept:
            return
        try:
            self._store.keep(new)
        except Conflict:  # another process keeps what it compared, just now
            return
        self._kept = new

    def _read_back(self, knowledge: Knowledge, statements: Sequence[Statement]) -> Carried:
        kept = self._store.kept()
        if kept is None or kept.by != self._by:
            return Carried()
        self._kept = kept
        gone = self._store.passages_of(versions_gone(kept, knowledge))
        return read_back(kept, gone, knowledge, statements)
