"""A website as a source: its pages asked for politely, each read once, the known ones remembered."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from handrail.adapters.sources.confined_pages import ConfinedPages
from handrail.adapters.sources.crawl import Ahead, Frontier
from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.site import Site
from handrail.adapters.sources.unreadable import Unreadable
from handrail.adapters.sources.web_page import PageMaker, WebPage
from handrail.domain.knowledge.effective import SourceDefaults, article_id
from handrail.domain.knowledge.model import Article, Skipped, SourceName
from handrail.flow.fetch_ports import (
    Asked,
    Fetched,
    Fetcher,
    NotFetched,
    Outcome,
    PageMemory,
    SeenPage,
    Unchanged,
    Why,
)
from handrail.flow.ports import SourceDocument
from handrail.kernel.clock import Clock
from handrail.kernel.ids import digest
