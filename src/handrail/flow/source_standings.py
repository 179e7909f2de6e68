"""How each source stands: what is served of it, when it was read, and what waits for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.model import SourceName, SyncReport
from handrail.domain.knowledge.source_state import Missing, SourceState
from handrail.flow.gap_ports import WRITTEN
from handrail.flow.ports import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold how one source stands."""

    state: SourceState
    served: int
    missing: tuple[Missing, ...]
    """Not found when it was last listed; served until that is confirmed."""
    report: SyncReport | None
    """Of the last sync that read it to its end."""
    is_configured: bool
    """Whether it is read: the settings name it, or it is our own."""

    @property
    def name(self) -> SourceName:
        """Return the source's name."""
        return self.state.source

    @property
    def is_well(self) -> bool:
        """Tell whether nobody has to look at it."""
        return self.state.failing_since is None and self.state.held is None and self.is_configured


def source_standings(configured: Sequence[SourceName], reading: Reading) -> tuple[Standing, ...]:
    """Return how the configured sources stand, then what else is served: our own, and what is left.

    Articles that were drafted here need no settings.
    """
    counts = Counter(SourceName(ref.partition("/")[0]) for ref in reading.live_versions())
    left = [name for name in sorted(counts) if name not in configured]
    return tuple(
        Standing(
            state=reading.source_state(name),
            served=counts[name],
            missing=tuple(reading.missing_articles(name).values()),
            report=reading.last_sync(name),
            is_configured=name in configured or name == WRITTEN,
        )
        for name in (*configured, *left)
    )
