"""The one error with which a file is refused, and the limits it is measured against."""

from handrail.kernel.errors import BadInput

MAX_BYTES = 5_000_000
MAX_UNCONFINED = 100_000
"""Bytes of text over which it is read in a process of its own."""
MAX_BLOCKS = 50_000
MAX_HEADINGS = 5_000
MAX_DEPTH = 150
MAX_PARAGRAPH = 10_000
"""Characters of one paragraph that are parsed together: bounds parsers that are not linear."""


class Unreadable(BadInput):
    """Report a file that cannot become an article, and why; the others are still read."""

    code = "unreadable"
