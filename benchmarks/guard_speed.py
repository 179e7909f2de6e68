"""How long does the guard take over a claim? Measured on claims that rephrase their quotes."""

import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from handrail.domain.answering.checks.clauses import sentences_of
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

_CLAIMS = Path(__file__).parents[1] / "evaluations/datasets/paraphrased_claims.jsonl"
_WANTED_MS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSpeed:
    """Hold what the check of one claim takes, in milliseconds."""

    claims: int
    p50: float
    p95: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures as they are printed."""
        return (
            Figure(name="Check of a claim, p50", value=self.p50, unit="ms", target=_WANTED_MS),
            Figure(name="Check of a claim, p95", value=self.p95, unit="ms"),
        )


def measure(rounds: int = 3) -> GuardSpeed:
    """Check every rephrased claim anew; nothing that was read before is remembered."""
    checker = QuoteChecker()
    rows = [json.loads(line) for line in _CLAIMS.read_text(encoding="utf-8").splitlines()]
    drafts = [_draft(row["text"], row["evidence"]) for row in rows]
    taken = []
    for _ in range(rounds):
        sentences_of.cache_clear()
        for draft, passages in drafts:
            began = time.perf_counter()
            checker.check(draft, passages)
            taken.append(1e3 * (time.perf_counter() - began))
    return GuardSpeed(
        claims=len(rows),
        p50=statistics.median(taken),
        p95=statistics.quantiles(taken, n=20)[-1],
    )


def _draft(text: str, evidence: list[str]) -> tuple[Draft, dict[PassageId, Passage]]:
    passages = [_passage(number, said) for number, said in enumerate(evidence)]
    citations = tuple(
        Citation(
            article=passage.article,
            version=passage.version,
            title=passage.title,
            url=None,
            passage=passage.id,
            headings=(),
            quote=passage.text,
        )
        for passage in passages
    )
    draft = Draft(claims=(Claim(text=text, citations=citations),), writer="benchmark")
    return draft, {passage.id: passage for passage in passages}


def _passage(number: int, text: str) -> Passage:
    return Passage(
        id=PassageId(f"{number}"),
        article=ArticleId(f"help/{number}.md"),
        version=VersionId("1"),
        position=0,
        title="",
        headings=(),
        anchor="",
        text=text,
        units=(Unit(start=0, end=len(text), kind=UnitKind.SENTENCE),),
        audience=Audience.PUBLIC,
        locale="en",
    )
