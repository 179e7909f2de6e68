"""Open the links to other sites, where that is asked for, and keep what they answered.

Opening is apart from checking. A check reads what is kept, opens nothing and so says the same every
time: what is known to be gone stays a finding until its site answers otherwise, or its article does
not lead there any more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from handrail.domain.knowledge.health.answers_elsewhere import (
    Answer,
    Heard,
    Known,
    Pace,
    Standing,
    is_due,
    settled,
    witnesses,
)
from handrail.domain.knowledge.health.elsewhere import (
    Choice,
    find_gone_links,
    links_elsewhere,
)
from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge
from handrail.flow.elsewhere_ports import AddressMemory, ElsewherePorts, OtherSites
from handrail.flow.health_ports import KnowledgeCheck
from handrail.flow.ports import Progress, untold

_KEPT_AT_ONCE = 50
_GONE = frozenset({Answer.NO_PAGE, Answer.NO_SITE})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedElsewhere:
    """Say what came of opening links: how many addresses there are, and what is known of them."""

    addresses: int
    """That articles lead to, each once."""
    asked: int
    """Of these, how many were asked now."""
    gone: int
    """Of all, how many are known to be gone."""
    missed: int
    """Were not there once, and are asked again before they count as gone."""
    unsaid: Mapping[Answer, int]
    """How many of those asked now told nothing, by what came of it."""
    unasked: int
    """Were to be asked, and there was no time, or their site had asked for rest."""

    @property
    def untold(self) -> int:
        """Return of how many it could not be told whether they are there."""
        return self.unasked + sum(self.unsaid.values())


def ask_elsewhere(ports: ElsewherePorts, pace: Pace, progress: Progress = untold) -> AskedElsewhere:
    """Open what is due of the addresses that articles lead to, and keep what came of it."""
    with ports.store.read() as reading:
        links = links_elsewhere(reading.live_articles(), ports.choice)
        addresses = tuple(dict.fromkeys(link.address for link in links))
    known = dict(ports.memory.known())
    now = ports.clock.now()
    due = sorted(
        (address for address in addresses if is_due(known.get(address), now, pace)),
        key=lambda address: _asked_at(known.get(address)),
    )
    waiting: list[Known] = []

    def keep(heard: Heard) -> None:
        found = settled(known.get(heard.address), heard, ports.clock.now(), pace)
        known[heard.address] = found
        waiting.append(found)
        if len(waiting) >= _KEPT_AT_ONCE:
            ports.memory.keep(waiting)
            waiting.clear()

    heard = _heard(ports.sites.ask(due, witnesses(known, due)), len(due), keep, progress)
    ports.memory.keep(waiting)
    standing = Counter(known[a].standing for a in addresses if a in known)
    return AskedElsewhere(
        addresses=len(addresses),
        asked=len(heard),
        gone=standing[Standing.GONE],
        missed=standing[Standing.MISSED],
        unsaid=_unsaid(heard),
        unasked=len(due) - len(heard),
    )


def open_links_now(
    knowledge: Knowledge, sites: OtherSites, choice: Choice, progress: Progress
) -> tuple[tuple[Finding, ...], AskedElsewhere]:
    """Open all links of a folder to other sites; return those that are gone. Nothing is kept."""
    links = tuple(links_elsewhere(knowledge.articles, choice))
    addresses = tuple(dict.fromkeys(link.address for link in links))
    heard = _heard(sites.ask(addresses), len(addresses), lambda _: None, progress)
    gone = {one.address: one.answer for one in heard if one.answer in _GONE}
    asked = AskedElsewhere(
        addresses=len(addresses),
        asked=len(heard),
        gone=len(gone),
        missed=0,
        unsaid=_unsaid(heard),
        unasked=len(addresses) - len(heard),
    )
    return find_gone_links(links, gone, knowledge), asked


def gone_links_check(memory: AddressMemory, choice: Choice) -> KnowledgeCheck:
    """Return the check that tells of links whose addresses are known to be gone; opens nothing."""

    def find(knowledge: Knowledge) -> tuple[Finding, ...]:
        known = memory.known()
        if not known:
            return ()
        links = tuple(links_elsewhere(knowledge.articles, choice))
        memory.forget(known.keys() - {link.address for link in links})
        gone = {a: held.answer for a, held in known.items() if held.standing is Standing.GONE}
        return find_gone_links(links, gone, knowledge)

    return KnowledgeCheck(
        name="elsewhere",
        kinds=frozenset({FindingKind.BROKEN_LINK}),
        find=lambda held, _: find(held),
    )


def _heard(
    asking: AbstractContextManager[Iterator[Heard]],
    due: int,
    keep: Callable[[Heard], None],
    progress: Progress,
) -> list[Heard]:
    heard: list[Heard] = []
    if not due:
        return heard
    progress("open", 0, due)
    with asking as coming:
        for one in coming:
            keep(one)
            heard.append(one)
            progress("open", len(heard), due)
    return heard


def _unsaid(heard: Iterable[Heard]) -> Mapping[Answer, int]:
    said = {Answer.THERE, *_GONE}
    return Counter(one.answer for one in heard if one.answer not in said)


def _asked_at(known: Known | None) -> str:
    """Return what sorts first what was never asked, then what was asked longest ago."""
    return "" if known is None else known.asked_at.isoformat()
