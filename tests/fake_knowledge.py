"""The part of the store in memory that knows what is contested and what people brought back."""

from collections.abc import Iterable, Mapping, Sequence

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.health.contested import Contested, Side
from handrail.domain.knowledge.health.model import Finding
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, SourceName
from handrail.kernel.errors import NotFound
from tests.fake_state import FakeState


class FakeKnowledgeReading:
    """Read what stands against what."""

    _state: FakeState

    def all_live_passages(self) -> Iterable[Passage]:
        for ref in sorted(self._state.live):
            yield from self._state.live[ref][1]

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        if not self._state.disputes:
            return {}
        served = {passage.id: passage for passage in self.all_live_passages()}
        found: dict[PassageId, tuple[Contested, ...]] = {}
        for finding in sorted(self._state.disputes.values(), key=lambda one: one.id):
            quoted = {quote.passage for quote in finding.quotes}
            if quoted <= set(served):
                for ref in quoted & set(refs):
                    found[ref] = (*found.get(ref, ()), _contested(finding, served))
        return found

    def pins(self, source: SourceName | None = None) -> Mapping[ArticleId, Pin]:
        return {
            ref: pin
            for ref, pin in sorted(self._state.pins.items())
            if source is None or ref.startswith(f"{source}/")
        }


class FakeKnowledgeWriting(FakeKnowledgeReading):
    """Keep what people brought back."""

    def pin(self, pin: Pin, entry: AuditEntry) -> None:
        self._state.pins[pin.article] = pin
        self._state.entries.append(entry)

    def lift_pin(self, ref: ArticleId, entry: AuditEntry) -> None:
        if self._state.pins.pop(ref, None) is None:
            raise NotFound(f"The article {ref!r} is as its source has it.")
        self._state.entries.append(entry)


def _contested(finding: Finding, served: Mapping[PassageId, Passage]) -> Contested:
    return Contested(
        finding=finding.id,
        why=finding.why,
        sides=tuple(Side(passage=served[q.passage], quote=q.text) for q in finding.quotes),
        newer=finding.newer,
    )
