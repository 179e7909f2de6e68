"""The part of the composition root that opens the places that articles come from.

Apart from app.py for its size. Each kind loads its adapter when it is called.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from handrail.centre_app import help_centre, pushed_articles, wiki_export
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import SourceName
from handrail.flow.keep_document import PushPorts
from handrail.flow.ports import Source, untold
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.clock import Clock
from handrail.knowledge_settings import KnowledgeSettings
from handrail.source_settings import (
    ChatwootSettings,
    ConfluenceSettings,
    FolderSettings,
    GitSettings,
    IntercomSettings,
    NotionSettings,
    PushSettings,
    SourceCommon,
    SourceSettings,
    WebSettings,
    ZendeskSettings,
)
from handrail.web_app import repository, website

if TYPE_CHECKING:
    from handrail.adapters.sql.store import SqlStore


def open_sources(
    knowledge: KnowledgeSettings, project: Path, store: Callable[[], "SqlStore"], clock: Clock
) -> tuple[Source, ...]:
    """Return the configured sources."""
    return tuple(_source(said, knowledge, project, store, clock) for said in knowledge.sources)


def ports_for_pushing(
    knowledge: KnowledgeSettings, sync_ports: Callable[[], SyncPorts]
) -> PushPorts:
    """Return what sending an article to us needs."""
    ports = sync_ports()
    names = (source.name for source in knowledge.sources if isinstance(source, PushSettings))
    return PushPorts(
        store=ports.store,
        clock=ports.clock,
        sources=frozenset(map(SourceName, names)),
        sync=lambda name: sync_knowledge(sync_ports(), name, untold),
        max_bytes=knowledge.max_file_bytes,
    )


def _source(
    said: SourceSettings,
    knowledge: KnowledgeSettings,
    project: Path,
    store: Callable[[], "SqlStore"],
    clock: Clock,
) -> Source:
    match said:
        case FolderSettings():
            return _folder(said, knowledge, project)
        case GitSettings():
            return repository(said, _defaults(said), knowledge, project)
        case WebSettings():
            return website(said, _defaults(said), knowledge, store(), clock)
        case ConfluenceSettings() | NotionSettings():
            return wiki_export(said, _defaults(said), project)
        case ZendeskSettings() | IntercomSettings() | ChatwootSettings():
            return help_centre(said, _defaults(said), project)
        case PushSettings():
            return pushed_articles(_defaults(said), store())
        case other:
            assert_never(other)


def _folder(said: FolderSettings, knowledge: KnowledgeSettings, project: Path) -> Source:
    from handrail.adapters.sources.articles import ArticleFolder

    return ArticleFolder(
        path=project / said.path,
        defaults=_defaults(said),
        base_url=said.base_url,
        max_bytes=knowledge.max_file_bytes,
    )


def _defaults(said: SourceCommon) -> SourceDefaults:
    return SourceDefaults(
        source=SourceName(said.name),
        audience=said.audience,
        locale=said.locale,
        product=said.product,
        site=said.site,
    )
