"""Settings of the places that articles come from, one class for each kind."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Discriminator, Field, SecretStr, Tag, model_validator

from handrail.domain.knowledge.model import Audience
from handrail.model_settings import Section


def _web_address(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{said!r} is no web address; write https://HOST/PATH")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address may hold no user name or password")
    return said


def _repository(said: str) -> str:
    if "://" in said:
        return _web_address(said)
    if said.startswith("-") or "::" in said or not said:
        raise ValueError(f"{said!r} is no repository; write https://HOST/PATH or a path")
    return said


WebAddress = Annotated[str, AfterValidator(_web_address)]


class SourceCommon(Section):
    """Say what holds for all articles of a source, of whatever kind."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    """First part of every article id of this source."""
    audience: Audience = Audience.PUBLIC
    """`public`, or `internal` for staff only; an article can narrow it, never widen it."""
    locale: str = "en"
    """Language, unless an article says otherwise."""
    product: str | None = None
    """Product, unless an article says otherwise; found for that product only."""
    site: str | None = None
    """Site (brand) on which alone the articles are found."""


class FolderSettings(SourceCommon):
    """Read the articles of a folder: Markdown, HTML, reStructuredText, text, DOCX and PDF."""

    kind: Literal["folder"] = "folder"
    """How the source is read; a source that does not say is a folder."""
    path: str
    """Folder, relative to handrail.toml or absolute."""
    base_url: str | None = None
    """Address under which the articles are published; quotes link to it."""


class GitSettings(SourceCommon):
    """Read the articles of a git repository; an article's date is that of its last commit."""

    kind: Literal["git"]
    """How the source is read."""
    repository: Annotated[str, AfterValidator(_repository)]
    """`https://HOST/PATH`, or the path of a repository on this machine."""
    branch: str | None = None
    """Branch or tag; the repository's own first branch where none is set."""
    folder: str = "."
    """Folder inside the repository that holds the articles."""
    history: Annotated[int, Field(ge=1, le=1_000_000)] = 1_000
    """Commits that are fetched; a file that none of them changed has no date."""
    base_url: str | None = None
    """Address under which the articles are published; quotes link to it."""
    token: SecretStr | None = None
    """Token of a private repository; sent to that host only, kept out of every command line."""
    user: str = "git"
    """User that the token belongs to, where the host asks for one."""
    private_hosts: tuple[str, ...] = ()
    """Hosts inside your own network that may be reached all the same, by name."""


class WebSettings(SourceCommon):
    """Read the articles of a website: what its sitemap lists, or what its pages lead to."""

    kind: Literal["web"]
    """How the source is read."""
    url: WebAddress
    """Where to begin; only pages of that host, at or below that path, are read."""
    sitemap: WebAddress | None = None
    """Address of the sitemap, where neither `robots.txt` nor `/sitemap.xml` tells."""
    include: tuple[str, ...] = ()
    """Beginnings of paths to read as well, for example `/faq/`."""
    exclude: tuple[str, ...] = ()
    """Beginnings of paths to leave out."""
    follow_links: Literal["unless_listed", "always", "never"] = "unless_listed"
    """Whether pages that links lead to are read too: where no sitemap lists any, or always."""
    max_pages: Annotated[int, Field(ge=1, le=100_000)] = 2_000
    """Pages that are asked for at most."""
    max_depth: Annotated[int, Field(ge=0, le=50)] = 8
    """Links that are followed from the first page at most."""
    max_minutes: Annotated[float, Field(gt=0, le=600)] = 30.0
    """Time that one crawl may take; what was not reached by then stays as it was."""
    pause_seconds: Annotated[float, Field(ge=0, le=60)] = 0.2
    """Pause between two requests; a longer one that `robots.txt` asks for is kept."""
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = (80, 443)
    """Ports that may be reached."""
    private_hosts: tuple[str, ...] = ()
    """Hosts inside your own network that may be reached all the same, by name."""


class _Centre(SourceCommon):
    """Say where a help centre is: its address, or what was exported from it."""

    url: WebAddress | None = None
    """Address of the help centre's server; leave it out to read an export."""
    export: str | None = None
    """What was exported: a JSON file, a folder of them or a ZIP archive, relative to
    handrail.toml or absolute."""
    token: SecretStr | None = None
    """Token of its API; needed wherever the API wants to know who asks."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.url is None) == (self.export is None):
            raise ValueError("a help centre has either a url or an export")
        return self


class ZendeskSettings(_Centre):
    """Read a help centre of Zendesk Guide, by its API or from an export of it."""

    kind: Literal["zendesk"]
    """How the source is read."""
    email: str | None = None
    """Whose token it is; without both only what everyone may read is read."""
    locales: tuple[Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], ...] = ()
    """Languages to read, as Zendesk spells them; all that the help centre has where none is set."""

    @model_validator(mode="after")
    def _whole_login(self) -> Self:
        if (self.email is None) != (self.token is None):
            raise ValueError("email and token belong together; set both or neither")
        return self


class IntercomSettings(_Centre):
    """Read a help centre of Intercom, by its API or from an export of it."""

    kind: Literal["intercom"]
    """How the source is read."""

    @model_validator(mode="after")
    def _with_a_token(self) -> Self:
        if self.url is not None and self.token is None:
            raise ValueError("a url needs a token beside it")
        return self


class ChatwootSettings(_Centre):
    """Read a portal of Chatwoot, by its API or from an export of it."""

    kind: Literal["chatwoot"]
    """How the source is read."""
    account: Annotated[int, Field(ge=1)] | None = None
    """Number of the account; needed with a url."""
    portal: str | None = None
    """Short name of the portal; needed with a url."""
    base_url: WebAddress | None = None
    """Address under which the portal is published; `url/hc/portal` where none is set."""

    @model_validator(mode="after")
    def _whole_place(self) -> Self:
        if self.url is not None and None in (self.account, self.portal, self.token):
            raise ValueError("a url needs account, portal and token beside it")
        return self


class ConfluenceSettings(SourceCommon):
    """Read a space of Confluence that was exported as HTML."""

    kind: Literal["confluence"]
    """How the source is read."""
    export: str
    """The ZIP archive or its unpacked folder, relative to handrail.toml or absolute."""
    base_url: WebAddress | None = None
    """Address of the wiki; quotes link to its pages where it is set."""


class NotionSettings(SourceCommon):
    """Read a workspace of Notion that was exported as Markdown or HTML."""

    kind: Literal["notion"]
    """How the source is read."""
    export: str
    """The ZIP archive or its unpacked folder, relative to handrail.toml or absolute."""


class PushSettings(SourceCommon):
    """Serve the articles that are sent over HTTP."""

    kind: Literal["push"]
    """How the source is read."""


def _kind(said: object) -> object:
    if isinstance(said, Mapping):
        return said.get("kind", "folder")
    return getattr(said, "kind", None)


SourceSettings = Annotated[
    Annotated[FolderSettings, Tag("folder")]
    | Annotated[GitSettings, Tag("git")]
    | Annotated[WebSettings, Tag("web")]
    | Annotated[ZendeskSettings, Tag("zendesk")]
    | Annotated[IntercomSettings, Tag("intercom")]
    | Annotated[ChatwootSettings, Tag("chatwoot")]
    | Annotated[ConfluenceSettings, Tag("confluence")]
    | Annotated[NotionSettings, Tag("notion")]
    | Annotated[PushSettings, Tag("push")],
    Discriminator(
        _kind,
        custom_error_type="no_such_kind",
        custom_error_message="there is no such kind of source; kinds are folder, git, web, "
        "zendesk, intercom, chatwoot, confluence, notion and push",
    ),
]
"""One source; `kind` says which of them it is."""
