"""What does a reviewer's verdict say about each score? Nothing is made up where it does not say."""

from collections.abc import Mapping
from typing import assert_never

from handrail.domain.quality.judges import Score
from handrail.domain.quality.review import Cause, Verdict

_RIGHT = dict.fromkeys(Score, True)
_NO_ANSWER = {Score.ANSWERS: False, Score.COMPLETE: False}


def labels_of(verdict: Verdict, cause: Cause | None) -> Mapping[Score, bool]:
    """Return what a verdict says of each score; a score that it does not speak of is left out."""
    match verdict:
        case Verdict.RIGHT:
            return _RIGHT
        case Verdict.INCOMPLETE:
            return {Score.COMPLETE: False}
        case Verdict.UNSAFE:
            return {Score.POLICY: False}
        case Verdict.WRONG:
            return _wrong_by(cause)
        case Verdict.NOT_SURE:
            return {}
        case _:
            assert_never(verdict)


def _wrong_by(cause: Cause | None) -> Mapping[Score, bool]:
    match cause:
        case Cause.TONE:
            return {Score.TONE: False}
        case Cause.POLICY:
            return {Score.POLICY: False}
        case Cause.REASONING_MISS:
            return {Score.GROUNDED: False, **_NO_ANSWER}
        case None | Cause.RETRIEVAL_MISS | Cause.KNOWLEDGE_GAP | Cause.STALE:
            return _NO_ANSWER
        case _:
            assert_never(cause)


def is_wrong(verdict: Verdict) -> bool | None:
    """Tell whether a verdict says that the answer was wrong; None where it says neither."""
    match verdict:
        case Verdict.WRONG | Verdict.UNSAFE:
            return True
        case Verdict.RIGHT | Verdict.INCOMPLETE:
            return False
        case Verdict.NOT_SURE:
            return None
        case _:
            assert_never(verdict)
