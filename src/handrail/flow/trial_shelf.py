"""What a trial's searches are checked against: its own articles, and the project's contradictions.

Checks ran over the project, not over a trial. A contradiction that they found there holds in the
trial as long as every side is served in it, letter by letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.model import Passage, PassageId, Standing
from handrail.domain.knowledge.passage_digest import passage_digest
from handrail.flow.search_knowledge import Shelf, ShelfRead


class TrialShelf:
    """Open the trial's database, and the project's beside it."""

    def __init__(self, trial: Shelf, live: Shelf) -> None:
        self._trial = trial
        self._live = live

    @contextmanager
    def read(self) -> Iterator[ShelfRead]:
        """Open a short reading transaction on each."""
        with self._trial.read() as trial, self._live.read() as live:
            yield _TrialRead(trial, live)


class _TrialRead:
    def __init__(self, trial: ShelfRead, live: ShelfRead) -> None:
        self._trial = trial
        self._live = live

    def standings(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Standing]:
        """Return how those passages stand that the trial serves."""
        return self._trial.standings(refs)

    def live_passages(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Passage]:
        """Return those passages that the trial serves."""
        return self._trial.live_passages(refs)

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        """Return the project's disputes, as far as the trial serves every side unchanged."""
        found = self._live.contested(refs)
        sides = {s.passage.id for disputes in found.values() for one in disputes for s in one.sides}
        served = self._trial.live_passages(list(sides))
        digests = {ref: passage_digest(passage) for ref, passage in served.items()}
        held = {
            ref: tuple(one for one in disputes if _holds(one, digests))
            for ref, disputes in found.items()
        }
        return {ref: disputes for ref, disputes in held.items() if disputes}


def _holds(dispute: Contested, served: Mapping[PassageId, str]) -> bool:
    return all(
        served.get(side.passage.id) == passage_digest(side.passage) for side in dispute.sides
    )
