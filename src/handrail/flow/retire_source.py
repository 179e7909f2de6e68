"""Serve nothing more of a source that was taken out of the settings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName, SyncReport, Unread
from handrail.domain.knowledge.source_state import Absence, DeletionLimits
from handrail.flow.ports import Progress, SourceDocument
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.errors import BadInput, NotFound

_UNLIMITED = DeletionLimits(share=1.0)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Stand for a source that holds nothing any more."""

    name: SourceName

    def documents(self) -> Iterable[SourceDocument | Skipped | Unread]:
        return ()

    def absences(self, unlisted: Sequence[ArticleId]) -> Mapping[ArticleId, Absence]:
        return dict.fromkeys(unlisted, Absence.GONE)


def retire_source(source: SourceName, ports: SyncPorts, progress: Progress) -> SyncReport:
    """Retire every article of a source that is not read any more; its versions are kept.

    Raises BadInput for one that is: the next sync would serve it again. Raises NotFound where
    nothing of it is served.
    """
    if source in [known.name for known in ports.sources]:
        raise BadInput(
            f"The source {source!r} is in the settings.", hint="Take it out of them first."
        )
    with ports.store.read() as reading:
        if not reading.live_versions(source):
            raise NotFound(f"Nothing of a source {source!r} is served.")
    alone = replace(ports, sources=(_Nothing(source),), limits=_UNLIMITED)
    return sync_knowledge(alone, source, progress)
