"""Turn passages that a labelled question brings along into what a search would have found."""

from collections.abc import Sequence

from handrail.domain.decision.labelled import GivenPassage
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Audience,
    Block,
    BlockKind,
    Passage,
    SourceName,
    VersionId,
)
from handrail.domain.retrieval.embedded_text import embedded_text, head_text
from handrail.domain.retrieval.model import Hit, SearchResult, SnapshotId
from handrail.flow.ports import Embedder
from handrail.kernel.ids import digest

GIVEN = SourceName("given")


def search_given(question: str, given: Sequence[GivenPassage], embedder: Embedder) -> SearchResult:
    """Return every given passage as a hit, nearest in meaning first; nothing is left out."""
    passages = [piece for place, passage in enumerate(given) for piece in _cut(passage, place)]
    texts = [embedded_text(passage) for passage in passages]
    vectors, unit_vectors = embedder.embed_with_spans(
        [text.text for text in texts], [text.spans for text in texts]
    )
    asked, *heads = embedder.embed([question, *map(head_text, passages)])
    hits = [
        Hit(
            passage=passage,
            rank=1,
            score=float(vectors[row] @ asked),
            signals={
                "dense": float(vectors[row] @ asked),
                "head_dense": float(heads[row] @ asked),
            },
            unit_scores=tuple(float(score) for score in unit_vectors[row] @ asked),
        )
        for row, passage in enumerate(passages)
    ]
    return SearchResult(
        question=question, hits=_ranked(hits), snapshot=SnapshotId(digest(*map(_key, passages)))
    )


def _ranked(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    best_first = sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
    return tuple(
        Hit(
            passage=hit.passage,
            rank=rank,
            score=hit.score,
            signals=hit.signals,
            unit_scores=hit.unit_scores,
        )
        for rank, hit in enumerate(best_first, 1)
    )


def _cut(given: GivenPassage, place: int) -> tuple[Passage, ...]:
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, text=text.strip())
        for text in given.text.split("\n\n")
        if text.strip()
    )
    return cut(
        Article(
            id=ArticleId(f"{GIVEN}/{place}"),
            version=VersionId(digest(given.title, given.text)),
            source=GIVEN,
            title=given.title,
            audience=Audience.PUBLIC,
            locale="en",
            product=None,
            site=None,
            owner=None,
            updated=None,
            review_by=None,
            url=None,
            blocks=blocks,
        )
    )


def _key(passage: Passage) -> str:
    return passage.id
