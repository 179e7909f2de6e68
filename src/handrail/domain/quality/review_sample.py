"""Which answers are read because chance drew them, and not because they look bad?

A queue that shows the worst first is right for putting things right, and wrong for measuring: what
was read is worse than what was not. So a share of the answers is drawn by a hash of the record's
unguessable id, which knows nothing of the answer. Whatever else is read beside them, the drawn
ones are a fair sample of all, each with the same probability.
"""

import hashlib

from handrail.domain.decision.model import RecordId

_SALT = "drawn for review"


def is_drawn(record: RecordId, share: float) -> bool:
    """Tell whether an answer is in the fair sample; the same record is drawn or not, for good."""
    hashed = hashlib.sha256(f"{_SALT} {record}".encode()).digest()
    return int.from_bytes(hashed[:8], "big") < share * 2**64
