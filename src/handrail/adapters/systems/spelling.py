"""Can an id that fits a pattern be spelt in two ways that a lenient system takes for one thing?"""

import re

_ONE_CASE = tuple(
    re.compile(
        rf"\^(?:[{letter}0-9_-]|"
        rf"(?:\\d|\[(?:[{letter}](?:-[{letter}])?|[0-9](?:-[0-9])?|\\d)+\])"
        r"(?:\+|\{[1-9][0-9]*(?:,[0-9]*)?\})?)+\$"
    )
    for letter in ("A-Z", "a-z")
)
"""Literals, digits and sets of letters in one case, with nothing that may be left out."""


def has_one_spelling(pattern: str) -> bool:
    r"""Tell whether a pattern surely leaves no freedom of case, of signs or of optional parts.

    It knows simple patterns, such as `^CC-\d{7}$`, and says no to all others.
    """
    return any(known.fullmatch(pattern) for known in _ONE_CASE)
