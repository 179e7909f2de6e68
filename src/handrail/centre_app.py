"""The part of the composition root that opens help centres, wikis and what was sent to us.

Apart from source_app.py for its size. Each kind loads its adapter when it is called.
"""

from functools import partial
from pathlib import Path
from typing import assert_never

from pydantic import SecretStr

from handrail.domain.knowledge.effective import SourceDefaults
from handrail.flow.ports import Source, Store
from handrail.source_settings import (
    ChatwootSettings,
    ConfluenceSettings,
    IntercomSettings,
    NotionSettings,
    ZendeskSettings,
)

_Centre = ZendeskSettings | IntercomSettings | ChatwootSettings


def help_centre(said: _Centre, defaults: SourceDefaults, project: Path) -> Source:
    """Return a help centre, by its API or from an export."""
    if said.export is not None:
        return _exported(said, defaults, project / said.export)
    match said:
        case ZendeskSettings():
            return _zendesk(said, defaults)
        case IntercomSettings():
            return _intercom(said, defaults)
        case ChatwootSettings():
            return _chatwoot(said, defaults)
        case other:
            assert_never(other)


def wiki_export(
    said: ConfluenceSettings | NotionSettings, defaults: SourceDefaults, project: Path
) -> Source:
    """Return what a wiki exported."""
    from handrail.adapters.sources.unpacking import Export
    from handrail.adapters.sources.wiki_export import (
        CONFLUENCE_SUFFIXES,
        NOTION_SUFFIXES,
        PageOf,
        WikiExport,
        confluence_page,
        notion_page,
    )

    match said:
        case NotionSettings():
            page: PageOf = notion_page
            suffixes = NOTION_SUFFIXES
        case ConfluenceSettings():
            page = confluence_page(said.base_url)
            suffixes = CONFLUENCE_SUFFIXES
        case other:
            assert_never(other)
    export = Export(source=defaults.source, place=project / said.export, suffixes=suffixes)
    return WikiExport(export=export, defaults=defaults, page=page)


def pushed_articles(defaults: SourceDefaults, store: Store) -> Source:
    """Return what is sent over HTTP."""
    from handrail.adapters.sources.pushed import PushedArticles

    return PushedArticles(store=store, defaults=defaults)


def _exported(said: _Centre, defaults: SourceDefaults, place: Path) -> Source:
    from handrail.adapters.sources.chatwoot import chatwoot_articles
    from handrail.adapters.sources.intercom import intercom_articles
    from handrail.adapters.sources.json_export import JSON_SUFFIXES, JsonExport
    from handrail.adapters.sources.unpacking import LARGE, Export
    from handrail.adapters.sources.zendesk import zendesk_articles

    export = Export(source=defaults.source, place=place, suffixes=JSON_SUFFIXES, limits=LARGE)
    match said:
        case ZendeskSettings():
            locales = frozenset(locale.lower() for locale in said.locales)
            articles = partial(zendesk_articles, locales=locales)
        case IntercomSettings():
            articles = partial(intercom_articles, locale=defaults.locale)
        case ChatwootSettings():
            articles = partial(chatwoot_articles, locale=defaults.locale, base_url=said.base_url)
        case other:
            assert_never(other)
    return JsonExport(export=export, defaults=defaults, articles=articles)


def _zendesk(said: ZendeskSettings, defaults: SourceDefaults) -> Source:
    from handrail.adapters.sources.api import ApiPlace
    from handrail.adapters.sources.zendesk import ZendeskCentre

    login = None
    if said.email is not None:
        login = (f"{said.email}/token", _opened(said.token))
    place = ApiPlace(source=said.name, url=str(said.url), auth=login)
    return ZendeskCentre(place=place, defaults=defaults, locales=said.locales)


def _intercom(said: IntercomSettings, defaults: SourceDefaults) -> Source:
    from handrail.adapters.sources.api import ApiPlace
    from handrail.adapters.sources.intercom import VERSION, IntercomCentre

    headers = {"Authorization": f"Bearer {_opened(said.token)}", "Intercom-Version": VERSION}
    place = ApiPlace(source=said.name, url=str(said.url), headers=headers)
    return IntercomCentre(place=place, defaults=defaults)


def _chatwoot(said: ChatwootSettings, defaults: SourceDefaults) -> Source:
    from handrail.adapters.sources.api import ApiPlace
    from handrail.adapters.sources.chatwoot import ChatwootCentre

    assert said.url is not None
    assert said.account is not None
    assert said.portal is not None
    headers = {"api_access_token": _opened(said.token)}
    return ChatwootCentre(
        place=ApiPlace(source=said.name, url=said.url, headers=headers),
        defaults=defaults,
        account=said.account,
        portal=said.portal,
        base_url=said.base_url or f"{said.url.rstrip('/')}/hc/{said.portal}",
    )


def _opened(token: SecretStr | None) -> str:
    return "" if token is None else token.get_secret_value()
