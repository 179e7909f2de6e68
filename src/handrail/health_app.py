"""The part of the composition root that checks the knowledge; loaded when that is asked for.

Apart from app.py for its size.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from handrail.adapters.search.likeness import EmbeddedLikeness, LikenessWhenUsed
from handrail.adapters.sql.knowledge_comparison import SqlComparisonStore
from handrail.adapters.sql.links_elsewhere import SqlAddressMemory
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.health.comparison import compared_by
from handrail.domain.knowledge.health.elsewhere import EVERY_SITE, Choice
from handrail.domain.knowledge.model import SourceName
from handrail.flow.ask_elsewhere import gone_links_check
from handrail.flow.comparison_memory import ComparisonMemory
from handrail.flow.decide_finding import FindingPorts
from handrail.flow.elsewhere_ports import ElsewherePorts
from handrail.flow.examine_docs import DocsPorts
from handrail.flow.gap_ports import GapPorts
from handrail.flow.health_checks import CHECKS, contradictions_by
from handrail.flow.health_ports import HealthPorts, KnowledgeCheck, ListsFiles
from handrail.flow.ports import Embedder, Source
from handrail.gap_app import GapShared, gap_check, gap_ports, reviewed_check
from handrail.kernel.clock import Clock
from handrail.knowledge_settings import ExternalLinkSettings
from handrail.settings import Settings
from handrail.web_app import other_sites


class HealthShared(GapShared, Protocol):
    """What checking shares with the rest of the project."""

    @property
    def settings(self) -> Settings:
        """Return the project's settings."""
        ...

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
    def _external(self) -> ExternalLinkSettings:
        return self._shared.settings.knowledge.external_links

    @property
    def deciding(self) -> FindingPorts:
        """Return what deciding on findings needs."""
        return FindingPorts(store=self._shared.store, clock=self._shared.clock)

    def checks(self) -> tuple[KnowledgeCheck, ...]:
        """Return every check that this project can run."""
        embedder = self._shared.embedder
        likeness = EmbeddedLikeness(embedder)
        by = compared_by(version("handrail"), embedder.name)
        memory = ComparisonMemory(SqlComparisonStore(self._shared.store), by)
        return (
            contradictions_by(likeness, memory),
            *CHECKS,
            gap_check(self._shared),
            reviewed_check(self._shared),
            gone_links_check(SqlAddressMemory(self._shared.store), choice_of(self._external)),
        )

    def elsewhere(self, is_stopped: Callable[[], bool] = lambda: False) -> ElsewherePorts:
        """Return what opening links to other sites needs; nothing is opened yet."""
        return ElsewherePorts(
            store=self._shared.store,
            sites=other_sites(self._external, is_stopped),
            memory=SqlAddressMemory(self._shared.store),
            clock=self._shared.clock,
            choice=choice_of(self._external),
        )

    @cached_property
    def gaps(self) -> GapPorts:
        """Return what finding gaps, drafting articles and deciding on them need."""
        return gap_ports(self._shared)


def docs_ports(
    folder: Path, clock: Clock, external: ExternalLinkSettings | None = None
) -> DocsPorts:
    """Return what checking a folder needs where there is no project: nothing is kept.

    Links to other sites are opened where `external` says how.
    """
    from handrail.adapters.sources.articles import ArticleFolder

    def embedder() -> Embedder:
        from handrail.adapters.models.minilm import MiniLmEmbedder

        return MiniLmEmbedder()

    defaults = SourceDefaults(source=SourceName(folder.resolve().name or "docs"))
    return DocsPorts(
        source=ArticleFolder(path=folder, defaults=defaults),
        checks=(contradictions_by(LikenessWhenUsed(embedder)), *CHECKS),
        today=clock.now().date(),
        sites=None if external is None else other_sites(external, lambda: False),
        choice=EVERY_SITE if external is None else choice_of(external),
    )


def choice_of(said: ExternalLinkSettings) -> Choice:
    """Return which addresses of other sites are opened."""
    return Choice(leave_out=said.leave_out, named_hosts=frozenset(said.private_hosts))


def files_of(sources: Sequence[Source]) -> Mapping[SourceName, frozenset[str]]:
    """Return every file of the sources that can tell."""
    listing = [source for source in sources if isinstance(source, ListsFiles)]
    return {source.name: source.all_files() for source in listing}
