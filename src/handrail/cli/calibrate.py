"""`handrail calibrate`: how sure must the assistant be to keep the promise?"""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.calibration_standing import tell_standing
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say
from handrail.domain.decision.calibration import Calibration, Threshold
from handrail.flow.calibrate_answers import CannotPromise, Terms, calibrate, labelled_set
from handrail.flow.calibrate_from_reviews import FromReviews, calibrate_from_reviews
from handrail.flow.ports import Progress
from handrail.flow.watch_calibration import look_at_calibration
from handrail.judge_app import in_use_ports, reviewed_ports
from handrail.kernel.errors import BadInput


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="calibrate")(calibrate_answers)


def calibrate_answers(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Labelled questions, one JSON object per line.", show_default=False
        ),
    ] = None,
    reviews: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--reviews", help="From what reviewers found of real answers instead.")
    ] = False,
    max_wrong: Annotated[
        float | None,
        typer.Option("--max-wrong", help="Largest share of answers that may be wrong."),
    ] = None,
    confidence: Annotated[
        float | None, typer.Option("--confidence", help="Probability with which that must hold.")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Choose the threshold that keeps the promised error rate; alone, tell whether it holds."""
    if file is not None and reviews:
        raise BadInput("Calibrate from a file or from reviews, not from both.")
    app = open_app(project)
    if file is None and not reviews:
        return tell_standing(look_at_calibration(app.calibrating.terms(), in_use_ports(app)), json)
    terms = app.calibrating.terms(max_wrong=max_wrong, confidence=confidence)
    with progress_bar(is_quiet=json) as progress:
        made, used = _calibrated(file, terms, app, progress)
    match made:
        case Calibration():
            as_json(_described(made, used)) if json else _print(made, used)
            return OK
        case CannotPromise(why=why):
            as_json({"calibrated": False, "why": why}) if json else say(
                f"Not calibrated. {why}\nNothing was changed. Improve the articles that are "
                "answered wrongly, or allow more errors."
            )
            return FOUND_SOMETHING


def _calibrated(
    file: Path | None, terms: Terms, app: App, progress: Progress
) -> tuple[Calibration | CannotPromise, FromReviews | None]:
    if file is not None:
        return calibrate(labelled_set(file), terms, app.calibrating.ports(progress)), None
    used = calibrate_from_reviews(terms, reviewed_ports(app, progress))
    return used.made, used


def _print(made: Calibration, used: FromReviews | None) -> None:
    promise = made.promise
    say(
        f"Calibrated: at most {promise.max_wrong:.1%} of the answers wrong, "
        f"with {promise.confidence:.0%} confidence."
    )
    say(f"  overall    {_threshold(made.threshold)}")
    for topic, threshold in sorted(made.by_topic.items()):
        say(f"  {topic:<10} {_threshold(threshold)}")
    if used is not None:
        say(
            f"From {used.drawn} answers that chance drew for review; {used.unread} of them count "
            "as wrong because nobody read them, or nobody could decide."
        )
        return
    say(
        f"Of {made.answerable} answerable questions, {made.answered_share:.0%} are answered; "
        f"{made.questions} were asked."
    )


def _threshold(found: Threshold) -> str:
    return (
        f"from confidence {found.value:.3f}: {found.wrong} of {found.answered} answers wrong, "
        f"at most {found.upper_bound:.1%} by the exact bound"
    )


def _described(made: Calibration, used: FromReviews | None) -> dict[str, object]:
    return {
        "calibrated": True,
        "id": made.id,
        "max_wrong": made.promise.max_wrong,
        "confidence": made.promise.confidence,
        "threshold": _threshold_json(made.threshold),
        "by_topic": {topic: _threshold_json(found) for topic, found in made.by_topic.items()},
        "questions": made.questions,
        "answerable": made.answerable,
        "answered_share": made.answered_share,
        "bound_to": dict(made.bound_to),
        **({} if used is None else {"drawn": used.drawn, "unread": used.unread}),
    }


def _threshold_json(found: Threshold) -> dict[str, float | int]:
    return {
        "value": found.value,
        "answered": found.answered,
        "wrong": found.wrong,
        "upper_bound": found.upper_bound,
    }
