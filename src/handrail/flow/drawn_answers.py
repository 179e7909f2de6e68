"""Which answers did chance draw for review that nobody has read yet?

All measuring rests on these: whoever reads for measuring reads them all, the oldest first.
"""

from itertools import islice

from handrail.domain.actions.model import StaffSession
from handrail.domain.quality.review_sample import is_drawn
from handrail.flow.judge_turns import WINDOW
from handrail.flow.review_turn import require_reviewer
from handrail.flow.served_ports import ServedTurn
from handrail.flow.watch_calibration import InUsePorts


def drawn_to_read(staff: StaffSession, ports: InUsePorts, most: int) -> tuple[ServedTurn, ...]:
    """Return the first of these to one of the staff who reviews; raises Forbidden."""
    require_reviewer(staff)
    return drawn_and_unread(ports, most)


def drawn_and_unread(ports: InUsePorts, most: int | None = None) -> tuple[ServedTurn, ...]:
    """Return the drawn answers of the last 90 days without a verdict, the oldest first."""
    with ports.served.serving() as reading:
        unread = reading.unread(ports.clock.now() - WINDOW)
        return tuple(islice((one for one in unread if is_drawn(one.record, ports.share)), most))
