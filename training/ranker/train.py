"""Train the ranker and report how it does on help centres it has not seen.

    HANDRAIL_DATA=… python -m training.ranker.train [--cache FOLDER]

Writes `src/handrail/domain/retrieval/ranker_weights.py` and `training/ranker/REPORT.md`. The
shipped weights are fitted to questions of the centres whose licence allows it, to the sample
company's, and to headings taken out of articles. Each centre is measured with weights that never
saw it.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.domain.knowledge.model import PassageId
from handrail.domain.quality.figures import mean_figure, paired_difference
from handrail.domain.quality.model import Figure
from handrail.domain.retrieval.features import FEATURES, feature_table
from handrail.domain.retrieval.model import PUBLIC
from training.ranker.corpora import (
    CENTRES,
    MEASURE_ONLY,
    SAMPLE,
    Corpus,
    FileVectorCache,
    corpus_of,
    corpus_of_headings,
    data_folder,
    index_of,
)
from training.ranker.fit import Example, Floats, Share, fit

NAME = "linear-2"
DEPTH = 150  # as in `handrail.flow.search_knowledge`, which needs the weights to be there
PENALTY = 0.01
OWN, HEADINGS, INVENTED = 1.0, 1.0, 0.3
"""How much customers' questions, headings and the sample company's questions count."""

_ROOT = Path(__file__).resolve().parents[2]
_WEIGHTS = _ROOT / "src" / "handrail" / "domain" / "retrieval" / "ranker_weights.py"
_REPORT = Path(__file__).with_name("REPORT.md")
_BASELINES = {"BM25": "lexical", "dense": "dense"}

Examples = Mapping[str, Sequence[Example]]


def main() -> int:
    """Train, measure, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "handrail")
    cache = arguments.parse_args().cache
    data = data_folder()
    if data is None:
        print("HANDRAIL_DATA is not set: it names the folder with the real help centres.")
        return 2
    asked = {name: _examples(corpus_of(name, data), cache) for name in (*CENTRES, SAMPLE)}
    headings = {
        name: _examples(corpus_of_headings(name, data), cache)
        for name in CENTRES
        if name not in MEASURE_ONLY
    }
    _WEIGHTS.write_text(_module(fit(_shares(asked, headings, None), PENALTY)), "utf-8")
    unseen = {name: fit(_shares(asked, headings, name), PENALTY) for name in CENTRES}
    report = _report(asked, unseen)
    _REPORT.write_text(report, "utf-8")
    print(report)
    return 0


def _examples(corpus: Corpus, cache: Path) -> list[Example]:
    vectors = FileVectorCache(cache / f"{corpus.name}.vectors")
    index = index_of(corpus, cache / f"{corpus.name}.index", MiniLmEmbedder(), vectors)
    article_of = {passage.id: passage.article for passage in corpus.passages}
    examples: list[Example] = []
    for asked in corpus.questions:
        items = index.candidates(asked.question, PUBLIC, DEPTH).items
        articles = [article_of[PassageId(item.passage)] for item in items]
        examples.append(
            Example(
                features=feature_table(items, articles),
                is_right=np.array([article in asked.articles for article in articles]),
                articles=tuple(articles),
            )
        )
    print(f"{corpus.name}: {len(examples)} questions, {len(corpus.passages)} passages", flush=True)
    return examples


def _shares(asked: Examples, headings: Examples, unseen: str | None) -> list[Share]:
    centres = [name for name in headings if name != unseen]
    return [
        Share(examples=[e for name in centres for e in asked[name]], weight=OWN),
        Share(examples=[e for name in centres for e in headings[name]], weight=HEADINGS),
        Share(examples=asked[SAMPLE], weight=INVENTED),
    ]


def _rank(example: Example, scores: Floats) -> float:
    seen = dict.fromkeys(example.articles[place] for place in np.argsort(-scores, kind="stable"))
    right = {a for a, is_right in zip(example.articles, example.is_right, strict=True) if is_right}
    return next((n for n, article in enumerate(seen, 1) if article in right), float("inf"))


def _ranks(examples: Sequence[Example], weights: Floats) -> list[float]:
    return [_rank(example, example.features @ weights) for example in examples]


def _single(signal: str) -> Floats:
    return np.array([1.0 if name == signal else 0.0 for name in FEATURES])


def _report(asked: Examples, unseen: Mapping[str, Floats]) -> str:
    rows = {
        "BM25": {name: _ranks(asked[name], _single("lexical")) for name in CENTRES},
        "dense": {name: _ranks(asked[name], _single("dense")) for name in CENTRES},
        "half and half": {
            name: _ranks(asked[name], _single("lexical") + _single("dense")) for name in CENTRES
        },
        "ranker": {name: _ranks(asked[name], unseen[name]) for name in CENTRES},
    }
    lines = [
        "# The ranker on help centres it has not seen",
        "",
        "Written by `python -m training.ranker.train`. All in one run, over the same first stage;",
        "95 % bootstrap intervals over questions. `against` is the ranker's paired gain.",
        "",
    ]
    for depth in (1, 5, 20):
        lines += ["", f"## recall@{depth}", "", "| Centre | n | " + " | ".join(rows) + " |"]
        lines += ["|---|---|" + "---|" * len(rows)]
        for name in (*CENTRES, "all"):
            lines.append(_row(name, depth, rows))
    return "\n".join([*lines, ""])


def _row(name: str, depth: int, rows: Mapping[str, Mapping[str, list[float]]]) -> str:
    found = {
        kind: [float(r <= depth) for c in CENTRES if name in (c, "all") for r in by_centre[c]]
        for kind, by_centre in rows.items()
    }
    cells = [
        _shown(mean_figure(values))
        if kind == "ranker"
        else f"{_shown(mean_figure(values))}; against {_shown(_gain(found['ranker'], values))}"
        for kind, values in found.items()
    ]
    return f"| {name} | {len(found['ranker'])} | " + " | ".join(cells) + " |"


def _gain(ours: Sequence[float], theirs: Sequence[float]) -> Figure:
    return paired_difference(ours, theirs)


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _module(weights: Floats) -> str:
    rows = "\n".join(f'    "{n}": {w:.4f},' for n, w in zip(FEATURES, weights, strict=True))
    return (
        '"""Weights of the ranker; written by `training/ranker/train.py`, not by hand."""\n\n'
        "from collections.abc import Mapping\n\n"
        f'NAME = "{NAME}"\n\n'
        "WEIGHTS: Mapping[str, float] = {\n" + rows + "\n}\n"
        '"""Weight of each feature; their weighted sum is a hit\'s score."""\n'
    )


if __name__ == "__main__":
    raise SystemExit(main())
