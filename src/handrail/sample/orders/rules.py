"""What the shop promises its customers, as the help centre tells it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

RETURN_DAYS = 30
"""Days from delivery; `help/returns/return-policy.md`."""
KEY_WINDOW = timedelta(hours=24)
"""How long a key is remembered; `help/business/api-and-webhooks.mdx`."""
_CHRISTMAS_FROM, _CHRISTMAS_TO = (11, 15), (12, 24)


def return_by(delivered_at: datetime) -> date:
    """Return the last day on which an order may be sent back."""
    day = delivered_at.astimezone(UTC).date()
    if _CHRISTMAS_FROM <= (day.month, day.day) <= _CHRISTMAS_TO:
        return date(day.year + 1, 1, 31)
    return day + timedelta(days=RETURN_DAYS)


def may_return(delivered_at: datetime | None, now: datetime) -> bool:
    """Tell whether an order may still be sent back."""
    return delivered_at is not None and now.astimezone(UTC).date() <= return_by(delivered_at)


def is_before_packing(order: Mapping[str, object]) -> bool:
    """Tell whether an order can still be cancelled, or sent elsewhere."""
    return order["state"] in ("received", "picking")
