"""Read again, once, the articles of which no outline is kept: links are checked by outlines.

An article that was published before outlines were kept keeps its version and its passages.
"""

from collections.abc import Iterator, Set

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.model import Article, ArticleId, Skipped, Unread, VersionId
from handrail.flow.health_ports import HealthPorts
from handrail.flow.ports import Source, SourceDocument
from handrail.kernel.errors import BadInput, Unavailable


def learn_outlines(ports: HealthPorts) -> int:
    """Read the outlines that are missing as far as their sources can be read; return how many."""
    with ports.store.read() as reading:
        unknown = reading.articles_without_outline()
    if not unknown:
        return 0
    of = {ref.partition("/")[0] for ref, _ in unknown}
    sources = [source for source in ports.sources() if source.name in of]
    learnt = [article for source in sources for article in _read(source, unknown)]
    if learnt:
        entry = AuditEntry(
            kind="knowledge.outlines_read",
            actor="operator",
            subject="knowledge",
            at=ports.clock.now(),
            facts={"articles": len(learnt)},
        )
        with ports.store.decide() as writing:
            writing.save_outlines(learnt, entry)
    return len(learnt)


def _read(source: Source, unknown: Set[tuple[ArticleId, VersionId]]) -> Iterator[Article]:
    try:
        for document in source.documents():
            match document:
                case SourceDocument() if (document.article, document.version) in unknown:
                    yield from _loaded(document)
                case SourceDocument() | Skipped() | Unread():
                    continue
    except Unavailable:  # its links are checked once it can be read again
        return


def _loaded(document: SourceDocument) -> Iterator[Article]:
    try:
        article, _ = document.load()
    except BadInput:
        return
    yield article
