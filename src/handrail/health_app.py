"""The part of the composition root that checks the knowledge; loaded when that is asked for.

Apart from app.py for its size.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from handrail.adapters.search.likeness import EmbeddedLikeness, LikenessWhenUsed
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import SourceName
from handrail.flow.decide_finding import FindingPorts
from handrail.flow.examine_docs import DocsPorts
from handrail.flow.gap_ports import GapPorts
from handrail.flow.health_checks import CHECKS, contradictions_by
from handrail.flow.health_ports import HealthPorts, KnowledgeCheck, ListsFiles
from handrail.flow.ports import Embedder, Source
from handrail.gap_app import GapShared, gap_check, gap_ports, reviewed_check
from handrail.kernel.clock import Clock


class HealthShared(GapShared, Protocol):
    """What checking shares with the rest of the project."""

    @property
    def sources(self) -> Sequence[Source]:
        """Return the configured sources."""
        ...


class HealthApp:
    """Hold what looks after the knowledge of one project."""

    def __init__(self, shared: HealthShared) -> None:
        self._shared = shared

    @cached_property
    def ports(self) -> HealthPorts:
        """Return what checking the knowledge needs."""
        return HealthPorts(
            store=self._shared.store,
            checks=self.checks(),
            sources=lambda: self._shared.sources,
            files=lambda: files_of(self._shared.sources),
            clock=self._shared.clock,
        )

    @property
    def deciding(self) -> FindingPorts:
        """Return what deciding on findings needs."""
        return FindingPorts(store=self._shared.store, clock=self._shared.clock)

    def checks(self) -> tuple[KnowledgeCheck, ...]:
        """Return every check that this project can run."""
        likeness = EmbeddedLikeness(self._shared.embedder)
        return (
            contradictions_by(likeness),
            *CHECKS,
            gap_check(self._shared),
            reviewed_check(self._shared),
        )

    @cached_property
    def gaps(self) -> GapPorts:
        """Return what finding gaps, drafting articles and deciding on them need."""
        return gap_ports(self._shared)


def docs_ports(folder: Path, clock: Clock) -> DocsPorts:
    """Return what checking a folder needs where there is no project: nothing is kept."""
    from handrail.adapters.sources.articles import ArticleFolder

    def embedder() -> Embedder:
        from handrail.adapters.models.minilm import MiniLmEmbedder

        return MiniLmEmbedder()

    defaults = SourceDefaults(source=SourceName(folder.resolve().name or "docs"))
    return DocsPorts(
        source=ArticleFolder(path=folder, defaults=defaults),
        checks=(contradictions_by(LikenessWhenUsed(embedder)), *CHECKS),
        today=clock.now().date(),
    )


def files_of(sources: Sequence[Source]) -> Mapping[SourceName, frozenset[str]]:
    """Return every file of the sources that can tell."""
    listing = [source for source in sources if isinstance(source, ListsFiles)]
    return {source.name: source.all_files() for source in listing}
