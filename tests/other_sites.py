"""Other sites that answer what a test says, and a memory of their addresses."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from handrail.domain.knowledge.health.answers_elsewhere import Answer, Heard, Known, Standing
from tests.builders import NOON


@dataclass(slots=True)
class FakeSites:
    """Answer as a test says; where it says nothing, no time was left."""

    answers: dict[str, Answer]
    asked: list[str] = field(default_factory=list)
    witnesses: list[tuple[str, ...]] = field(default_factory=list)

    @contextmanager
    def ask(
        self, addresses: Sequence[str], witnesses: Sequence[str] = ()
    ) -> Generator[Iterator[Heard]]:
        self.asked += addresses
        self.witnesses.append(tuple(witnesses))
        yield (Heard(address=a, answer=self.answers[a]) for a in addresses if a in self.answers)


@dataclass(slots=True)
class FakeAddressMemory:
    """Keep addresses as the database does."""

    kept: dict[str, Known] = field(default_factory=dict)

    def known(self) -> Mapping[str, Known]:
        return dict(self.kept)

    def keep(self, known: Iterable[Known]) -> None:
        self.kept.update({one.address: one for one in known})

    def forget(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.kept.pop(address, None)


def a_gone_address(address: str) -> Known:
    """Return what is known of an address that its site said twice it does not have."""
    return Known(
        address=address,
        standing=Standing.GONE,
        answer=Answer.NO_PAGE,
        since=NOON,
        heard_at=NOON,
        asked_at=NOON,
    )
