"""Which answers did chance draw for review that nobody has read yet?

All measuring rests on these: whoever reads for measuring reads them all, the oldest first.
"""

from collections.abc import Sequence

from handrail.domain.quality.review_sample import is_drawn
from handrail.flow.judge_turns import WINDOW
from handrail.flow.served_ports import ServedTurn
from handrail.flow.watch_calibration import InUsePorts


def drawn_and_unread(ports: InUsePorts) -> Sequence[ServedTurn]:
    """Return the drawn answers of the last 90 days without a verdict, the oldest first."""
    with ports.served.serving() as reading:
        served = reading.served(ports.clock.now() - WINDOW)
    return tuple(
        one
        for one in served
        if one.is_answer and one.verdict is None and is_drawn(one.record, ports.share)
    )
