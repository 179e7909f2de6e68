"""What does a reviewer's verdict say about each score? Nothing is made up where it does not say."""

from collections.abc import Mapping

from handrail.domain.quality.judges import Score

_RIGHT = dict.fromkeys(Score, True)
_BY_CAUSE: Mapping[str, Mapping[Score, bool]] = {
    "tone": {Score.TONE: False},
    "policy": {Score.POLICY: False},
    "retrieval_miss": {Score.ANSWERS: False, Score.COMPLETE: False},
    "knowledge_gap": {Score.ANSWERS: False, Score.COMPLETE: False},
    "stale": {Score.ANSWERS: False, Score.COMPLETE: False},
    "reasoning_miss": {Score.GROUNDED: False, Score.ANSWERS: False, Score.COMPLETE: False},
}


def labels_of(verdict: str, cause: str | None) -> Mapping[Score, bool]:
    """Return what a verdict says of each score; a score that it does not speak of is left out."""
    match verdict:
        case "right":
            return _RIGHT
        case "incomplete":
            return {Score.COMPLETE: False}
        case "unsafe":
            return {Score.POLICY: False}
        case "wrong":
            return _BY_CAUSE.get(cause or "", {Score.ANSWERS: False, Score.COMPLETE: False})
        case _:  # not sure: that is no verdict
            return {}


def is_wrong(verdict: str) -> bool | None:
    """Tell whether a verdict says that the answer was wrong; None where it says neither."""
    if verdict == "not_sure":
        return None
    return verdict in ("wrong", "unsafe")
