"""Which words stand in a list that is written as a line of text?"""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(text.split())
