"""What came of a simulation, by what was wanted and by who wanted it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure
from handrail.sample.simulation.model import SERVED, Got, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """Hold what scripted customers wanted and what they got."""

    visits: tuple[Visit, ...]
    served: Figure
    """Share that got what they came for, an honest "I don't know", or a person."""
    wrong: Figure
    seconds: float

    def counts(self, name: Callable[[Visit], str]) -> Mapping[str, Mapping[Got, int]]:
        """Return how many got what, by a name of theirs."""
        found: dict[str, Counter[Got]] = {}
        for visit in self.visits:
            found.setdefault(name(visit), Counter())[visit.got] += 1
        return dict(sorted(found.items()))


def simulated(visits: Sequence[Visit], seconds: float, interval: ExactInterval) -> Simulated:
    """Return what came of these visits."""
    served = sum(one.got in SERVED for one in visits)
    wrong = sum(one.got is Got.WRONG for one in visits)
    return Simulated(
        visits=tuple(visits),
        served=share_figure(served, len(visits), interval),
        wrong=share_figure(wrong, len(visits), interval),
        seconds=seconds,
    )
