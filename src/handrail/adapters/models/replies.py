"""Take one JSON object out of a model's reply, and plain lines out of the object."""

import json
from typing import Any

from handrail.kernel.canonical import storable

_LONGEST_REPLY = 6_000
_FENCE = "```"


def object_in(reply: str) -> dict[str, Any] | None:
    """Return the object that a reply is, perhaps in a fence; None where it is anything else."""
    if len(reply) > _LONGEST_REPLY:
        return None
    bare = reply.strip().removeprefix(f"{_FENCE}json").removeprefix(_FENCE).removesuffix(_FENCE)
    try:
        found = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def line_of(value: object, longest: int) -> str:
    """Return a text of one line, or nothing where there is none or it is too long."""
    if not isinstance(value, str) or len(value) > longest:
        return ""
    return storable(" ".join(value.split()))
