"""Is a value the most, the least, or what it comes to? And how far are two of them apart?"""

import math
from collections.abc import Mapping

from handrail.domain.knowledge.health.facts import Value
from handrail.kernel.patterns import when_used

_MOST = when_used(
    r"\b(?:up to|at (?:the )?most|no more than|not more than|maximum|max|limit\w*|cap(?:s|ped)?|"
    r"not exceed|below|less than|under|beyond|over|above|more than|larger|heavier|stops?|"
    r"ends? after|cut off|truncated|first|top|latest|last|room for|holds?|within|no later|"
    r"as many as|largest|most that|run(?:s)? out|after|until|expires?|may|can)\b",
    2,
)
_LEAST = when_used(
    r"\b(?:at least|minimum|no (?:fewer|less) than|or more|from|starts? at|needs?|plan|requires?|"
    r"upwards|older than|earliest|recommend\w*)\b",
    2,
)
_AROUND = 45  # characters on either side of a value
_FAR = 8.0


def bounds(values: tuple[Value, Value], texts: tuple[str, str]) -> Mapping[str, float]:
    """Return whether two values are bounds of one kind, and how many times one is the other."""
    near = [_around(value, text) for value, text in zip(values, texts, strict=True)]
    most = [bool(_MOST.search(text)) for text in near]
    least = [bool(_LEAST.search(text)) for text in near]
    return {
        "both_most": float(all(most)),
        "both_least": float(all(least)),
        "most_once": float(most[0] != most[1]),
        "least_once": float(least[0] != least[1]),
        "apart_by": _apart(*values),
    }


def _around(value: Value, text: str) -> str:
    before = text[max(0, value.start - _AROUND) : value.start]
    return f"{before} | {text[value.end : value.end + _AROUND]}"


def _apart(one: Value, other: Value) -> float:
    if one.high <= 0.0 or other.high <= 0.0:
        return _FAR
    return min(_FAR, abs(math.log(one.high / other.high)))
