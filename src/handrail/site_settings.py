"""The settings of sites, where the chat element is embedded, and of how much anybody may ask."""

from typing import Annotated, Literal

from pydantic import Field

from handrail.model_settings import Section

Origin = Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.-]+(:\d{1,5})?$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class SiteSettings(Section):
    """Declare a site: one place where `<handrail-chat site="KEY">` stands."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$")]
    """Public name of the site, as the element's `site` attribute spells it. It is no secret."""
    name: Annotated[str, Field(pattern=r"^[\w][\w .:/+-]{0,99}$")] | None = None
    """Brand whose articles are found here, as `knowledge.sources.site` spells it; the key where
    not said."""
    title: Words = "Help"
    """Heading of the chat."""
    allowed_origins: tuple[Origin, ...] = ()
    """Web origins whose pages may open conversations of this site: `https://shop.example`."""
    mode: Literal["answer", "suggest"] | None = None
    """`answer`: the assistant answers. `suggest`: it drafts, and a person sends. As
    `handoff.mode` says where not said."""
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    """Accent colour; readable shades for text are chosen from it."""
    greeting: Words | None = None
    """First words of the chat, where they shall not be the usual ones."""
    locale: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")] | None = None
    """Language of the chat, and of the articles that it answers from."""
    product: str | None = None
    """Product that conversations of this site are about."""

    @property
    def brand(self) -> str:
        """Return what conversations of this site are kept under."""
        return self.name or self.key


class RateSettings(Section):
    """Say how much one address, and one conversation, may ask for in a minute; 0 for no limit."""

    opened_per_address: Annotated[int, Field(ge=0)] = 30
    """Conversations opened from one address."""
    said_per_address: Annotated[int, Field(ge=0)] = 120
    """Messages, clicks and ratings from one address."""
    said_per_conversation: Annotated[int, Field(ge=0)] = 30
    """Messages, clicks and ratings with one token."""
    read_per_address: Annotated[int, Field(ge=0)] = 600
    """Other requests of customers from one address."""
    hooks_per_address: Annotated[int, Field(ge=0)] = 600
    """Webhooks from one address, whether they are signed rightly or not."""


class WidgetSettings(Section):
    """Say how long a page's token lasts."""

    token_minutes: Annotated[float, Field(gt=0, le=15)] = 15.0
    """How long a page's token opens its conversation; the element renews it in time."""
    renew_hours: Annotated[float, Field(ge=0, le=168)] = 24.0
    """For how long after that it can still be renewed, once: a laptop that slept comes back."""
