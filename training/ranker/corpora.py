"""Help centres to train and measure on, with questions of people and questions made of headings."""

import json
import os
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.index import SnapshotIndex
from handrail.adapters.sources.articles import ArticleFolder
from handrail.domain.knowledge.cut import CutRules, cut
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    BlockKind,
    Passage,
    Skipped,
    SourceName,
)
from handrail.flow.ports import Embedder, untold
from handrail.kernel.failpoints import Failpoints

CENTRES = ("chatwoot", "github_policies", "mattermost", "plausible", "travis")
MEASURE_ONLY = frozenset({"mattermost"})
"""Licensed for measuring, not for training what is shipped."""
SAMPLE = "sample"

_ROOT = Path(__file__).resolve().parents[2]
_SHARE_OF_HEADINGS = 0.45
_FEWEST_WORDS = 3
Pair = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """Hold a question and the articles that answer it."""

    question: str
    articles: frozenset[ArticleId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Hold a help centre's passages and the questions asked of it."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[AskedOf, ...]


class FileVectorCache:
    """Keep vectors in a file, so that an experiment is embedded once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, dict[str, Pair]] = {}
        if path.exists():
            self._kept = pickle.loads(path.read_bytes())  # written by this class alone

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, Pair]:
        """Return what is known of the keys."""
        known = self._kept.get(embedder, {})
        return {key: known[key] for key in keys if key in known}

    def keep(self, embedder: str, vectors: Mapping[str, Pair]) -> None:
        """Add vectors."""
        self._kept.setdefault(embedder, {}).update(vectors)

    def save(self) -> None:
        """Write all vectors to the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(pickle.dumps(self._kept, protocol=5))


def data_folder() -> Path | None:
    """Return the folder of the real help centres, or None where it is not set."""
    named = os.environ.get("HANDRAIL_DATA")
    return Path(named) / "help" if named else None


def corpus_of(name: str, data: Path, rules: CutRules | None = None) -> Corpus:
    """Read a help centre with its own questions."""
    articles = list(_articles(name, data))
    questions = data / name / "questions.jsonl"
    if name == SAMPLE:
        questions = _ROOT / "evaluations" / "datasets" / "sample_retrieval.jsonl"
    return Corpus(name=name, passages=_cut(articles, rules), questions=_asked(questions))


def corpus_of_headings(name: str, data: Path) -> Corpus:
    """Read a help centre with some headings taken out and asked as questions instead."""
    chosen = random.Random(name)  # repeatable
    articles = list(_articles(name, data))
    counts = Counter(b.text.lower() for a in articles for b in a.blocks)
    questions: list[AskedOf] = []
    kept: list[Article] = []
    for article in articles:
        hidden: set[int] = set()
        for place, block in enumerate(article.blocks):
            tells = block.kind is BlockKind.HEADING and block.text != article.title
            if not tells or counts[block.text.lower()] > 1:
                continue
            words = len(re.findall(r"\w+", block.text))
            if words >= _FEWEST_WORDS and chosen.random() < _SHARE_OF_HEADINGS:
                hidden.add(place)
                only = frozenset({article.id})
                questions.append(AskedOf(question=block.text, articles=only))
        left = tuple(b for place, b in enumerate(article.blocks) if place not in hidden)
        kept.append(replace(article, blocks=left))
    return Corpus(name=f"{name}-headings", passages=_cut(kept, None), questions=tuple(questions))


def index_of(
    corpus: Corpus, folder: Path, embedder: Embedder, cache: FileVectorCache
) -> SnapshotIndex:
    """Build and serve an index of a corpus."""
    index = SnapshotIndex(folder, embedder, cache, Failpoints())
    built = index.prepare(corpus.passages, untold)
    index.serve(built.snapshot)
    if built.embedded:
        cache.save()
    return index


def _articles(name: str, data: Path) -> Iterator[Article]:
    if name == SAMPLE:
        path, source = _ROOT / "src" / "handrail" / "sample" / "help", SourceName("help")
    else:
        path, source = data / name / "articles_eval", SourceName(name)
    for document in ArticleFolder(path=path, defaults=SourceDefaults(source=source)).documents():
        if isinstance(document, Skipped):
            continue
        yield document.load()[0]


def _cut(articles: Sequence[Article], rules: CutRules | None) -> tuple[Passage, ...]:
    return tuple(passage for article in articles for passage in cut(article, rules or CutRules()))


def _asked(file: Path) -> tuple[AskedOf, ...]:
    lines = (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())
    return tuple(
        AskedOf(question=line["question"], articles=frozenset(map(ArticleId, line["articles"])))
        for line in lines
    )
