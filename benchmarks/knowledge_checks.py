"""Run the checks that need no model on real help centres, and on the same centre many times over.

`python -m benchmarks.knowledge_checks` prints findings by kind, then seconds by size. `--read 50`
prints so many of each kind, drawn by a fixed seed, to be read by eye.
"""

import argparse
import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks.projects import CENTRES, NOT_SET, data_folder
from benchmarks.served import articles_below, knowledge_of
from handrail.adapters.sources.folder import paths_below
from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge
from handrail.domain.knowledge.model import Article, ArticleId, Passage, SourceName
from handrail.flow.check_knowledge import look
from handrail.flow.health_checks import CHECKS

_SIZES = (1, 2, 4, 8)


def main() -> int:
    """Print what is found and how long it takes; return 2 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=int, default=0)
    asked = parser.parse_args()
    data = data_folder()
    if data is None:
        print(NOT_SET, file=sys.stderr)
        return 2
    found: list[Finding] = []
    for name in CENTRES:
        knowledge = read_centre(data / "help" / name / "articles", name)
        looked = look(knowledge, CHECKS)
        found += looked.findings
        counts = Counter(finding.kind.value for finding in looked.findings)
        print(f"{name}: {_size(knowledge)}: {dict(counts)} in {looked.milliseconds} ms")
    _grow(data)
    _show(found, asked.read)
    return 0


def read_centre(folder: Path, name: str) -> Knowledge:
    """Read a centre's articles as they are, with the files beside them."""
    return replace(
        knowledge_of([*articles_below(folder, name)]),
        today=datetime.now(UTC).date(),
        files={SourceName(name): paths_below(folder)},
    )


def many_times(knowledge: Knowledge, times: int) -> Knowledge:
    """Return a centre several times over, each time as a source of its own."""
    articles: list[Article] = []
    passages: list[Passage] = []
    for copy in range(times):
        for article in knowledge.articles:
            source = SourceName(f"{article.source}{copy}")
            ref = ArticleId(f"{source}/{article.id.partition('/')[2]}")
            articles.append(replace(article, id=ref, source=source, product=str(copy)))
        for passage in knowledge.passages:
            named = passage.article.partition("/")
            passages.append(replace(passage, article=ArticleId(f"{named[0]}{copy}/{named[2]}")))
    return replace(knowledge, articles=articles, passages=passages, files={})


def _grow(data: Path) -> None:
    knowledge = read_centre(data / "help" / "travis" / "articles", "travis")
    for times in _SIZES:
        grown = many_times(knowledge, times)
        began = perf_counter()
        look(grown, CHECKS)
        print(f"travis {times} times over: {_size(grown)}: {perf_counter() - began:.1f} s")


def _size(knowledge: Knowledge) -> str:
    return f"{len(knowledge.articles)} articles, {len(knowledge.passages)} passages"


def _show(found: list[Finding], most: int) -> None:
    for kind in FindingKind:
        some = [finding for finding in found if finding.kind is kind]
        random.Random(7).shuffle(some)
        for finding in some[:most]:
            print(f"\n{kind.value} ({finding.severity.value}) {', '.join(finding.articles)}")
            print(f"  {finding.why}")
            for quote in finding.quotes:
                print(f"  “{' '.join(quote.text.split())[:240]}”")


if __name__ == "__main__":
    sys.exit(main())
