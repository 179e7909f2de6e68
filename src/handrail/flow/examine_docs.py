"""Check a folder of help articles as it stands, without a project: for the CI of its repository."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.health.elsewhere import EVERY_SITE, Choice
from handrail.domain.knowledge.health.model import Finding, FindingId, Knowledge, Severity
from handrail.domain.knowledge.model import Article, Skipped, SourceName, Unread
from handrail.flow.ask_elsewhere import AskedElsewhere, open_links_now
from handrail.flow.check_knowledge import look
from handrail.flow.elsewhere_ports import OtherSites
from handrail.flow.health_ports import KnowledgeCheck, ListsFiles
from handrail.flow.ports import Progress, Source, SourceDocument
from handrail.kernel.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsPorts:
    """Hold what checking a folder needs from outside."""

    source: Source
    checks: Sequence[KnowledgeCheck]
    today: date
    sites: OtherSites | None = None
    """What opens links to other sites, where that is asked for."""
    choice: Choice = EVERY_SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """Hold what is wrong with a folder of articles."""

    articles: int
    passages: int
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    known: frozenset[FindingId] = frozenset()
    """What was there before, and is no reason to fail."""
    elsewhere: AskedElsewhere | None = None
    """What came of opening links to other sites, where that was asked for."""

    @property
    def new(self) -> tuple[Finding, ...]:
        """Return what was not there before."""
        return tuple(found for found in self.findings if found.id not in self.known)


def examine_docs(
    ports: DocsPorts, progress: Progress, known: frozenset[FindingId] = frozenset()
) -> Examined:
    """Read every article of the folder and run every check on them."""
    articles, skipped = _read(ports.source, progress)
    if not articles:
        raise BadInput(
            "There is no article in that folder.",
            hint="Name the folder that holds the Markdown, reStructuredText or HTML files.",
        )
    passages = tuple(passage for article in articles for passage in cut(article))
    knowledge = Knowledge(
        articles=articles,
        passages=passages,
        today=ports.today,
        files=_files(ports.source),
    )
    found = {finding.id: finding for finding in look(knowledge, ports.checks).findings}
    elsewhere = None
    if ports.sites is not None:
        gone, elsewhere = open_links_now(knowledge, ports.sites, ports.choice, progress)
        found.update({finding.id: finding for finding in gone})
    return Examined(
        articles=len(articles),
        passages=len(passages),
        findings=tuple(sorted(found.values(), key=_most_severe_first)),
        skipped=tuple(skipped),
        known=known,
        elsewhere=elsewhere,
    )


def _most_severe_first(found: Finding) -> tuple[int, str, tuple[str, ...], str]:
    place = tuple(Severity).index(found.severity)
    return place, found.kind.value, found.articles, found.subject


def _read(source: Source, progress: Progress) -> tuple[tuple[Article, ...], list[Skipped]]:
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for done, document in enumerate(source.documents(), start=1):
        progress("read", done, 0)
        match document:
            case Skipped():
                skipped.append(document)
            case Unread():
                skipped.append(Skipped(path=document.path, why=document.why))
            case SourceDocument():
                try:
                    articles.append(document.load()[0])
                except BadInput as error:
                    skipped.append(Skipped(path=document.article, why=str(error)))
    return tuple(sorted(articles, key=lambda article: article.id)), skipped


def _files(source: Source) -> Mapping[SourceName, frozenset[str]]:
    return {source.name: source.all_files()} if isinstance(source, ListsFiles) else {}
