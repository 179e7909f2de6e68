"""Claims written by hand with their evidence, as drafts that quote all of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

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
from handrail.kernel.ids import digest

_DATASETS = Path(__file__).parents[1] / "evaluations" / "datasets"

Drafted = tuple[Draft, Mapping[PassageId, Passage]]


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of one of the project's own sets."""
    lines = (_DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return map(json.loads, lines)


def drafted(text: str, evidence: Sequence[str]) -> Drafted:
    """Return a draft of one claim, and the passages that it quotes whole."""
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
    draft = Draft(claims=(Claim(text=text, citations=citations),), writer="by hand")
    return draft, {passage.id: passage for passage in passages}


def _passage(number: int, text: str) -> Passage:
    return Passage(
        id=PassageId(digest(text)),
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
