"""The part of the composition root that opens websites and git repositories, behind the guard.

Apart from source_app.py for its size. Each loads its adapter when it is called.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handrail.domain.knowledge.effective import SourceDefaults
from handrail.flow.elsewhere_ports import OtherSites
from handrail.flow.ports import Source
from handrail.kernel.clock import Clock
from handrail.knowledge_settings import ExternalLinkSettings, KnowledgeSettings
from handrail.source_settings import GitSettings, WebSettings

if TYPE_CHECKING:
    from handrail.adapters.sql.store import SqlStore

CHECKOUTS = ".handrail/sources"
"""Where repositories are kept between two syncs."""
_MINUTE = 60.0


def website(
    said: WebSettings,
    defaults: SourceDefaults,
    knowledge: KnowledgeSettings,
    store: "SqlStore",
    clock: Clock,
) -> Source:
    """Return a website, read through the guard."""
    from handrail.adapters.fetching.fetcher import FetchLimits, GuardedFetcher
    from handrail.adapters.fetching.guard import Guard, rules_of
    from handrail.adapters.sources.web import WebPlan, WebSource
    from handrail.adapters.sql.fetched_pages import SqlPageMemory

    guard = Guard(rules_of(said.ports, said.private_hosts))
    return WebSource(
        plan=WebPlan(
            url=said.url,
            sitemap=said.sitemap,
            include=said.include,
            exclude=said.exclude,
            follow_links=said.follow_links,
            max_pages=said.max_pages,
            max_depth=said.max_depth,
            max_seconds=said.max_minutes * _MINUTE,
            pause=said.pause_seconds,
        ),
        defaults=defaults,
        fetcher=GuardedFetcher(guard, FetchLimits(most_bytes=knowledge.max_file_bytes)),
        memory=SqlPageMemory(store),
        clock=clock,
        monotonic=time.monotonic,
        wait=time.sleep,
    )


def repository(
    said: GitSettings, defaults: SourceDefaults, knowledge: KnowledgeSettings, project: Path
) -> Source:
    """Return a git repository; one on the web is reached through the guard."""
    from handrail.adapters.fetching.guard import Guard, rules_of
    from handrail.adapters.sources.git import GitPlan, GitSource

    is_web = "://" in said.repository
    place = said.repository if is_web else str(project / said.repository)
    port = urlsplit(place).port if is_web else None
    return GitSource(
        plan=GitPlan(
            repository=place,
            checkout=project / CHECKOUTS / said.name,
            branch=said.branch,
            folder=said.folder,
            history=said.history,
            user=said.user,
            token=None if said.token is None else said.token.get_secret_value(),
        ),
        defaults=defaults,
        doorkeeper=Guard(rules_of((80, 443, *([port] if port else [])), said.private_hosts)),
        base_url=said.base_url,
        max_bytes=knowledge.max_file_bytes,
    )


def other_sites(said: ExternalLinkSettings, is_stopped: Callable[[], bool]) -> OtherSites:
    """Return what opens links to other sites; it goes through the guard, too."""
    from handrail.adapters.fetching.guard import Guard, rules_of
    from handrail.adapters.fetching.other_sites import GuardedSites, SitesPlan

    return GuardedSites(
        Guard(rules_of(said.ports, said.private_hosts), seconds=5.0),
        SitesPlan(seconds=said.max_minutes * _MINUTE),
        monotonic=time.monotonic,
        wait=time.sleep,
        is_stopped=is_stopped,
    )
