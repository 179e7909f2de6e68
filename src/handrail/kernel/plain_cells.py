"""A cell that a spreadsheet takes for what it is: text, never a formula."""

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """Return a text that others wrote as it may stand in a table: an apostrophe before a sign.

    For texts alone; a number that begins with a minus is left to be a number.
    """
    return f"'{text}" if text.startswith(_BEGIN_FORMULAS) else text
