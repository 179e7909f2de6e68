from dataclasses import replace

from handrail.domain.knowledge.model import Audience, PassageId
from handrail.domain.retrieval.model import PUBLIC, Candidate, Candidates, Scope, SnapshotId
from handrail.flow.search_knowledge import search_knowledge
from tests.builders import an_article, an_entry, passages_for
from tests.fakes import FakeStore

KEPT = an_article("help/kept.md")
GONE = an_article("help/gone.md")


class _OldIndex:
    """Offer both articles, whatever became of them since."""

    def candidates(self, _question: str, _scope: Scope, _depth: int) -> Candidates:
        refs = [passages_for(article)[0].id for article in (GONE, KEPT)]
        return Candidates(
            items=tuple(_candidate(ref) for ref in refs),
            snapshot=SnapshotId("old"),
            term_weights={"refund": 2.0},
        )


def _candidate(ref: PassageId) -> Candidate:
    return Candidate(passage=ref, signals={"dense": 0.5, "fusion": 0.5}, unit_scores=(0.4, 0.2))


def test_a_retired_article_is_not_found_though_the_index_still_holds_it() -> None:
    store = FakeStore()
    with store.write() as writing:
        writing.publish(KEPT, passages_for(KEPT), an_entry())
        writing.publish(GONE, passages_for(GONE), an_entry())
        writing.retire(GONE.id, an_entry())

    result = search_knowledge("refund", PUBLIC, _OldIndex(), store)

    assert [hit.passage.article for hit in result.hits] == [KEPT.id]
    assert len(result.first_stage) == 2
    assert result.term_weights == {"refund": 2.0}


def test_an_article_made_internal_since_is_not_found() -> None:
    store = FakeStore()
    hidden = tuple(replace(p, audience=Audience.INTERNAL) for p in passages_for(GONE))
    with store.write() as writing:
        writing.publish(KEPT, passages_for(KEPT), an_entry())
        writing.publish(GONE, hidden, an_entry())

    result = search_knowledge("refund", PUBLIC, _OldIndex(), store)

    assert [hit.passage.article for hit in result.hits] == [KEPT.id]


def test_all_are_ranked_and_only_the_best_are_read() -> None:
    store = FakeStore()
    with store.write() as writing:
        writing.publish(KEPT, passages_for(KEPT), an_entry())
        writing.publish(GONE, passages_for(GONE), an_entry())

    whole = search_knowledge("refund", PUBLIC, _OldIndex(), store)
    best = search_knowledge("refund", PUBLIC, _OldIndex(), store, 1)

    assert best.hits == whole.hits[:1]
    assert best.beyond == (whole.hits[1].passage.id,)
    assert whole.beyond == ()


def test_a_retired_article_does_not_take_the_place_of_one_that_is_read() -> None:
    store = FakeStore()
    with store.write() as writing:
        writing.publish(KEPT, passages_for(KEPT), an_entry())
        writing.publish(GONE, passages_for(GONE), an_entry())
        writing.retire(GONE.id, an_entry())

    result = search_knowledge("refund", PUBLIC, _OldIndex(), store, 1)

    assert [hit.passage.article for hit in result.hits] == [KEPT.id]
    assert result.beyond == ()
