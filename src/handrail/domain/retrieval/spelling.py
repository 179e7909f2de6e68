"""How far apart two spellings are, and how far apart they may be."""

_LONG_ENOUGH_FOR_ONE = 4
_LONG_ENOUGH_FOR_TWO = 8


def edits_forgiven(word: str) -> int:
    """Return how many edits a misspelt word may be away; none in codes and versions."""
    if any(letter.isdigit() for letter in word) or len(word) < _LONG_ENOUGH_FOR_ONE:
        return 0
    return 1 if len(word) < _LONG_ENOUGH_FOR_TWO else 2


def edits(one: str, other: str, limit: int) -> int:
    """Return the letters added, lost, replaced or swapped; `limit + 1` if more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return min(above[-1], limit + 1)
