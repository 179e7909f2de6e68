"""How the calibration stands, in print: does the promise hold, and what speaks for it?"""

from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say
from handrail.domain.decision.validity import CONSERVATIVE_THRESHOLD, Expired, Valid
from handrail.flow.watch_calibration import Watched

_MEANWHILE = (
    f"Until it is made anew, only answers from confidence {CONSERVATIVE_THRESHOLD:g} on are given."
)


def tell_standing(watched: Watched | None, is_json: bool) -> int:  # noqa: FBT001 - the command's flag
    """Print how the calibration stands; 1 where no promise holds."""
    if watched is None:
        says = "Not calibrated: no error rate is promised."
        as_json({"state": "none", "why": says}) if is_json else say(f"{says} {_MEANWHILE}")
        return FOUND_SOMETHING
    as_json(standing_json(watched)) if is_json else _print(watched)
    return OK if isinstance(watched.standing, Valid) else FOUND_SOMETHING


def standing_json(watched: Watched) -> dict[str, object]:
    """Return how the calibration stands, as JSON."""
    expired = watched.standing if isinstance(watched.standing, Expired) else None
    return {
        "state": "holds" if expired is None else "expired",
        "why": None if expired is None else expired.why,
        "id": watched.calibration.id,
        "at": watched.calibration.at.isoformat(),
        "threshold": watched.calibration.threshold.value
        if expired is None
        else CONSERVATIVE_THRESHOLD,
        "questions": watched.questions,
        "answers": watched.answers,
        "found_wrong": watched.found_wrong,
        "drawn": watched.drawn,
        "drawn_read": watched.drawn_read,
        "drawn_wrong": watched.drawn_wrong,
    }


def _print(watched: Watched) -> None:
    promise = watched.calibration.promise
    told = f"at most {promise.max_wrong:.1%} wrong with {promise.confidence:.0%} confidence"
    match watched.standing:
        case Valid():
            say(f"Calibration holds: {told}.")
        case Expired(why=why):
            say(f"Calibration expired: {why}\n{_MEANWHILE}")
    since = f"{watched.calibration.at:%Y-%m-%d}"
    say(f"Since {since}, {watched.questions} conversations were looked at.")
    say(
        f"Of {watched.answers} answers, chance drew {watched.drawn} for review: "
        f"{watched.drawn_read} were read, {watched.drawn_wrong} found wrong; "
        f"{watched.found_wrong} found wrong among all."
    )
