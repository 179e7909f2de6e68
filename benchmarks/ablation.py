"""What each choice of the retrieval is worth, on every real help centre.

    HANDRAIL_DATA=… python -m benchmarks.ablation [--cache FOLDER] [--centre NAME …]

Compares passage sizes, the lexical fields and ways to fuse, and writes the table to
`docs/reference/ablation.md`. The ranker's own figures, on centres it has not seen, are in
`training/ranker/REPORT.md`; here it is the one that is shipped.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.domain.knowledge.cut import CutRules
from handrail.domain.knowledge.model import ArticleId, Passage
from handrail.domain.quality.figures import mean_figure
from handrail.domain.retrieval.features import FEATURES, Floats, feature_table
from handrail.domain.retrieval.model import PUBLIC, Candidate
from handrail.domain.retrieval.ranker_weights import WEIGHTS
from handrail.flow.search_knowledge import DEPTH
from training.ranker.corpora import (
    CENTRES,
    Corpus,
    FileVectorCache,
    corpus_of,
    data_folder,
    index_of,
)

SIZES = (100, 200, 400)
USUAL = 200
CARRIED: Mapping[str, Callable[[Passage], Passage]] = {
    "title and headings": lambda passage: passage,
    "title only": lambda passage: replace(passage, headings=()),
    "nothing": lambda passage: replace(passage, title="", headings=()),
}
"""What is carried along with a passage's text, in its vector and in the word index."""
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "ablation.md"
_RRF = 60

Scores = Callable[[Mapping[str, Floats]], Floats]
Ranks = dict[str, list[float]]


def _blend(dense: float) -> Scores:
    return lambda f: (1 - dense) * f["lexical"] + dense * f["dense"]


def _reciprocal(found: Mapping[str, Floats]) -> Floats:
    places = [np.argsort(np.argsort(-found[name])) for name in ("lexical", "dense")]
    return np.asarray(sum(1.0 / (_RRF + 1 + place) for place in places))


def _shipped(found: Mapping[str, Floats]) -> Floats:
    return np.asarray(sum(weight * found[name] for name, weight in WEIGHTS.items()))


WAYS: Mapping[str, Scores] = {
    "BM25, body alone": lambda f: f["body"],
    "BM25, body and title": lambda f: f["body"] + f["title"],
    "BM25, body and headings": lambda f: f["body"] + f["headings"],
    "BM25, body, title and headings alike": lambda f: f["body"] + f["title"] + f["headings"],
    "BM25, body doubled": lambda f: 2 * f["body"] + f["title"] + f["headings"],
    "BM25, all fields as shipped": lambda f: f["lexical"],
    "dense": lambda f: f["dense"],
    "best sentence": lambda f: f["unit"],
    "reciprocal ranks": _reciprocal,
    "convex .3 dense": _blend(0.3),
    "convex .5 dense": _blend(0.5),
    "convex .7 dense": _blend(0.7),
    "ranker as shipped": _shipped,
}


def main() -> int:
    """Measure every variant on every centre and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "handrail")
    parser.add_argument("--centre", action="append", choices=CENTRES)
    arguments = parser.parse_args()
    data = data_folder()
    if data is None:
        print("HANDRAIL_DATA is not set: it names the folder with the real help centres.")
        return 2
    centres = tuple(arguments.centre or CENTRES)
    rows: dict[str, dict[str, list[float]]] = {}
    for size, carried in ((size, c) for size in SIZES for c in CARRIED):
        if size != USUAL and carried != "title and headings":
            continue
        name = f"{size} tokens, {carried} carried"
        rules = CutRules(target_tokens=size, max_tokens=2 * size)
        for centre in centres:
            corpus = corpus_of(centre, data, rules)
            corpus = replace(corpus, passages=tuple(map(CARRIED[carried], corpus.passages)))
            for way, ranks in _ranks(corpus, arguments.cache / name.replace(" ", "-")).items():
                rows.setdefault(f"{name}: {way}", {})[centre] = ranks
    page = _page(rows, centres)
    print(page)
    if centres == CENTRES:
        _PAGE.write_text(page, "utf-8")
    return 0


def _ranks(corpus: Corpus, cache: Path) -> Ranks:
    vectors = FileVectorCache(cache / f"{corpus.name}.vectors")
    index = index_of(corpus, cache / f"{corpus.name}.index", MiniLmEmbedder(), vectors)
    article_of = {passage.id: passage.article for passage in corpus.passages}
    ranks: Ranks = {way: [] for way in WAYS}
    for asked in corpus.questions:
        items = index.candidates(asked.question, PUBLIC, DEPTH).items
        articles = [article_of[item.passage] for item in items]
        found = _columns(items, articles)
        for way, score in WAYS.items():
            ranks[way].append(_rank(score(found), articles, asked.articles))
    print(f"{corpus.name}: {len(corpus.passages)} passages", flush=True)
    return ranks


def _columns(items: Sequence[Candidate], articles: Sequence[ArticleId]) -> Mapping[str, Floats]:
    table = feature_table(items, articles)
    return {name: table[:, place] for place, name in enumerate(FEATURES)}


def _rank(scores: Floats, articles: Sequence[ArticleId], right: frozenset[ArticleId]) -> float:
    order = dict.fromkeys(articles[place] for place in np.argsort(-scores, kind="stable"))
    return next((n for n, article in enumerate(order, 1) if article in right), float("inf"))


def _page(rows: Mapping[str, Ranks], centres: Sequence[str]) -> str:
    lines = [
        "# What each choice of the retrieval is worth",
        "",
        "Written by `python -m benchmarks.ablation`. Each cell: recall@1 / recall@5 with its 95 %",
        "bootstrap interval over the centre's questions.",
        "",
        "| Variant | " + " | ".join((*centres, "all")) + " |",
        "|---|" + "---|" * (len(centres) + 1),
    ]
    for variant, by_centre in rows.items():
        every = [rank for centre in centres for rank in by_centre[centre]]
        cells = [_cell(ranks) for ranks in (*(by_centre[c] for c in centres), every)]
        lines.append(f"| {variant} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _cell(ranks: Sequence[float]) -> str:
    first = mean_figure([float(rank <= 1) for rank in ranks])
    five = mean_figure([float(rank <= 5) for rank in ranks])
    return f"{first.value:.2f} / {five.value:.2f} ({five.low:.2f} to {five.high:.2f})"


if __name__ == "__main__":
    raise SystemExit(main())
