"""How often does the guard refuse the truth in other words, and find a planted error?

`python -m benchmarks.guard_claims` checks claims written by hand in `evaluations/datasets`, each
with all of its evidence as the quote. The guard's lists were written with the lines marked `tune`
at hand; `report` is what to go by.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Citation, Claim, Draft
from handrail.domain.knowledge.model import (
    ArticleId,
    Audience,
    Passage,
    PassageId,
    Unit,
    UnitKind,
    VersionId,
)
from handrail.domain.quality.figures import share_figure
from handrail.kernel.ids import digest

DATASETS = Path(__file__).parents[1] / "evaluations" / "datasets"
_VERSION = VersionId("1")


def main() -> int:
    """Check and print."""
    refused: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in (*_rows("paraphrased_claims"), *_rows("planted_edits")):
        kind = row.get("kind", "true, in other words")
        for name in (kind,) if row["supported"] else (kind, "every planted edit"):
            refused[name, row["split"]].append(is_refused(row))
    for (name, split), verdicts in sorted(refused.items()):
        found = share_figure(sum(verdicts), len(verdicts), clopper_pearson)
        shown = f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f}, n {found.n})"
        print(f"{name:<22} {split:<7} refused {shown}")
    return 0


def is_refused(row: Mapping[str, Any]) -> bool:
    """Tell whether the guard refuses a claim that quotes all of its evidence."""
    passages = [_passage(text) for text in row["evidence"]]
    cited = tuple(map(_whole, passages))
    draft = Draft(claims=(Claim(text=row["text"], citations=cited),), writer="by hand")
    return not QuoteChecker().check(draft, {one.id: one for one in passages}).supported


def _passage(text: str) -> Passage:
    return Passage(
        id=PassageId(digest(text)),
        article=ArticleId("help/evidence.md"),
        version=_VERSION,
        position=0,
        title="",
        headings=(),
        anchor="",
        text=text,
        units=(Unit(start=0, end=len(text), kind=UnitKind.SENTENCE),),
        audience=Audience.PUBLIC,
        locale="en",
    )


def _whole(passage: Passage) -> Citation:
    return Citation(
        article=passage.article,
        version=passage.version,
        title=passage.title,
        url=None,
        passage=passage.id,
        headings=(),
        quote=passage.text,
    )


def _rows(name: str) -> Iterator[dict[str, Any]]:
    lines = (DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return map(json.loads, lines)


if __name__ == "__main__":
    sys.exit(main())
