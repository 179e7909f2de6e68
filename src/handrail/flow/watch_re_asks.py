"""How often do people ask again for what was said already? Told live, of the newest handovers."""

from collections.abc import Iterator, Sequence

from handrail.domain.handoff.model import HandoffId
from handrail.domain.quality.figures import ExactInterval
from handrail.domain.quality.model import Figure
from handrail.flow.measure_re_asks import HandedOver, re_ask_rate
from handrail.flow.ports import Reading, Store
from handrail.kernel.errors import VaultUnavailable


def live_re_ask_rate(refs: Sequence[HandoffId], store: Store, interval: ExactInterval) -> Figure:
    """Measure the rate over these handovers, in which somebody has spoken."""
    with store.read() as reading:
        return re_ask_rate(_handed_over(refs, reading), interval)


def _handed_over(refs: Sequence[HandoffId], reading: Reading) -> Iterator[HandedOver]:
    for ref in refs:
        handoff = reading.handoff(ref)
        if handoff is None:
            continue
        try:
            held = reading.conversation(handoff.conversation)
        except VaultUnavailable:  # the key of its customer is missing: nothing can be said of it
            continue
        if held is not None:
            before = [m.sequence for m in held.messages if m.at <= handoff.requested_at]
            yield HandedOver(
                messages=held.messages, brief=handoff.brief, since=max(before, default=0)
            )
