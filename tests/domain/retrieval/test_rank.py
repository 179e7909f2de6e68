from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.retrieval.features import FEATURES, feature_table
from handrail.domain.retrieval.model import Candidate, Candidates, SnapshotId
from handrail.domain.retrieval.rank import MOST_OF_ONE_ARTICLE, rank
from handrail.domain.retrieval.ranker_weights import WEIGHTS
from tests.builders import a_passage


def _candidate(name: str, **signals: float) -> Candidate:
    return Candidate(
        passage=PassageId(name), signals=signals, unit_scores=(signals.get("unit", 0.0),)
    )


def _passage(name: str, article: str) -> Passage:
    return a_passage(f"Text {name}.", id=PassageId(name), article=ArticleId(article))


def _candidates(*items: Candidate) -> Candidates:
    return Candidates(items=items, snapshot=SnapshotId("s"))


def test_what_speaks_of_the_question_comes_first() -> None:
    passages = {PassageId(n): _passage(n, n) for n in ("weak", "strong")}
    weak = _candidate("weak", lexical=1.0, dense=0.1, unit=0.1, cover=0.2)
    strong = _candidate("strong", lexical=9.0, dense=0.6, unit=0.7, cover=1.0, pairs_body=1.0)

    hits = rank(_candidates(weak, strong), passages)

    assert [(hit.rank, hit.passage.id) for hit in hits] == [(1, "strong"), (2, "weak")]
    assert hits[0].score > hits[1].score


def test_a_passage_that_is_no_longer_served_vanishes() -> None:
    kept = {PassageId("kept"): _passage("kept", "a")}

    hits = rank(_candidates(_candidate("gone", dense=0.9), _candidate("kept", dense=0.1)), kept)

    assert [hit.passage.id for hit in hits] == ["kept"]


def test_one_article_does_not_crowd_out_the_others() -> None:
    names = [f"p{n}" for n in range(6)]
    passages = {PassageId(n): _passage(n, "same") for n in names}
    passages[PassageId("other")] = _passage("other", "other")
    items = [_candidate(n, dense=0.9, unit=0.9) for n in names] + [_candidate("other", dense=0.1)]

    hits = rank(_candidates(*items), passages)

    assert len(hits) == MOST_OF_ONE_ARTICLE + 1
    assert hits[-1].passage.id == "other"


def test_no_candidates_give_no_hits() -> None:
    assert rank(_candidates(), {}) == ()


def test_every_feature_has_a_weight_and_a_column() -> None:
    table = feature_table([_candidate("a", dense=0.5)], [ArticleId("a")])

    assert set(WEIGHTS) == set(FEATURES)
    assert table.shape == (1, len(FEATURES))


def test_the_second_passage_of_an_article_speaks_for_it() -> None:
    items = [_candidate(n, fusion=f) for n, f in (("a1", 0.9), ("a2", 0.6), ("b", 0.8))]

    table = feature_table(items, [ArticleId("a"), ArticleId("a"), ArticleId("b")])

    assert table[:, FEATURES.index("article_second")].tolist() == [0.6, 0.6, 0.0]
