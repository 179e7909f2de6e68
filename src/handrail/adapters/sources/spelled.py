"""Values in foreign JSON, read as what they should be or not at all."""

from datetime import UTC, date, datetime


def words_of(said: object) -> str | None:
    """Return text that holds something, or None."""
    return said if isinstance(said, str) and said.strip() else None


def number_of(said: object) -> str | None:
    """Return a whole number's digits, spelled as a number or as text, or None."""
    if isinstance(said, int) and not isinstance(said, bool) and said >= 0:
        return str(said)
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) <= 30:
        return said
    return None


def day_of(said: object) -> date | None:
    """Return the day of a moment that is spelled in ISO 8601 or as seconds since 1970, or None."""
    try:
        if isinstance(said, int) and not isinstance(said, bool):
            return datetime.fromtimestamp(said, UTC).date()
        return datetime.fromisoformat(said).date() if isinstance(said, str) else None
    except (ValueError, OverflowError, OSError):
        return None
