"""What opening links to other sites needs from outside: the sites, and what is known of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from handrail.domain.knowledge.health.answers_elsewhere import Heard, Known
from handrail.domain.knowledge.health.elsewhere import EVERY_SITE, Choice
from handrail.domain.knowledge.model import Article
from handrail.kernel.clock import Clock


class OtherSites(Protocol):
    """Open addresses of other sites, politely and not for ever; nothing of what comes is kept."""

    def ask(
        self, addresses: Sequence[str], witnesses: Sequence[str] = ()
    ) -> AbstractContextManager[Iterator[Heard]]:
        """Give what came of each address; those for which no time was left do not come up.

        Witnesses are addresses of other hosts that were there lately. They are asked where a name
        is not given out, to tell a lost site from a network that gives out no names.

        Never raises for what an address, a site or the network does. The end of the block ends it.
        """
        ...


class AddressMemory(Protocol):
    """Keep what is known of addresses of other sites; what is lost is only asked for again."""

    def known(self) -> Mapping[str, Known]:
        """Return what is known, by address."""
        ...

    def keep(self, known: Iterable[Known]) -> None:
        """Replace what is known of these addresses."""
        ...

    def forget(self, addresses: Iterable[str]) -> None:
        """Forget addresses that no article leads to any more."""
        ...


class ArticlesRead(Protocol):
    """Read what is served."""

    def live_articles(self) -> tuple[Article, ...]:
        """Return every article that is served now with its outline, by id."""
        ...


class ArticleStore(Protocol):
    """Open transactions on what is served."""

    def read(self) -> AbstractContextManager[ArticlesRead]:
        """Open a short reading transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewherePorts:
    """Hold what opening the links of a project to other sites needs."""

    store: ArticleStore
    sites: OtherSites
    memory: AddressMemory
    clock: Clock
    choice: Choice = EVERY_SITE
