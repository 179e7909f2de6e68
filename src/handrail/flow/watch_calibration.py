"""Does the calibration still hold, by what was asked and what people found since it was made?

Reviewers read the worst first, so what they find is no fair sample. Two counts are looked at: of
the answers that chance drew for review, and of all answers, in both of which an answer that nobody
read counts as right. Neither can make a calibration expire for being read too much; see `drift`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.drift import (
    DRAWN_ALPHA,
    FOUND_ALPHA,
    Sureness,
    scores_drifted,
    too_many_wrong,
)
from handrail.domain.decision.validity import Expired, Valid, Validity, validity
from handrail.domain.quality.human_labels import is_wrong
from handrail.domain.quality.review_sample import is_drawn
from handrail.flow.calibrate_answers import Terms
from handrail.flow.expire_calibration import expire_calibration
from handrail.flow.ports import Store
from handrail.flow.served_ports import ServedStore, ServedTurn
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids, digest

_TIE_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InUsePorts:
    """Hold what watching a calibration in use needs."""

    store: Store
    served: ServedStore
    clock: Clock
    ids: Ids
    share: float
    """Of the answers, how many are drawn for review by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Hold how a calibration stands, and what that stands on."""

    calibration: Calibration
    standing: Validity
    has_failed: bool
    """It is by its use that it does not hold, and that is not written down yet."""
    questions: int
    """Conversations whose first question was looked at."""
    answers: int
    """Answers that were given under it."""
    found_wrong: int
    drawn: int
    """Answers that chance drew for review."""
    drawn_read: int
    drawn_wrong: int


def watch_calibration(terms: Terms, ports: InUsePorts) -> Watched | None:
    """Look at the calibration, and let it expire where it no longer holds; None without one."""
    watched = look_at_calibration(terms, ports)
    if watched is not None and watched.has_failed:
        assert isinstance(watched.standing, Expired)
        expire_calibration(watched.calibration, watched.standing.why, ports)
    return watched


def look_at_calibration(terms: Terms, ports: InUsePorts) -> Watched | None:
    """Return how the calibration stands; change nothing."""
    with ports.store.read() as reading:
        calibration = reading.calibration()
    if calibration is None:
        return None
    with ports.served.serving() as served:
        turns = served.served(calibration.at)
    under = [one for one in turns if one.is_answer and _is_under(one, calibration)]
    drawn = [one for one in under if is_drawn(one.record, ports.share)]
    standing = validity(calibration, terms.fingerprint)
    first = _first_of_each(turns)
    was_valid = isinstance(standing, Valid)
    if was_valid:
        standing = _by_use(calibration, first, under, drawn, terms)
    return Watched(
        calibration=calibration,
        standing=standing,
        has_failed=was_valid and isinstance(standing, Expired),
        questions=len(first),
        answers=len(under),
        found_wrong=_wrong(under),
        drawn=len(drawn),
        drawn_read=sum(one.verdict is not None for one in drawn),
        drawn_wrong=_wrong(drawn),
    )


def _by_use(
    calibration: Calibration,
    first: Sequence[ServedTurn],
    under: Sequence[ServedTurn],
    drawn: Sequence[ServedTurn],
    terms: Terms,
) -> Validity:
    parts = _promised(calibration, terms)
    for source, allowed in parts.items():
        where = source.removeprefix(calibration.id).removeprefix("/")
        about = f" on topic {where!r}" if where else ""
        of_drawn = _count(drawn, source), f"answers{about} that chance drew"
        of_all = _count(under, source), f"answers{about}"
        for (n, wrong), said, alpha in ((*of_drawn, DRAWN_ALPHA), (*of_all, FOUND_ALPHA)):
            if n and too_many_wrong(wrong, n, allowed, alpha / len(parts)):
                return Expired(
                    why=f"of {n} {said} since it was made, reviewers found {wrong} wrong: more "
                    f"than the {allowed:.1%} that was promised."
                )
    moved = scores_drifted([_score(one) for one in first])
    if moved is None:
        return Valid()
    return Expired(
        why=f"what customers ask has changed: seen from {moved} conversations since it was made."
    )


def _count(turns: Sequence[ServedTurn], source: str) -> tuple[int, int]:
    mine = [one for one in turns if one.calibration == source]
    return len(mine), _wrong(mine)


def _promised(calibration: Calibration, terms: Terms) -> Mapping[str, float]:
    """Return what may be wrong by what set the threshold."""
    topics = {topic.name: topic.promise.max_wrong for topic in terms.topics}
    return {
        calibration.id: calibration.promise.max_wrong,
        **{
            f"{calibration.id}/{name}": topics[name]
            for name in calibration.by_topic
            if name in topics
        },
    }


def _is_under(turn: ServedTurn, calibration: Calibration) -> bool:
    return turn.calibration is not None and turn.calibration.partition("/")[0] == calibration.id


def _first_of_each(turns: Sequence[ServedTurn]) -> list[ServedTurn]:
    """Return each conversation's first turn: later ones follow from it and are no new draw."""
    found: dict[str, ServedTurn] = {}
    for turn in turns:
        found.setdefault(turn.conversation, turn)
    return list(found.values())


def _wrong(turns: Sequence[ServedTurn]) -> int:
    return sum(one.verdict is not None and is_wrong(one.verdict) is True for one in turns)


def _score(turn: ServedTurn) -> Sureness:
    tie = int(digest(turn.record, "tie")[:_TIE_DIGITS], 16) / 16**_TIE_DIGITS
    return Sureness(confidence=turn.confidence, tie=tie)
