"""Which site does a conversation belong to, and may this page open it?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, Field

from handrail.flow.open_conversation import Opening
from handrail.kernel.errors import BadInput, NotFound
from handrail.site_settings import SiteSettings
from handrail.web.api.shades import shades_of


class SiteBody(BaseModel):
    """Hold what the chat element has to know before anybody writes."""

    title: str
    locale: str | None
    theme: dict[str, str] = Field(description="Colours by what they are for; may be empty.")
    mode: str
    greeting: str | None
    is_ai: bool
    can_ask_for_person: bool
    is_staffed: bool | None = Field(description="Whether a person is there now; null: not known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Hold the declared sites; where none is declared, a conversation may name any brand."""

    declared: Sequence[SiteSettings] = ()
    everywhere: frozenset[str] = frozenset()
    """Origins that may open conversations of every site, and of none."""
    usual_mode: str = "answer"
    """Who answers on a site that does not say so."""
    is_staffed: Callable[[], bool | None] = lambda: None

    @property
    def origins(self) -> tuple[str, ...]:
        """Return every origin from which a page may ask at all."""
        return (*self.everywhere, *(o for site in self.declared for o in site.allowed_origins))

    def placed(self, opening: Opening, origin: str) -> Opening:
        """Return an opening with what its site says; raises BadInput where it may not be there."""
        if not self.declared:
            return opening
        if opening.site is None:
            if origin and origin not in self.everywhere:
                raise BadInput("This page has to name its site.", hint="Set the `site` attribute.")
            return opening
        site = self._site(opening.site)
        if site is None:
            raise BadInput("No site has this key.", hint="Copy it from [[sites]] in handrail.toml.")
        allowed = {allowed.lower() for allowed in site.allowed_origins} | self.everywhere
        if origin and origin not in allowed:
            raise BadInput(
                "This page may not open conversations of this site.",
                hint="Add its origin to the site's allowed_origins.",
            )
        return replace(
            opening,
            site=site.brand,
            locale=opening.locale or site.locale,
            product=opening.product or site.product,
        )

    def body(self, key: str) -> SiteBody:
        """Return what a page may know of a site; raises NotFound."""
        site = self._site(key)
        if site is None:
            raise NotFound("No site has this key.")
        return SiteBody(
            title=site.title,
            locale=site.locale,
            theme={} if site.colour is None else dict(shades_of(site.colour)),
            mode=site.mode or self.usual_mode,
            greeting=site.greeting,
            is_ai=True,
            can_ask_for_person=True,
            is_staffed=self.is_staffed(),
        )

    def _site(self, key: str) -> SiteSettings | None:
        return next((site for site in self.declared if site.key == key), None)
