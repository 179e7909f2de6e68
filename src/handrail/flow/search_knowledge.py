"""Find what the help centre says about a question: candidates, those still served, then ranked."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from handrail.domain.knowledge.model import Passage, PassageId, Standing
from handrail.domain.retrieval.columns import columns_of
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.domain.retrieval.rank import hits_of, ranked_of
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.contested_ports import ContestedRead
from handrail.flow.ports import SearchIndex
from handrail.kernel.canonical import storable

DEPTH = 150
"""Passages that the first stage offers to the ranker."""


class ShelfRead(ContestedRead, Protocol):
    """Read which passages stand, and which of them are contested."""

    def standings(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Standing]:
        """Return how those passages stand whose article version is served."""
        ...

    def live_passages(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Passage]:
        """Return those passages whose article version is served."""
        ...


class Shelf(Protocol):
    """Open what the index is checked against: the database, or a past state of it."""

    def read(self) -> AbstractContextManager[ShelfRead]:
        """Open a short reading transaction."""
        ...


def search_knowledge(
    question: str, scope: Scope, index: SearchIndex, store: Shelf, most: int | None = None
) -> SearchResult:
    """Return the live passages in scope that bear on a standalone question, best first.

    Every candidate is ranked; `most` is how many of the best are read, None for all of them.
    """
    candidates = index.candidates(storable(question), scope, DEPTH)
    offered = columns_of(candidates.items).passages
    with store.read() as reading:
        # The index may be older than the database: what was retired or made internal since is not
        # to be shown. Both looks are into the same state, so that what stands can be read.
        standings = reading.standings(offered)
        articles = {ref: held.article for ref, held in standings.items() if _is_in(scope, held)}
        ranked = ranked_of(candidates, articles)
        passages = reading.live_passages([one.passage for one in ranked[:most]])
        contested = reading.contested(list(passages))
    return SearchResult(
        question=question,
        hits=hits_of(ranked[:most], candidates, passages),
        snapshot=candidates.snapshot,
        beyond=tuple(one.passage for one in ranked[len(passages) :]),
        first_stage=tuple(offered),
        contested=contested,
        term_weights=candidates.term_weights,
        timings_ms=candidates.timings_ms,
    )


def _is_in(scope: Scope, held: Standing) -> bool:
    return is_in_scope(
        scope,
        audience=held.audience,
        locale=held.locale,
        product=held.product,
        site=held.site,
    )
