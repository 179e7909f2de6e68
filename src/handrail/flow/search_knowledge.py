"""Find what the help centre says about a question: candidates, those still served, then ranked."""

from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.domain.retrieval.rank import rank
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.ports import SearchIndex, Store
from handrail.kernel.canonical import storable

DEPTH = 150
"""Passages that the first stage offers to the ranker."""


def search_knowledge(question: str, scope: Scope, index: SearchIndex, store: Store) -> SearchResult:
    """Return the live passages in scope that bear on a standalone question, best first."""
    candidates = index.candidates(storable(question), scope, DEPTH)
    offered = [candidate.passage for candidate in candidates.items]
    with store.read() as reading:
        live = reading.live_passages(offered)
    # The index may be older than the database: an article made internal since is not to be shown.
    passages = {ref: passage for ref, passage in live.items() if _still_in(scope, passage)}
    return SearchResult(
        question=question,
        hits=rank(candidates, passages),
        snapshot=candidates.snapshot,
        first_stage=tuple(offered),
        term_weights=candidates.term_weights,
        timings_ms=candidates.timings_ms,
    )


def _still_in(scope: Scope, passage: Passage) -> bool:
    return is_in_scope(
        scope,
        audience=passage.audience,
        locale=passage.locale,
        product=passage.product,
        site=passage.site,
    )
