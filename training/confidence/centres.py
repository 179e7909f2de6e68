"""Help centres to learn from, with any article taken away for the length of a question."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.adapters.search.index import SnapshotIndex
from handrail.adapters.sources.documents import read_document
from handrail.adapters.sources.formats import READABLE_SUFFIXES
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.effective import SourceDefaults, effective_article
from handrail.domain.knowledge.model import Article, ArticleId, Passage, PassageId, SourceName
from handrail.domain.retrieval.model import PUBLIC, SearchResult
from handrail.domain.retrieval.rank import rank
from handrail.flow.ports import Embedder, untold
from handrail.flow.search_knowledge import DEPTH
from handrail.kernel.errors import BadInput
from handrail.kernel.failpoints import Failpoints
from training.confidence.kept import NothingKept

_HITS_KEPT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Hold one help centre that can be asked."""

    name: str
    index: SnapshotIndex
    passages: Mapping[PassageId, Passage]

    def find(self, question: str, without: Collection[ArticleId] = ()) -> SearchResult:
        """Return what a search finds, as if some articles had never been written."""
        found = self.index.candidates(question, PUBLIC, DEPTH)
        left = {
            item.passage: passage
            for item in found.items
            if (passage := self.passages[item.passage]).article not in without
        }
        return SearchResult(
            question=question,
            hits=rank(found, left)[:_HITS_KEPT],
            snapshot=found.snapshot,
            first_stage=tuple(left),
            term_weights=found.term_weights,
        )


def indexed(name: str, articles: Iterable[Article], folder: Path, embedder: Embedder) -> Centre:
    """Return a centre of these articles, indexed below a scratch folder."""
    passages = [passage for article in articles for passage in cut(article)]
    passages.sort(key=lambda passage: (passage.article, passage.position))
    index = SnapshotIndex(folder / name, embedder, NothingKept(), Failpoints())
    index.serve(index.prepare(passages, untold).snapshot)
    return Centre(name=name, index=index, passages={passage.id: passage for passage in passages})


def read_folder(name: str, folder: Path) -> Iterator[Article]:
    """Yield the articles of a folder; what cannot be read is left out."""
    defaults = SourceDefaults(source=SourceName(name))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in READABLE_SUFFIXES:
            raw = path.read_bytes()
            place = path.relative_to(folder).as_posix()
            try:
                yield effective_article(place, raw, read_document(path.name, raw), defaults)
            except BadInput:
                continue
